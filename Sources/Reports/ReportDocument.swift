import Diagnosis
import Model

/// Everything a report says, free of any format. Renderers lay it out and add nothing; all text in it is untrusted
/// unless said otherwise and must be escaped by the renderer.
///
/// Lists come in their final order; the same evidence gives the same document.
public struct ReportDocument: Sendable {
  public var tool = ToolEntry()
  /// What this run read, as a hash: the same for the same inputs and rules.
  public var run = ""
  /// UID of the namespace kube-system, which tells clusters apart; empty if no evidence shows it.
  public var cluster = ""
  /// One line: the worst finding in plain words, or that nothing was found and how far that can be trusted.
  public var headline = ""
  /// A few sentences for people who were not there.
  public var summary: [String] = []
  /// What the controllers went through, as a whole.
  public var health = HealthEntry()
  /// What people notice, and the findings that explain it.
  public var symptoms: [SymptomEntry] = []
  /// The one release that fixes most; `nil` where no proven cause has a fix.
  public var target: TargetEntry?
  /// Support bundles that the inputs are or hold, by root.
  public var bundles: [BundleEntry] = []
  public var inputs: [InputEntry] = []
  public var bytes = ByteLedger()
  /// A few records that no format understood.
  public var notUnderstood: [Citation] = []
  public var controllers: [ControllerEntry] = []
  public var coverage: [CoverageEntry] = []
  public var findings: [FindingEntry] = []
  /// What was looked for, also where nothing was found.
  public var checked: [CheckedRule] = []
  public var timelines: [TimelineEntry] = []
  /// Texts of the rules in Chinese, by their English text; renderers for people use them.
  public var chinese: [String: String] = [:]
  /// What could not be judged, why, and the command that would collect what is missing.
  public var unknowns: [UnknownEntry] = []
  /// The run was interrupted; the report covers what had been read by then.
  public var isPartial = false
  /// The exit status that the command will end with, if it has one; shown as a hint, not part of machine formats.
  public var exitStatus: Int?

  /// An empty report.
  public init() {}
}

/// The program that wrote the report. Trusted except `arguments`.
public struct ToolEntry: Sendable {
  public var name = "ko-forensics"
  public var version = ""
  public var rulePack = ""
  public var arguments: [String] = []

  /// An empty entry.
  public init() {}
}

/// A support bundle that was recognised by the paths in it.
public struct BundleEntry: Sendable {
  /// Id of its kind, for example `troubleshoot`.
  public var kind = ""
  /// What people call it.
  public var title = ""
  /// The folder or archive it begins at.
  public var root = ""
  /// The paths that say so.
  public var reason = ""

  /// An empty entry.
  public init() {}
}

/// One input or one stream inside it.
public struct InputEntry: Sendable {
  public var name = ""
  /// Format id, outermost wrapper first, for example `cri > klog`; `unknown` when none recognised it.
  public var format = ""
  /// Why that format.
  public var reason = ""
  public var bytes = ByteLedger()
  /// Of the whole stream, lower-case hexadecimal; empty when it was not read to its end.
  public var sha256 = ""
  public var lines: UInt64 = 0
  public var first: Instant?
  public var last: Instant?
  /// How year, zone and skew were determined, in words; empty for inputs without inferred time.
  public var clock = ""
  /// Plus or minus, nanoseconds.
  public var clockUncertainty: Int64 = 0
  /// Problems met while reading it.
  public var problems: [String] = []

  /// An empty entry.
  public init() {}
}

/// One lifetime of a controller process.
public struct ControllerEntry: Sendable {
  /// Unique within the report, for example `kube-ovn-controller-x#1`.
  public var process = ""
  public var replica = ""
  public var from: Instant?
  public var to: Instant?
  public var leader: [Interval] = []
  /// The releases it may be, oldest first, for example `["v1.12.26", "v1.12.28"]` as a range; one entry if exact.
  public var versions: [String] = []
  /// What says so: the banner, or how many call sites agree.
  public var versionEvidence = ""

  /// An empty entry.
  public init() {}
}

/// A span of time, inclusive.
public struct Interval: Sendable, Hashable {
  public var from: Instant
  public var to: Instant

  /// Makes an interval.
  public init(from: Instant, to: Instant) {
    self.from = from
    self.to = to
  }
}

/// The time that one source covers.
public struct CoverageEntry: Sendable {
  public var source = ""
  public var from: Instant?
  public var to: Instant?
  public var gaps: [Gap] = []

  /// An empty entry.
  public init() {}

  /// A stretch that the source should cover and does not.
  public struct Gap: Sendable, Hashable {
    public var from: Instant?
    public var to: Instant?
    public var reason: String

    /// Describes a gap.
    public init(from: Instant?, to: Instant?, reason: String) {
      self.from = from
      self.to = to
      self.reason = reason
    }
  }
}

