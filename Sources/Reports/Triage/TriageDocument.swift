import Model

/// A queue of bundles, worst first. Schema `ko-forensics/triage/2`. All text is untrusted.
public struct TriageDocument: Sendable {
  /// In the order of rank.
  public var bundles: [TriageEntry] = []
  /// Interrupted: some bundles were not read.
  public var isPartial = false

  /// An empty queue.
  public init() {}
}

/// One bundle of the queue.
public struct TriageEntry: Sendable, Codable, Equatable {
  /// As found below the folder that was named.
  public var path = ""
  /// What kind of bundle it is, for people; empty if not recognised.
  public var kind = ""
  /// Why it, or part of it, could not be read; empty if all was.
  public var error = ""
  /// Some of it that may hold evidence could not be read.
  public var isIncomplete = false
  /// It is not there.
  public var isMissing = false
  /// Of the worst open finding, else of the worst that is over; empty if nothing was found.
  public var verdict = ""
  public var severity = ""
  /// What its worst finding means for the cluster now; empty if nothing was found.
  public var harm = ""
  /// The evidence covers enough to say that nothing was found.
  public var isConclusive = false
  /// Leak classes of open findings, worst first; of those that are over if none is open.
  public var classes: [String] = []
  /// IP objects that leaked and are still there.
  public var leaked = 0
  /// Subnets and Vpcs that cannot be deleted.
  public var stuck = 0
  /// Objects that had leaked and are clean again.
  public var resolved = 0
  /// Something is wrong at the end of the evidence.
  public var isOngoing = false
  public var from: Int64?
  public var to: Int64?
  public var versions: [String] = []
  /// Kinds of evidence that are there.
  public var present: [String] = []
  /// Kinds of evidence that rules ask for and that are missing or incomplete.
  public var missing: [String] = []
  /// Same incident as other bundles with that number; 0 for none.
  public var group = 0
  public var bytes: UInt64 = 0
  /// What tells incidents apart: UIDs of objects in findings, the cluster, and names with times.
  public var identity = Identity()

  /// What a bundle's incident is known by.
  public struct Identity: Sendable, Codable, Equatable {
    /// UID of the namespace kube-system; empty if not in the evidence.
    public var cluster = ""
    /// Names of controller pods, whose random endings no other cluster has.
    public var replicas: [String] = []
    public var uids: [String] = []
    /// Nothing proves the year of its times.
    public var isYearAssumed = false
    public var objects: [String] = []
    /// Nothing known.
    public init() {}
  }

  /// An empty entry.
  public init() {}

  /// First and last instant of the evidence, in one phrase.
  public var period: String {
    guard let from, let to else { return "" }
    return Quantity.span(Instant(nanoseconds: from), Instant(nanoseconds: to))
  }
}

extension TriageDocument {
  /// The queue as a table; `link` names the report of a bundle, if one was written.
  ///
  /// `shortens`: name bundles below the folder that they all are in, which is named once above the table.
  public func table(shortens: Bool = false, link: (TriageEntry) -> String? = { _ in nil }) -> TableDocument {
    let folder = shortens ? commonFolder : ""
    func below(_ entry: TriageEntry) -> String {
      String(decoding: entry.path.utf8.dropFirst(folder.utf8.count), as: UTF8.self)
    }
    var table = TableDocument(
      title: "Bundles by what is wrong",
      columns: [
        .init("rank", "#", kind: .number), .init("path", "Bundle", kind: .path, maxWidth: 60),
        .init("verdict", "Verdict", kind: .verdict), .init("harm", "What is wrong", rank: 1),
        .init("error", "Could not be read", maxWidth: 60, rank: 1), .init("severity", "Severity", rank: 2),
        .init("leaked", "Leaked", kind: .number), .init("stuck", "Stuck", kind: .number),
        .init("resolved", "Healed", kind: .number, rank: 2), .init("state", "State", rank: 1),
        .init("classes", "Classes", kind: .code, maxWidth: 60, rank: 3),
        .init("group", "Group", kind: .number, rank: 1),
        .init("versions", "Release", rank: 2), .init("period", "Evidence (UTC)", rank: 4),
        .init("missing", "Missing", maxWidth: 60, rank: 5), .init("kind", "What it is", rank: 6),
      ])
    table.layout = .folded
    let words = Lexicon(language: .english)
    table.introduction.append(totals.sentence)
    if !folder.isEmpty { table.introduction.append("Below \(folder):") }
    for (number, entry) in bundles.enumerated() {
      let verdict = Verdict(rawValue: entry.verdict)
      table.rows.append([
        .number(Int64(number + 1)), .text(below(entry), link: link(entry)),
        verdict.map { .verdict($0) } ?? .text(entry.standing),
        .text(Harm(rawValue: entry.harm).map(words.callAsFunction) ?? entry.harm), .text(entry.error),
        .text(entry.severity),
        .number(Int64(entry.leaked)), .number(Int64(entry.stuck)),
        .number(Int64(entry.resolved)),
        .text(verdict == nil ? "" : entry.isOngoing ? "going on" : "over"), .text(entry.classes.joined(separator: " ")),
        entry.group > 0 ? .number(Int64(entry.group)) : .empty, .text(entry.versions.joined(separator: " – ")),
        .text(entry.period), .text(entry.missing.joined(separator: "; ")), .text(entry.kind),
      ])
    }
    let groups = Dictionary(grouping: bundles.filter { $0.group > 0 }, by: \.group)
    for (number, members) in groups.sorted(by: { $0.key < $1.key }) {
      let names = members.map(below)
      table.footnotes.append("Group \(number), one incident: \(names.joined(separator: ", ")).")
    }
    if isPartial { table.footnotes.append("Interrupted: not every bundle was read.") }
    return table
  }

