import ByteLexing
import Dispatch
import Intake
import Model
import Synchronization
import Vocabulary

/// Reads all inputs with as many threads as asked for, and returns what they yield in the order of the inputs.
final class EvidenceReader: Sendable {
  private let options: AnalyzeOptions
  private let session: IntakeSession
  private let reader: StreamReader
  private let progress: @Sendable (AnalysisProgress) -> Void
  private let bytesRead = Atomic<UInt64>(0)
  /// Of all inputs on disk.
  private let inputSize = Atomic<UInt64>(0)

  init(
    options: AnalyzeOptions, session: IntakeSession, vocabulary: Vocabulary,
    progress: @Sendable @escaping (AnalysisProgress) -> Void
  ) {
    self.options = options
    self.session = session
    self.reader = StreamReader(
      vocabulary: vocabulary, keepsEverything: options.keepsEverything, isOverlapped: Self.threads(options) > 1)
    self.progress = progress
  }

  private var threads: Int { Self.threads(options) }

  /// One if the user bounds what all inputs together may hold: what is left out must not depend on who is faster.
  private static func threads(_ options: AnalyzeOptions) -> Int {
    let usual = IntakeLimits()
    if options.limits.totalBytes < usual.totalBytes || options.limits.members < usual.members { return 1 }
    return options.workers > 0 ? options.workers : Processors.count
  }

  /// One leaf's streams and problems.
  struct LeafResult: Sendable {
    var streams: [StreamHarvest] = []
    /// How many streams of the leaf were visited before each of them.
    var visits: [Int] = []
    var problems: [IntakeProblem] = []
    /// Streams that hold what other inputs gave, and how many were visited before each.
    var harvests: [(visit: Int, file: HarvestFile)] = []
    /// Of the whole input; `nil` when it could not be opened.
    var hash: InputHash?
  }

  /// Reads the leaves of a plan; result `i` belongs to leaf `i`, however the work was shared.
  func read(_ leaves: [InputLeaf]) -> [LeafResult] {
    let results = Mutex([LeafResult](repeating: LeafResult(), count: leaves.count))
    let next = Atomic<Int>(0)
    inputSize.store(leaves.reduce(0) { $0 &+ $1.size }, ordering: .relaxed)
    // A log cut into a thousand files needs no more memory than the log in one. What is known only when all harvests were
    // read is done then.
    let isMuch = isMuch(leaves)
    DispatchQueue.concurrentPerform(iterations: max(1, min(leaves.count, threads))) { _ in
      while true {
        let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard i < leaves.count else { return }
        let result = read(leaves[i], isMuch: isMuch)
        results.withLock { $0[i] = result }
      }
    }
    return results.withLock { $0 }
  }

  /// Logs that together are larger than this are thinned out like one large log, bytes.
  private static let much: UInt64 = 64 << 20

  /// The logs among these are large together.
  static func areMuch(_ leaves: some Sequence<InputLeaf>) -> Bool {
    leaves.reduce(0) { $0 &+ (isLog($1) ? $1.size : 0) } > much
  }

  private static func isLog(_ leaf: InputLeaf) -> Bool {
    leaf.provenance.display.split(separator: "/").last?.contains(".log") ?? false
  }

  /// The same before anything was read: harvests, whatever they are called, are no logs.
  private func isMuch(_ leaves: [InputLeaf]) -> Bool {
    Self.areMuch(leaves) && Self.areMuch(leaves.lazy.filter { !self.isHarvest($0) })
  }

  private func isHarvest(_ leaf: InputLeaf) -> Bool {
    guard Self.isLog(leaf), leaf.size > 0, leaf.path != "-" else { return false }
    var isHarvest = false
    let session = IntakeSession(limits: options.limits, isCancelled: { false })
    try? session.open(leaf, report: { _ in }) { stream in
      isHarvest = HarvestFile.isBegun(by: stream.head)
      throw IntakeError(.cancelled, "seen enough")
    }
    return isHarvest
  }