/// A place in the evidence and what stands there.
public struct Citation: Sendable, Hashable {
  /// The stream, with the writer in brackets if it holds several.
  public var source = ""
  /// Who wrote the line, where the stream has several writers; the end of `source`.
  public var writer = ""
  /// 1 for the first line, 0 if the source has no lines.
  public var line: UInt64 = 0
  public var offset: UInt64 = 0
  /// The line itself, cut at a limit.
  public var text = ""
  /// What proves the claim, for people: the message of a log line without its wrappers, an audit record in one line, the
  /// fields of an object. Empty where `text` says it.
  public var message = ""

  /// An empty citation.
  public init() {}

  /// The place alone.
  public var withoutText: Citation {
    var out = self
    (out.text, out.message) = ("…", "")
    return out
  }

  /// The stream alone.
  public var file: String {
    let mark = " [" + writer + "]"
    return !writer.isEmpty && source.hasSuffix(mark) ? String(source.dropLast(mark.count)) : source
  }
}

/// Something that went wrong, proven.
public struct FindingEntry: Sendable {
  /// The rule and the beginning of the fingerprint, for example `KOV-001-7f2a`; usable as an anchor.
  public var id = ""
  /// The same in every run that sees the same thing, with whatever evidence.
  public var fingerprint = ""
  /// What it means for the cluster now.
  public var harm = Harm.none
  public var rule = ""
  /// An id of the leak classes, for example `subnet-gone-ip-orphan`.
  public var leakClass = ""
  public var verdict = Verdict.suspected
  public var severity = Severity.high
  public var title = ""
  /// What happened in this case: one or two sentences.
  public var summary = ""
  /// Why Kube-OVN does that: the mechanism, from the rule.
  public var mechanism = ""
  /// Why the verdict is what it is, and what would settle it.
  public var verdictReason = ""
  public var objects: [FindingObject] = []
  public var firstSeen: Instant?
  public var lastSeen: Instant?
  /// It cannot have begun before; for what only the state shows, which tells no beginning.
  public var notBefore: Instant?
  /// The proof of one of the objects: that of number `exemplar`.
  public var witness: [WitnessEntry] = []
  public var exemplar = 0
  public var absences: [AbsenceEntry] = []
  /// Id of the finding this one follows from.
  public var causedBy: String?
  public var remediation: [RemediationEntry] = []
  public var affectedVersions = ""
  public var fixedIn: [String] = []
  /// Which release of the user's own line helps, and which to avoid.
  public var versionAdvice: [String] = []
  /// Issues and documents, as written in the rule.
  public var references: [String] = []

  /// An empty finding.
  public init() {}
}

extension FindingEntry {
  /// Some object has an address that its name does not say.
  var hasAddresses: Bool { objects.contains { !$0.address.isEmpty && $0.address != $0.ref.name } }
}

/// One object that a finding is about.
public struct FindingObject: Sendable, Hashable {
  public var ref: ResourceRef
  public var uid = ""
  public var outcome: Outcome
  public var verdict: Verdict
  /// Of an address: its Subnet, its pod as `namespace/name`, and itself; empty where they are not known. A pod is not named
  /// again.
  public var subnet = ""
  public var pod = ""
  public var address = ""
  /// The first sign of it.
  public var since: Instant?
  /// What it is known by in every run.
  public var fingerprint = ""
  /// Why this object: one phrase, for example `pod app-0 is gone, Subnet x is gone`.
  public var detail = ""
  /// How it went, for what is resolved and whose end the evidence shows.
  public var cleanup: Cleanup?

  /// Names an object of a finding.
  public init(ref: ResourceRef, outcome: Outcome, verdict: Verdict) {
    self.ref = ref
    self.outcome = outcome
    self.verdict = verdict
  }
}

/// One step of the proof.
public struct WitnessEntry: Sendable, Hashable {
  /// Name of the rule's step.
  public var step = ""
  /// What it means, for people.
  public var label = ""
  /// Who acted: `user`, `pod worker`, `subnet worker`, `ip worker`, `gc`, `api server`, `state`. The lanes of the drawing.
  public var actor = ""
  public var instant: Instant?
  /// Plus or minus, nanoseconds.
  public var uncertainty: Int64 = 0
  public var citation = Citation()
  /// How often the same line followed, counting the first.
  public var count = 1

  /// An empty step.
  public init() {}
}

/// Something that did not happen.
public struct AbsenceEntry: Sendable, Hashable {
  public var what = ""
  public var from: Instant?
  public var to: Instant?
  /// The whole interval lies inside what the evidence covers.
  public var isCovered = false
  /// Why not, if not.
  public var note = ""

  /// An empty absence.
  public init() {}
}
