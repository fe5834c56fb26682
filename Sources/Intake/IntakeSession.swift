import Glibc
import Model
import Synchronization

/// Opens leaves, unwraps compressions and archives, and hands out the innermost streams. One for a run, used by all threads.
public final class IntakeSession: Sendable {
  private let budget: IntakeBudget
  private let opened = Mutex<[String: Opened]>([:])
  private let late = Mutex<[IntakeProblem]>([])

  /// What is kept of a leaf that was read, to read it again.
  private enum Opened: Sendable {
    case file(SeekableFile)
    /// Too many files are open already; the path is opened again.
    case stamp(FileStamp)
  }

  /// Files kept open, so that cited lines can be read again also if the file was deleted or replaced meanwhile.
  private static let keptOpen = 96
  /// Problems of one leaf that are listed one by one; a hostile archive may have a million.
  private static let listedProblems = 200

  /// Makes a session.
  public init(limits: IntakeLimits, isCancelled: @Sendable @escaping () -> Bool) {
    budget = IntakeBudget(limits: limits, isCancelled: isCancelled)
  }

  /// Throws when no more may be read.
  public func check() throws(IntakeError) { try budget.check() }

  /// Bytes read from disk or pipes so far.
  public var inputBytesRead: UInt64 { budget.inputBytes }

  /// Problems met while cited lines were read again.
  public var lateProblems: [IntakeProblem] { late.withLock { $0 } }

  /// Hands every innermost stream of `leaf` to `visit`, in order. Problems inside go to `report`; what comes after is read.
  ///
  /// `begin`: gets the file behind the leaf before it is read, for a pipe its copy, which of text is there only after it was
  ///   read, and whether that is no container.
  public func open(
    _ leaf: InputLeaf, report: (IntakeProblem) -> Void,
    begin: (_ file: SeekableFile, _ isPlain: Bool) -> Void = { _, _ in },
    visit: (any EvidenceStream) throws -> Void
  ) throws {
    var count = 0
    var unlisted: UInt64 = 0
    func listed(_ problem: IntakeProblem) {
      count += 1
      if count <= Self.listedProblems { report(problem) } else { unlisted &+= problem.skippedBytes }
    }
    defer {
      if count > Self.listedProblems {
        report(
          IntakeProblem(
            subject: leaf.provenance.display,
            reason: "\(count - Self.listedProblems) more problems inside it are not listed",
            kind: .unreadable, skippedBytes: unlisted))
      }
    }
    let descriptor = try leaf.path == "-" ? Self.standardInput() : Self.descriptor(leaf.path)
    let stamp = FileStamp(descriptor: descriptor)
    // Standard input may be a file of which somebody else has read the beginning.
    if stamp.isRegular, stamp.size > 0, lseek(descriptor, 0, SEEK_CUR) == 0 {
      let file = SeekableFile(descriptor: descriptor, size: stamp.size)
      keep(file, stamp, for: leaf)
      begin(file, Self.isPlain(file))
      try walk(CountedSource(SeekableSource(file), budget), file, leaf, budget, listed, visit)
      if let change = file.change {
        listed(
          IntakeProblem(
            subject: leaf.provenance.display, reason: change.reason, kind: change.kind, skippedBytes: change.missed))
      }
      return
    }
    // A pipe cannot be read twice, and cited lines are read again, so it is kept in a spool. What stands in a file that
    // says it has no bytes, as those of /proc do, is found out in the same way.
    let spool = try Spool(DescriptorSource(descriptor, budget: budget))
    let peeked = try PeekedSource(spool, count: ContainerKind.headSize)
    let isPlain = peeked.head.withUnsafeBytes(ContainerKind.isPlain)
    func finish() -> SeekableFile {
      let file = spool.finish()
      if let failure = spool.failure, failure.code != .cancelled {
        listed(IntakeProblem(subject: leaf.provenance.display, reason: failure.reason, kind: failure.problemKind))
      }
      opened.withLock { $0[leaf.path] = .file(file) }
      if spool.failure == nil { begin(file, isPlain) }
      return file
    }
    // What came before an interruption is read all the same.
    if isPlain {
      // Text is read while it comes; how far a container expands is held against the size of all of it.
      defer { _ = finish() }
      return try walk(peeked, nil, leaf, budget.withoutCancellation, listed, visit)
    }
    let file = finish()
    let rest = spool.failure == nil ? budget : budget.withoutCancellation
    try walk(SeekableSource(file), file, leaf, rest, listed, visit)
  }

  /// Hands out the same streams in the same order again, to read cited lines.
  public func reopen(_ leaf: InputLeaf, visit: (any EvidenceStream) throws -> Void) throws {
    let again = IntakeBudget(limits: budget.limits.withoutMemory, isCancelled: { false })
    let file: SeekableFile
    switch opened.withLock({ $0[leaf.path] }) {
    case .file(let kept): file = kept
    case .stamp(let stamp):
      do throws(IntakeError) {
        let descriptor = try Self.descriptor(leaf.path)
        let now = FileStamp(descriptor: descriptor)
        file = SeekableFile(descriptor: descriptor, size: stamp.size)
        if !stamp.isPrefix(of: now) { throw IntakeError(.io, "it was replaced") }
      } catch {
        let reason = "lines of it cannot be shown: \(error.reason)"
        late.withLock { $0.append(IntakeProblem(subject: leaf.provenance.display, reason: reason, kind: .changed)) }
        throw error
      }
    case nil: return
    }
    try walk(SeekableSource(file), file, leaf, again, { _ in }, visit)
  }

  private func keep(_ file: SeekableFile, _ stamp: FileStamp, for leaf: InputLeaf) {
    opened.withLock { $0[leaf.path] = $0.count < Self.keptOpen ? .file(file) : .stamp(stamp) }
  }

  /// Opens without waiting for a writer, which a pipe put in the place of a file may never get.
  private static func descriptor(_ path: String) throws(IntakeError) -> Int32 {
    let descriptor = FileName.withBytes(path) { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else {
      throw IntakeError(errno == ENOENT ? .missing : .permission, String(cString: strerror(errno)).lowercased())
    }
    let stamp = FileStamp(descriptor: descriptor)
    guard stamp.isRegular || stamp.isPipe else {
      close(descriptor)
      throw IntakeError(.notRegular, "neither a file nor a pipe any more")
    }
    return descriptor
  }

  private static func isPlain(_ file: SeekableFile) -> Bool {
    var head = [UInt8](repeating: 0, count: ContainerKind.headSize)
    let count = head.withUnsafeMutableBytes { (try? file.read(at: 0, into: $0)) ?? 0 }
    return head[..<count].withUnsafeBytes(ContainerKind.isPlain)
  }

  private static func standardInput() throws(IntakeError) -> Int32 {
    let descriptor = fcntl(0, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else { throw IntakeError(.io, "standard input is closed") }
    return descriptor
  }

  private func walk(
    _ source: any ByteSource, _ file: SeekableFile?, _ leaf: InputLeaf, _ budget: IntakeBudget,
    _ report: (IntakeProblem) -> Void, _ visit: (any EvidenceStream) throws -> Void
  ) throws {
    try withoutActuallyEscaping(report) { report in
      let unwrapper = Unwrapper(
        budget: budget, meter: LeafMeter(size: file?.size ?? .max, budget: budget), report: report)
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
    try budget.check()
    let count = try source.read(into: buffer)
    budget.countInput(count)
    return count
  }
}
