import Model

/// One step of the way out. `command` is already quoted for a POSIX shell.
public struct RemediationEntry: Sendable, Hashable {
  /// `R0` to `R5` of the safe primitives, or empty.
  public var primitive = ""
  public var title = ""
  /// What must hold before; each was proven from the evidence, or carries the command that checks it.
  public var preconditions: [Precondition] = []
  public var command = ""
  public var expect = ""
  public var verify = ""
  public var undo = ""

  /// An empty step.
  public init() {}

  /// Something that must hold before a command is run.
  public struct Precondition: Sendable, Hashable {
    public var text: String
    /// The evidence proves it (as of the end of the evidence).
    public var isProven: Bool
    /// Command that checks it, quoted; empty if there is none.
    public var check: String
    /// The command of the step checks it itself and does nothing if it does not hold.
    public var isGuarded: Bool

    /// Describes a precondition.
    public init(text: String, isProven: Bool, check: String, isGuarded: Bool = false) {
      self.text = text
      self.isProven = isProven
      self.check = check
      self.isGuarded = isGuarded
    }
  }
}

/// Everything that happened to one resource, in one order.
public struct TimelineEntry: Sendable {
  public var resource: ResourceRef
  public var rows: [Row] = []
  /// Rows left out to keep the report readable.
  public var omitted = 0

  /// An empty timeline.
  public init(resource: ResourceRef) { self.resource = resource }

  /// Puts rows where their time belongs; rows without a time stay behind the one they follow. Both in order of time.
  public mutating func insert(_ more: [Row]) {
    var open = more[...]
    var merged: [Row] = []
    for row in rows {
      while let next = open.first, let time = next.instant, let other = row.instant, time < other {
        merged.append(open.removeFirst())
      }
      merged.append(row)
    }
    rows = merged + open
  }

  /// One event.
  public struct Row: Sendable, Hashable {
    public var instant: Instant?
    public var uncertainty: Int64 = 0
    /// What happened, in words.
    public var what = ""
    public var actor = ""
    public var count = 1
    /// For a state of the object itself: what differs from the state before.
    public var changes: [FieldChange] = []
    public var citation = Citation()

    /// An empty row.
    public init() {}

    /// What happened, with what changed, in one line.
    var summary: String { changes.isEmpty ? what : what + ": " + FieldChange.text(changes) }
  }
}

extension FieldChange {
  /// Scalars of a value that are shown.
  static let valueLimit = 80

  /// `status.v4usingIPs 3 → 0; …`, values cut at a limit.
  public static func text(_ changes: [FieldChange]) -> String {
    changes.map { $0.path + " " + shown($0.before) + " → " + shown($0.after) }.joined(separator: "; ")
  }

  /// A value as it is shown: `–` for none.
  static func shown(_ value: String?) -> String {
    guard let value, !value.isEmpty else { return "–" }
    return TextLayout.shortened(value, scalars: valueLimit)
  }
}

/// Something the evidence does not settle.
public struct UnknownEntry: Sendable, Hashable {
  public var subject = ""
  public var reason = ""
  /// What would settle it; quoted for a shell. May be empty.
  public var command = ""

  /// Describes something that stays open.
  public init(subject: String, reason: String, command: String = "") {
    self.subject = subject
    self.reason = reason
    self.command = command
  }

  /// An empty entry.
  public init() {}
}