  private func read(_ leaf: InputLeaf, isMuch: Bool) -> LeafResult {
    var result = LeafResult()
    var visit = 0
    // Of an input that was not begun nothing was read; how much of another is missing is not known.
    func fail(_ reason: String, _ kind: IntakeProblem.Kind) {
      let skipped = visit == 0 ? leaf.size : 0
      result.problems.append(
        IntakeProblem(subject: leaf.provenance.display, reason: reason, kind: kind, skippedBytes: skipped))
    }
    do {
      let hash = InputHashBox()
      defer { result.hash = hash.value }
      try session.open(leaf) {
        result.problems.append($0)
      } begin: { [session, options] file, isPlain in
        hash.value = InputHash(file, isPlain: isPlain, options.hashing) { (try? session.check()) == nil }
      } visit: { stream in
        defer { visit += 1 }
        if HarvestFile.isBegun(by: stream.head) { return try readHarvest(stream, visit, into: &result) }
        var harvest = harvest(stream)
        if isMuch, !options.keepsEverything { harvest.thinAsPartOfMuch() }
        result.streams.append(harvest)
        result.visits.append(visit)
        if let failure = harvest.failure, failure.code != .cancelled {
          result.problems.append(problem(failure, stream, harvest))
        }
      }
    } catch let error as IntakeError {
      guard error.code != .cancelled else { return result }
      fail(error.reason, error.problemKind)
    } catch {
      fail("\(error)", .unreadable)
    }
    return result
  }

  /// Takes over what other inputs gave. One that cannot be used is an input that was not understood.
  private func readHarvest(_ stream: any EvidenceStream, _ visit: Int, into result: inout LeafResult) throws {
    var size: UInt64 = 0
    var failure: IntakeError?
    let refill: ByteFeed.Refill = { [self] buffer in
      do {
        let count = try stream.read(into: buffer)
        size += UInt64(count)
        report(count)
        return count
      } catch let error as IntakeError {
        failure = error
        throw error
      }
    }
    do throws(HarvestError) {
      result.harvests.append((visit, try HarvestFile.read(HarvestIdentity(options), refill)))
    } catch {
      if let failure, failure.code == .cancelled { throw failure }
      let reason = failure.map { HarvestError.damaged($0.reason).reason } ?? error.reason
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
      defer { buffer.deallocate() }
      while failure == nil, let count = try? refill(buffer), count > 0 {}
      var refused = StreamHarvest(provenance: stream.provenance)
      (refused.format, refused.reason, refused.size) = ("harvest", reason, size)
      refused.bytes.notUnderstood = size
      result.streams.append(refused)
      result.visits.append(visit)
      result.problems.append(
        IntakeProblem(
          subject: stream.provenance.display, reason: reason, kind: failure?.problemKind ?? error.problemKind))
    }
  }

  private func harvest(_ stream: any EvidenceStream) -> StreamHarvest {
    let read: ByteFeed.Refill = { [self] buffer in
      let count = try stream.read(into: buffer)
      report(count)
      return count
    }
    if let file = stream.seekable {
      // A small file has nothing to share out among threads.
      if file.size <= SegmentedReading.segmentSize { return reader.harvest(stream.provenance, refill: read) }
      let segmented = SegmentedReading(reader: reader, threads: threads)
      if segmented.suits(file, stream.provenance), let take = stream.takeWhole() {
        return segmented.harvest(file, stream.provenance) { [self] count in
          try take(count)
          report(count)
        }
      }
    }
    return StreamedReading(reader: reader, threads: threads).harvest(stream.provenance, read)
  }

  /// What the user must know of a stream that ended early.
  private func problem(_ failure: IntakeError, _ stream: any EvidenceStream, _ harvest: StreamHarvest) -> IntakeProblem
  {
    let size = stream.seekable?.size ?? 0
    return IntakeProblem(
      subject: stream.provenance.display, reason: failure.reason, kind: failure.problemKind,
      skippedBytes: size > harvest.size ? size - harvest.size : 0)
  }

  private func report(_ count: Int) {
    let before = bytesRead.wrappingAdd(UInt64(count), ordering: .relaxed).oldValue
    // Every 16 MiB is often enough for a line that people look at.
    if before >> 24 != (before + UInt64(count)) >> 24 {
      var now = AnalysisProgress()
      now.bytesRead = before + UInt64(count)
      now.inputBytes = inputSize.load(ordering: .relaxed)
      now.inputBytesRead = session.inputBytesRead
      progress(now)
    }
  }
}

/// What a closure that must not be mutating hands back.
private final class InputHashBox {
  var value: InputHash?
}
