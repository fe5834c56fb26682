import Diagnosis
import Model
import Reports
import Synchronization

/// `triage`: many bundles, each analysed, ranked by what is wrong and how badly.
public enum Triage {
  /// What of a run the user can choose.
  public struct Options: Sendable {
    /// Folders and bundles.
    public var operands: [String] = []
    /// How each bundle is analysed.
    public var analysis = AnalyzeOptions()
    /// Bytes that the bundles being read at one time may need, by estimate.
    public var memory: UInt64 = 1 << 30
    /// A file that keeps what was found, so that an interrupted run goes on from there.
    public var journal: String?
    /// Program and arguments of the child that reads each bundle; empty to read them here.
    public var child: [String] = []
    /// Of the pages of bundles.
    public var language = Language.english
    /// Longest time for one bundle that a child reads, seconds.
    public var seconds = 600
    /// What of the command line changes results, for the journal.
    public var fingerprint = ""

    /// The defaults.
    public init() {}
  }

  /// How far a run is.
  public struct Progress: Sendable {
    public var bundles = 0
    public var done = 0
    public var bytes: UInt64 = 0
    public var doneBytes: UInt64 = 0
  }

  /// What a run found.
  public struct Result: Sendable {
    public var document = TriageDocument()
    public var status = ExitStatus.clean
    /// What stands for what, if names were taken out.
    public var map: RedactionMap?
  }

  /// Analyses all bundles. `report` gets each bundle's report, as a page, as soon as it is there, from any thread, and
  /// nothing if `wantsReports` is false; a bundle known from the journal is analysed again if `needsReport` says that its
  /// report is missing. If names are to be taken out, all reports come anew, after all bundles were read, and an empty page
  /// for a bundle without one.
  public static func run(
    _ options: Options, progress: @Sendable @escaping (Progress) -> Void = { _ in },
    needsReport: @Sendable (TriageEntry) -> Bool = { _ in false },
    wantsReports: Bool = false, report: @Sendable @escaping (TriageEntry, [UInt8]) -> Void = { _, _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) throws -> Result {
    let units = BundleFinder.find(options.operands)
    let journal = try options.journal.map { try TriageJournal($0) }
    var entries = [TriageEntry?](repeating: nil, count: units.count)
    var open: [Int] = []
    var names = KnownNames()
    let redaction = options.analysis.redaction
    for (i, unit) in units.enumerated() {
      if let known = journal?.known[TriageJournal.key(unit, options.fingerprint)],
        redaction == nil ? !needsReport(known.entry) : known.names != nil
      {
        entries[i] = known.entry
        if let more = known.names { names.formUnion(more) }
      } else {
        open.append(i)
      }
    }
    let work = TriageWork(
      units, open, entries, names, options, journal, progress, wantsReports && redaction == nil ? report : nil,
      isCancelled)
    work.run()
    var result = Result()
    let results = work.results
    result.document.isPartial = results.contains { $0 == nil }
    result.document.bundles = rank(results.compactMap { $0 })
    if let redaction {
      let redacting = TriageRedaction(options: options, request: redaction, units: units, names: work.names)
      result.map = try redacting.run(
        &result.document, progress: progress, report: wantsReports ? report : nil, isCancelled: isCancelled)
    }
    result.status = status(result.document)
    return result
  }

  /// Worst first: what is wrong now before what is only suspected before what is over, by harm, verdict, severity, how
  /// many objects; unreadable bundles last.
  static func rank(_ entries: [TriageEntry]) -> [TriageEntry] {
    func key(_ e: TriageEntry) -> [Int] {
      let verdict =
        Verdict(rawValue: e.verdict).flatMap { Verdict.allCases.firstIndex(of: $0) } ?? Verdict.allCases.count
      let severity =
        Severity(rawValue: e.severity).flatMap { Severity.allCases.firstIndex(of: $0) } ?? Severity.allCases.count
      let harm = Harm(rawValue: e.harm)?.rank ?? Harm.allCases.count
      // Proven, suspected, over, nothing.
      let standing = verdict <= Verdict.probable.rank ? 0 : verdict <= Verdict.resolved.rank ? verdict : Int.max
      return [
        standing, harm, verdict, severity, e.isOngoing ? 0 : 1, -(e.leaked + e.stuck), -e.resolved,
        e.isEmpty ? 2 : e.isInconclusive ? 0 : 1,
      ]
    }
    var ranked = entries.sorted { a, b in
      let (x, y) = (key(a), key(b))
      return x == y ? a.path < b.path : x.lexicographicallyPrecedes(y)
    }
    TriageGrouping.number(&ranked)
    return ranked
  }

  private static func status(_ document: TriageDocument) -> ExitStatus {
    if document.isPartial { return .interrupted }
    let open = document.bundles.filter(\.isOngoing)
    if open.contains(where: { $0.verdict == Verdict.confirmed.rawValue && $0.severity == Severity.critical.rawValue }) {
      return .confirmedCritical
    }
    if !open.isEmpty { return .findings }
    if document.bundles.contains(where: \.isMissing) { return .inputMissing }
    if document.bundles.allSatisfy(\.isEmpty) { return document.bundles.isEmpty ? .inputMissing : .notUnderstood }
    return document.bundles.contains(where: \.isInconclusive) ? .inconclusive : .clean
  }
}
