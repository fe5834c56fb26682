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
    var problems: [IntakeProblem] = []
    /// Of the whole input; `nil` when it could not be opened.
    var hash: InputHash?
  }

  /// Reads the leaves of a plan; result `i` belongs to leaf `i`, however the work was shared.
  func read(_ leaves: [InputLeaf]) -> [LeafResult] {
    let results = Mutex([LeafResult](repeating: LeafResult(), count: leaves.count))
    let next = Atomic<Int>(0)
    inputSize.store(leaves.reduce(0) { $0 &+ $1.size }, ordering: .relaxed)
    // A log cut into a thousand files needs no more memory than the log in one.
    let isMuch = leaves.reduce(0) { $0 &+ (Self.isLog($1) ? $1.size : 0) } > Self.much
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

  /// Logs that together are larger than this are read as parts of one large log, bytes.
  private static let much: UInt64 = 64 << 20

  private static func isLog(_ leaf: InputLeaf) -> Bool {
    leaf.provenance.display.split(separator: "/").last?.contains(".log") ?? false
  }

  private func read(_ leaf: InputLeaf, isMuch: Bool) -> LeafResult {
    var result = LeafResult()
    do {
      let hash = InputHashBox()
      defer { result.hash = hash.value }
      try session.open(leaf) {
        result.problems.append($0)
      } begin: { [session, options] file, isPlain in
        hash.value = InputHash(file, isPlain: isPlain, options.hashing) { (try? session.check()) == nil }
      } visit: { stream in
        let harvest = harvest(stream, isMuch: isMuch)
        result.streams.append(harvest)
        if let failure = harvest.failure, failure.code != .cancelled {
          result.problems.append(problem(failure, stream, harvest))
        }
      }
    } catch let error as IntakeError {
      guard error.code != .cancelled else { return result }
      result.problems.append(
        IntakeProblem(subject: leaf.provenance.display, reason: error.reason, kind: error.problemKind))
    } catch {
      result.problems.append(IntakeProblem(subject: leaf.provenance.display, reason: "\(error)", kind: .unreadable))
    }
    return result
  }

  private func harvest(_ stream: any EvidenceStream, isMuch: Bool) -> StreamHarvest {
    var reader = reader
    reader.isPartOfMuch = isMuch
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