  /// The folder that all bundles are in, with a slash at its end; empty if there is none, or only one bundle.
  private var commonFolder: String {
    guard bundles.count > 1, var common = bundles.first.map({ Array($0.path.utf8) }) else { return "" }
    for entry in bundles { common = Array(zip(common, entry.path.utf8).prefix { $0 == $1 }.map(\.0)) }
    return common.lastIndex(of: UInt8(ascii: "/")).map { String(decoding: common[...$0], as: UTF8.self) } ?? ""
  }

  /// The queue for programs.
  public func json() -> [UInt8] {
    var w = JSONWriter(pretty: true)
    w.object { w in
      w.field("schema", "ko-forensics/triage/2")
      w.field("partial", isPartial)
      let totals = totals
      w.key("totals")
      w.object { w in
        w.field("bundles", totals.bundles)
        w.field("wrong", totals.wrong)
        w.field("leaked", totals.leaked)
        w.field("stuck", totals.stuck)
        w.field("clean", totals.clean)
        w.field("inconclusive", totals.inconclusive)
        w.field("unread", totals.unread)
      }
      w.list("bundles", Array(bundles.enumerated())) { w, item in
        Self.write(item.element, rank: item.offset + 1, to: &w)
      }
    }
    w.endLine()
    return w.bytes
  }

  private static func write(_ entry: TriageEntry, rank: Int, to w: inout JSONWriter) {
    func orNull(_ text: String) -> String? { text.isEmpty ? nil : text }
    w.object { w in
      w.field("path", entry.path)
      w.field("rank", rank)
      w.field("cluster", orNull: orNull(entry.identity.cluster))
      w.field("kind", orNull: orNull(entry.kind))
      w.field("error", orNull: orNull(entry.error))
      w.field("incomplete", entry.isIncomplete)
      w.field("conclusive", entry.isConclusive)
      w.field("verdict", orNull: orNull(entry.verdict))
      w.field("severity", orNull: orNull(entry.severity))
      w.field("harm", orNull: orNull(entry.harm))
      w.field("classes", entry.classes)
      w.field("leaked", entry.leaked)
      w.field("stuck", entry.stuck)
      w.field("resolved", entry.resolved)
      w.field("ongoing", entry.isOngoing)
      w.field("from", entry.from.map { Instant(nanoseconds: $0) })
      w.field("to", entry.to.map { Instant(nanoseconds: $0) })
      w.field("versions", entry.versions)
      w.key("coverage")
      w.object { w in
        w.field("present", entry.present)
        w.field("missing", entry.missing)
      }
      w.key("group")
      if entry.group > 0 { w.integer(entry.group) } else { w.null() }
      w.field("bytes", entry.bytes)
    }
  }
}

extension TriageEntry {
  /// Nothing in it could be understood.
  public var isEmpty: Bool { present.isEmpty }

  /// Nothing wrong was found in it, but it does not show enough to say that there is nothing.
  public var isInconclusive: Bool { isIncomplete || !isConclusive }

  /// What to say of a bundle in which nothing is wrong.
  var standing: String { isEmpty ? "nothing read" : isInconclusive ? "not enough to say" : "nothing found" }
}
