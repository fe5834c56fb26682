import Chronicle
import ClusterState
import Model
import Rules

/// Whether the evidence carries the word "nothing": absence counts only inside what it covers.
///
/// Object dumps carry it when every IP object can be judged by them; a log does for its own time, when it shows a
/// leading controller at work and has no holes. Followers print nothing, so their logs prove nothing. And whatever the
/// dumps show must have had its answer: nothing may be of unknown owner, in conflict, or on its way out.
struct Sufficiency {
  /// What the dumps leave open, and how much of it there is.
  let questions: [OpenQuestion]
  let questionCount: Int
  /// Why the object dumps do not carry it, in words; `nil` if they do.
  let doubtAboutState: String?
  /// The dumps are not all of one cluster; a log is of one of them only.
  let isOfTwoClusters: Bool
  /// Why the log does not carry it, in words; `nil` if it does.
  let doubtAboutLog: String?
  /// Which input was understood in part only, in words; `nil` if none.
  let doubtAboutInputs: String?

  /// `pack`: the rules that found nothing; a log must last longer than they wait for what may still come. `versions`: the
  /// releases that the evidence shows, if any.
  init(_ evidence: Evidence, _ pack: RulePack, _ versions: [ClosedRange<ReleaseVersion>]) {
    let longestWait = Self.longestWait(evidence, pack)
    let ends = OpenEnds(evidence, longestWait: longestWait, versions: versions)
    let (open, count) = evidence.ledger.openQuestions(limit: Self.questionLimit)
    let unsettled = evidence.ledger.state.isEmpty ? [] : ends.unsettled(evidence)
    questions = Array((open + unsettled).prefix(Self.questionLimit))
    questionCount = count + unsettled.count
    isOfTwoClusters = !evidence.ledger.state.foreignDumps.isEmpty
    doubtAboutState = Self.state(evidence)
    doubtAboutInputs = Self.inputs(evidence)
    doubtAboutLog = Self.log(evidence, ends, longestWait: longestWait)
  }

  /// How long rules wait for what may still come, nanoseconds: those of which the log shows what they begin with.
  private static func longestWait(_ evidence: Evidence, _ pack: RulePack) -> Int64 {
    var seen = KindSet()
    for event in evidence.chronicle.events { seen.insert(event.kind) }
    let begun = pack.rules.filter { rule in
      rule.sequence.first { !$0.isOptional }.map { $0.kinds.intersects(seen) } ?? false
    }
    return begun.flatMap(\.absences).map(\.settle).max() ?? 0
  }

  /// Why nothing can be said, in words; `nil` if something can.
  var doubt: String? {
    if !questions.isEmpty {
      let shown = questions.prefix(3).map { QuestionWording(question: $0).text }.joined(separator: "; ")
      return questionCount > 3 ? "\(shown); and \(questionCount - 3) more" : shown
    }
    if let doubtAboutInputs { return doubtAboutInputs }
    if isOfTwoClusters { return doubtAboutState }
    guard let doubtAboutState, let doubtAboutLog else { return nil }
    return "\(doubtAboutLog); \(doubtAboutState)"
  }

  /// Nothing found means that there was nothing.
  var isConclusive: Bool { doubt == nil }

  private static let questionLimit = 20

  /// Of what was read in part, the rest may hold anything. What was not understood at all, such as a picture in a bundle, is no
  /// evidence.
  private static func inputs(_ evidence: Evidence) -> String? {
    evidence.streams.lazy.map(\.harvest).first {
      $0.bytes.understood > 0 && $0.bytes.notUnderstood > littleOfAFile && $0.bytes.notUnderstood > $0.size / 10
    }.map { "much of \($0.provenance.display) was not understood" }
  }

  /// Bytes that people leave between what they collect.
  private static let littleOfAFile: UInt64 = 64 << 10

  private static func state(_ evidence: Evidence) -> String? {
    if let other = evidence.ledger.state.foreignDumps.first {
      return "dumps of another cluster were left out: \(other)"
    }
    if let absence = evidence.ledger.state.controllerAbsence { return absence }
    if let minutes = evidence.ledger.state.minutesWithoutLeader {
      return "the controller's lease had not been renewed for \(minutes) minutes"
    }
    for need in [EvidenceNeed.ips, .subnets, .pods] {
      switch need.extent(evidence) {
      case .whole: continue
      case .partial(let reason): return "\(need.rawValue) in part: \(reason)"
      case .missing(let reason): return "\(need.rawValue): \(reason)"
      }
    }
    return nil
  }

  private static func log(_ evidence: Evidence, _ ends: OpenEnds, longestWait: Int64) -> String? {
    if case .missing(let reason) = EvidenceNeed.log.extent(evidence) { return reason }
    if let gap = evidence.coverage.gaps.first { return gap.reason }
    if let doubt = ends.doubt { return doubt }
    let length = (evidence.coverage.end ?? 0) - (evidence.coverage.begin ?? 0)
    if length < max(shortest, longestWait) { return "the log lasts \(length / 1_000_000_000) s, too short to tell" }
    let controllers = evidence.chronicle.writers.filter { $0.component == .controller }
    if !controllers.contains(where: \.showsItsCourse) {
      return "nothing shows that these are all lines of their time: "
        + "they hold no start of a process and no pass of its collector"
    }
    if !controllers.contains(where: \.handlesPods) {
      return "no line tells of a pod that is set up or deleted: nothing was done, or the lines were picked out"
    }
    return nil
  }

  /// A log that is shorter holds no more than a moment, nanoseconds.
  private static let shortest: Int64 = 60_000_000_000
}
