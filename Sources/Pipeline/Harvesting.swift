import Intake
import Model

/// `harvest`: what inputs give, as one file that stands for them.
public enum Harvesting {
  /// What came of it.
  public struct Result: Sendable {
    /// The file; empty if there is none to be written.
    public var file: [UInt8] = []
    /// Inputs that were missing or unreadable; the harvest tells them, too.
    public var problems: [IntakeProblem] = []
    /// How many inputs it stands for.
    public var inputs = 0
    public var status = ExitStatus.clean
    /// Why there is no file, for people; empty if there is one, or the status says it.
    public var reason = ""
  }

  /// Reads the inputs, which may be harvests themselves. Time zone, year, selection and rules mean nothing here: they are for
  /// whoever reads the harvest.
  public static func run(
    _ options: AnalyzeOptions, progress: @Sendable @escaping (AnalysisProgress) -> Void = { _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) -> Result {
    let gathering = Gathering.read(options, progress: progress, isCancelled: isCancelled)
    var result = Result()
    result.inputs = gathering.leaves.count
    result.problems = gathering.problems.map(\.problem) + gathering.leaves.flatMap(\.content.problems)
    let isUseful = gathering.leaves.contains { $0.content.streams.contains { $0.bytes.understood > 0 } }
    if !isUseful || result.problems.contains(where: { $0.kind == .missing }) {
      result.status = .ofNothingFound(result.problems, hasEvidence: isUseful, isConclusive: true)
    }
    if gathering.leaves.isEmpty { return result }
    let file = written(gathering, HarvestIdentity(options))
    if isCancelled() {
      result.status = .interrupted
      return result
    }
    // What nobody could read again is not handed out.
    do throws(HarvestError) {
      _ = try HarvestFile.read(HarvestIdentity(options), GzipReader(file).read)
      result.file = file
    } catch {
      result.status = .ioError
      result.reason = "the inputs cannot be harvested: \(error.reason)"
    }
    return result
  }

  private static func written(_ gathering: Gathering, _ identity: HarvestIdentity) -> [UInt8] {
    var file = HarvestFile()
    file.problems = gathering.problems
    file.leaves = gathering.leaves.map(\.content)
    var numbers: [HarvestFile.StreamNumber] = []
    var wanted: [QuotedLines.Wanted] = []
    for (leaf, gathered) in gathering.leaves.enumerated() {
      for (stream, (harvest, origin)) in zip(gathered.content.streams, gathered.origins).enumerated() {
        let offsets = harvest.quotable
        if offsets.isEmpty { continue }
        wanted.append(
          QuotedLines.Wanted(origin: origin, stream: numbers.count, offsets: offsets, isDecoded: harvest.isDecoded))
        numbers.append(HarvestFile.StreamNumber(leaf: leaf, stream: stream))
      }
    }
    return file.written(identity) { write in
      gathering.lines.read(wanted) { write(numbers[$0], $1) }
    }
  }
}
