import Foundation
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

  init(
    options: AnalyzeOptions, session: IntakeSession, vocabulary: Vocabulary,
    progress: @Sendable @escaping (AnalysisProgress) -> Void
  ) {
    self.options = options
    self.session = session
    self.reader = StreamReader(vocabulary: vocabulary, keepsEverything: options.keepsEverything)
    self.progress = progress
  }

  private var threads: Int { options.workers > 0 ? options.workers : ProcessInfo.processInfo.activeProcessorCount }

  /// One leaf's streams and problems.
  struct LeafResult: Sendable {
    var streams: [StreamHarvest] = []
    var problems: [IntakeProblem] = []
    /// SHA-256 of the whole input, empty when it was not read for that.
    var sha256 = ""
  }

  /// Larger inputs are not hashed: reading them twice would double the time of the run.
  static let hashLimit: UInt64 = 64 << 20

  /// Reads the leaves of a plan; result `i` belongs to leaf `i`, however the work was shared.
  func read(_ leaves: [InputLeaf]) -> [LeafResult] {
    let results = Mutex([LeafResult](repeating: LeafResult(), count: leaves.count))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(leaves.count, threads))) { _ in
      while true {
        let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard i < leaves.count else { return }
        let result = read(leaves[i])
        results.withLock { $0[i] = result }
      }
    }
    return results.withLock { $0 }
  }

  private func read(_ leaf: InputLeaf) -> LeafResult {
    var result = LeafResult()
    if leaf.size > 0, leaf.size <= Self.hashLimit { result.sha256 = InputHash.hexDigest(ofFile: leaf.path) ?? "" }
    do {
      try session.open(leaf) { result.problems.append($0) } visit: { stream in
        if let file = stream.seekable, let harvest = segmented(file, stream.provenance) {
          result.streams.append(harvest)
          return
        }
        result.streams.append(
          StreamedReading(reader: reader, threads: threads).harvest(stream.provenance) { [self] buffer in
            let count = try stream.read(into: buffer)
            report(count)
            return count
          })
      }
    } catch let error as IntakeError {
      result.problems.append(IntakeProblem(subject: leaf.provenance.display, reason: error.reason, kind: .unreadable))
    } catch {
      result.problems.append(IntakeProblem(subject: leaf.provenance.display, reason: "\(error)", kind: .unreadable))
    }
    return result
  }

  private func segmented(_ file: SeekableFile, _ provenance: Provenance) -> StreamHarvest? {
    SegmentedReading(reader: reader, threads: threads).harvest(file, provenance) { [self] count in
      try session.check()
      report(count)
    }
  }

  private func report(_ count: Int) {
    let before = bytesRead.wrappingAdd(UInt64(count), ordering: .relaxed).oldValue
    // Every 16 MiB is often enough for a line that people look at.
    if before >> 24 != (before + UInt64(count)) >> 24 {
      var now = AnalysisProgress()
      now.bytesRead = before + UInt64(count)
      now.inputBytesRead = session.inputBytesRead
      progress(now)
    }
  }
}
