import Model

/// Takes compressions and archives apart, recursively, by content.
struct Unwrapper {
  let budget: IntakeBudget
  let report: (IntakeProblem) -> Void

  /// Hands the innermost streams of `source` to `visit`. `file` is given when the source is that file from its beginning.
  func unwrap(
    _ source: any ByteSource, file: SeekableFile?, _ provenance: Provenance, depth: Int,
    _ visit: (any EvidenceStream) throws -> Void
  ) throws {
    let peeked = try PeekedSource(source, count: ContainerKind.headSize)
    let kind = peeked.head.withUnsafeBytes { ContainerKind($0) }
    if case .plain = kind {
      return try visit(PlainStream(peeked, provenance, file, budget))
    }
    guard depth < budget.limits.nesting else {
      return problem(provenance, "containers are nested more than \(budget.limits.nesting) deep (--max-nesting)", .limit)
    }
    do {
      switch kind {
      case .plain: break
      case .gzip:
        let gzip = GzipSource(peeked) { problem(provenance, $0, .corrupt) }
        try unwrap(RatioSource(gzip, budget, file?.size), file: nil, provenance, depth: depth + 1, visit)
      case .compressed(let name):
        let archive = try ArchiveSource(peeked, .compressed(name))
        guard try archive.next() != nil else { return }
        try unwrap(RatioSource(MemberSource(archive), budget, file?.size), file: nil, provenance, depth: depth + 1, visit)
      case .archive(let name): try unwrapMembers(name, peeked, file, provenance, depth, visit)
      }
    } catch let error as IntakeError {
      problem(provenance, error.reason, error.problemKind)
      if error.code == .cancelled { throw error }
    }
  }

  private func unwrapMembers(
    _ name: String, _ peeked: PeekedSource, _ file: SeekableFile?, _ provenance: Provenance, _ depth: Int,
    _ visit: (any EvidenceStream) throws -> Void
  ) throws {
    var source: any ByteSource = peeked
    if name == "zip" || name == "7z" {
      // Their directory stands at the end.
      source = SeekableSource(try file ?? Spool.copy(peeked))
    }
    let archive = try ArchiveSource(source, .members(name))
    while let member = try archive.next() {
      try budget.countMember()
      var inner = provenance
      inner.chain.append(member.path)
      inner.declaredSize = member.size
      inner.modified = member.modified > 0 ? Instant(seconds: member.modified) : nil
      inner.hints = PathHintTable.hints(for: member.path)
      guard !member.path.hasSuffix("/") else { continue }
      guard member.isRegular else { continue }
      if member.isEncrypted {
        problem(inner, "encrypted", .encrypted)
        continue
      }
      do {
        try unwrap(RatioSource(MemberSource(archive), budget, member.size), file: nil, inner, depth: depth + 1, visit)
      } catch let error as IntakeError where error.code != .cancelled {
        problem(inner, error.reason, error.problemKind)
      }
    }
    // An archive may end before its container does; damage behind its end is damage all the same.
    if name == "tar" || name == "cpio" { try drain(peeked) }
  }

  private func drain(_ source: any ByteSource) throws(IntakeError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while try source.read(into: buffer) > 0 {}
  }

  private func problem(_ provenance: Provenance, _ reason: String, _ kind: IntakeProblem.Kind) {
    report(IntakeProblem(subject: provenance.display, reason: reason, kind: kind))
  }
}

/// Watches that decompression does not explode.
final class RatioSource: ByteSource {
  /// Below this much output nobody is harmed.
  static let threshold: UInt64 = 64 << 20
  private let source: any ByteSource
  private let budget: IntakeBudget
  private let compressedSize: UInt64?
  private var produced: UInt64 = 0

  init(_ source: any ByteSource, _ budget: IntakeBudget, _ compressedSize: UInt64?) {
    self.source = source
    self.budget = budget
    self.compressedSize = compressedSize
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    try budget.checkCancelled()
    let count = try source.read(into: buffer)
    produced += UInt64(count)
    if produced > Self.threshold, let size = compressedSize, produced / max(1, size) > UInt64(budget.limits.ratio) {
      throw IntakeError(.limitReached, "expands more than \(budget.limits.ratio) times (--max-ratio)")
    }
    return count
  }
}

/// The innermost stream as formats see it.
final class PlainStream: EvidenceStream {
  let provenance: Provenance
  let seekable: SeekableFile?
  private let source: any ByteSource
  private let budget: IntakeBudget

  init(_ source: any ByteSource, _ provenance: Provenance, _ file: SeekableFile?, _ budget: IntakeBudget) {
    self.source = source
    self.provenance = provenance
    self.seekable = file
    self.budget = budget
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    let count = try source.read(into: buffer)
    try budget.countOutput(count)
    return count
  }
}
