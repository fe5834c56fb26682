import Glibc
import Model
import Synchronization

/// Opens leaves, unwraps compressions and archives, and hands out the innermost streams. One for a run, used by all threads.
public final class IntakeSession: Sendable {
  private let budget: IntakeBudget
  private let spooled = Mutex<[String: SeekableFile]>([:])

  /// Makes a session.
  public init(limits: IntakeLimits, isCancelled: @Sendable @escaping () -> Bool) {
    budget = IntakeBudget(limits: limits, isCancelled: isCancelled)
  }

  /// Throws when the run was interrupted.
  public func check() throws(IntakeError) { try budget.checkCancelled() }

  /// Bytes read from disk or pipes so far.
  public var inputBytesRead: UInt64 { budget.inputBytes }

  /// Hands every innermost stream of `leaf` to `visit`, in order. Problems inside go to `report`; what comes after is read.
  public func open(
    _ leaf: InputLeaf, report: (IntakeProblem) -> Void, visit: (any EvidenceStream) throws -> Void
  ) throws {
    if leaf.path == "-" {
      // A pipe cannot be read twice, and cited lines are read again, so it is kept in a spool.
      let file = try Spool.copy(DescriptorSource(0, ownsDescriptor: false, budget: budget))
      spooled.withLock { $0[leaf.path] = file }
      try walk(SeekableSource(file), file, leaf, report, visit)
    } else if leaf.size == 0 {
      let file = try Spool.copy(DescriptorSource(try descriptor(leaf.path), ownsDescriptor: true, budget: budget))
      spooled.withLock { $0[leaf.path] = file }
      try walk(SeekableSource(file), file, leaf, report, visit)
    } else {
      let file = SeekableFile(descriptor: try descriptor(leaf.path), size: leaf.size)
      try walk(CountedSource(SeekableSource(file), budget), file, leaf, report, visit)
    }
  }

  /// Hands out the same streams in the same order again, to read cited lines.
  public func reopen(_ leaf: InputLeaf, visit: (any EvidenceStream) throws -> Void) throws {
    let again = IntakeSession(limits: budget.limits, isCancelled: { false })
    if let file = spooled.withLock({ $0[leaf.path] }) {
      try again.walk(SeekableSource(file), file, leaf, { _ in }, visit)
    } else {
      try again.open(leaf, report: { _ in }, visit: visit)
    }
  }

  private func descriptor(_ path: String) throws(IntakeError) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw IntakeError(errno == ENOENT ? .missing : .permission, String(cString: strerror(errno)).lowercased())
    }
    return descriptor
  }

  private func walk(
    _ source: any ByteSource, _ file: SeekableFile, _ leaf: InputLeaf, _ report: (IntakeProblem) -> Void,
    _ visit: (any EvidenceStream) throws -> Void
  ) throws {
    try withoutActuallyEscaping(report) { report in
      let unwrapper = Unwrapper(budget: budget, report: report)
      try unwrapper.unwrap(source, file: file, leaf.provenance, depth: 0, visit)
    }
  }
}

/// Counts what is read from a file toward the progress.
final class CountedSource: ByteSource {
  private let source: any ByteSource
  private let budget: IntakeBudget
  init(_ source: any ByteSource, _ budget: IntakeBudget) {
    self.source = source
    self.budget = budget
  }
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    try budget.checkCancelled()
    let count = try source.read(into: buffer)
    budget.countInput(count)
    return count
  }
}
