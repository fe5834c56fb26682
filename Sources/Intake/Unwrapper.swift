import Model

/// Takes compressions and archives apart, recursively, by content.
struct Unwrapper {
  let budget: IntakeBudget
  let meter: LeafMeter
  let report: (IntakeProblem) -> Void

  /// Hands the innermost streams of `source` to `visit`. `file` is given when the source is that file from its beginning.
  func unwrap(
    _ source: any ByteSource, file: SeekableFile?, _ provenance: Provenance, depth: Int,
    _ visit: (any EvidenceStream) throws -> Void
  ) throws {
    let peeked = try PeekedSource(source, count: ContainerKind.headSize)
    let kind = peeked.head.withUnsafeBytes { ContainerKind($0) }
    if case .plain = kind {
      return try visit(PlainStream(peeked, head: peeked.head, provenance, file, budget, meter))
    }
    guard depth < budget.limits.nesting else {
      return problem(
        provenance, "containers are nested more than \(budget.limits.nesting) deep (--max-nesting)", .limit)
    }
    do {
      switch kind {
      case .plain: break
      case .gzip:
        let gzip = GzipSource(peeked) { problem(provenance, $0, .corrupt, skipping: $1) }
        try unwrap(RatioSource(gzip, budget, meter), file: nil, provenance, depth: depth + 1, visit)
      case .compressed(let name):
        let archive = try ArchiveSource(peeked, .compressed(name))
        guard try archive.next() != nil else { return }
        try unwrap(RatioSource(MemberSource(archive), budget, meter), file: nil, provenance, depth: depth + 1, visit)
      case .archive(let name): try unwrapMembers(name, peeked, file, provenance, depth, visit)
      }
    } catch let error as IntakeError {
      if error.code == .cancelled { throw error }
      problem(provenance, error.reason, error.problemKind)
    }
  }

  private func unwrapMembers(
    _ name: String, _ peeked: PeekedSource, _ file: SeekableFile?, _ provenance: Provenance, _ depth: Int,
    _ visit: (any EvidenceStream) throws -> Void
  ) throws {
    var source: any ByteSource = peeked
    if name == "zip" || name == "7z" {
      // Their directory stands at the end.
      source = SeekableSource(try file ?? spooled(peeked, provenance))
    }
    let archive = try ArchiveSource(source, .members(name))
    while let member = try archive.next() {
      if let damage = archive.takeDamage() { problem(provenance, damage, .corrupt) }
      try budget.countMember()
      var inner = provenance
      inner.chain.append(member.path)
      inner.declaredSize = member.size
      inner.modified = member.modified > 0 ? Instant(seconds: member.modified) : nil
      inner.hints = PathHintTable.hints(for: member.path)
      guard !member.path.hasSuffix("/"), member.isRegular else { continue }
      if member.isEncrypted {
        problem(inner, "encrypted", .encrypted, skipping: min(member.size ?? 0, budget.limits.totalBytes))
        continue
      }
      do {
        try unwrap(RatioSource(MemberSource(archive), budget, meter), file: nil, inner, depth: depth + 1, visit)
      } catch let error as IntakeError where error.code != .cancelled {
        problem(inner, error.reason, error.problemKind)
      }
      if meter.isOver { return problem(provenance, "the members after this limit were left out", .limit) }
    }
    if let damage = archive.takeDamage() { problem(provenance, damage, .corrupt) }
    // An archive may end before its container does; damage behind its end is damage all the same.
    if name == "tar" || name == "cpio" { try drain(peeked) }
  }

  /// A private copy of a member that must be read from its end; as much of it as could be read.
  private func spooled(_ source: any ByteSource, _ provenance: Provenance) throws(IntakeError) -> SeekableFile {
    let spool = try Spool(source)
    let file = spool.finish()
    if let failure = spool.failure {
      if failure.code == .cancelled || file.size == 0 { throw failure }
      problem(provenance, failure.reason, failure.problemKind)
    }
    return file
  }

  private func drain(_ source: any ByteSource) throws(IntakeError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while try source.read(into: buffer) > 0 {}
  }

  private func problem(
    _ provenance: Provenance, _ reason: String, _ kind: IntakeProblem.Kind, skipping bytes: UInt64 = 0
  ) {
    report(IntakeProblem(subject: provenance.display, reason: reason, kind: kind, skippedBytes: bytes))
  }
}

/// Watches that one decompression does not explode.
final class RatioSource: ByteSource {
  private let source: any ByteSource
  private let budget: IntakeBudget
  private let meter: LeafMeter
  private var produced: UInt64 = 0

  init(_ source: any ByteSource, _ budget: IntakeBudget, _ meter: LeafMeter) {
    self.source = source
    self.budget = budget
    self.meter = meter
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    try budget.check()
    let count = try source.read(into: buffer)
    produced &+= UInt64(count)
    try meter.check(produced)
    return count
  }
}

/// The innermost stream as formats see it.
final class PlainStream: EvidenceStream {
  let provenance: Provenance
  let head: [UInt8]
  let seekable: SeekableFile?
  private let source: any ByteSource
  private let budget: IntakeBudget
  private let meter: LeafMeter

  init(
    _ source: any ByteSource, head: [UInt8], _ provenance: Provenance, _ file: SeekableFile?, _ budget: IntakeBudget,
    _ meter: LeafMeter
  ) {
    self.source = source
    self.head = head
    self.provenance = provenance
    self.seekable = file
    self.budget = budget
    self.meter = meter
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    try meter.take(try source.read(into: buffer))
  }

  func takeWhole() -> (@Sendable (Int) throws -> Void)? {
    guard let seekable, budget.takeOutput(whole: seekable.size) else { return nil }
    let budget = budget
    return { count in
      try budget.check()
      budget.countInput(count)
    }
  }
}
