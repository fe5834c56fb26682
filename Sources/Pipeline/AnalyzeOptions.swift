import Intake
import Model

/// Everything the user can choose about an analysis.
public struct AnalyzeOptions: Sendable {
  /// Files, directories, archives, or `-`. Not trusted.
  public var inputs: [String] = []
  /// Name of standard input in reports; `nil` for `stdin`.
  public var inputName: String?
  /// Put before the names of all inputs that are read, as a folder; empty for nothing.
  public var prefix = ""
  public var limits = IntakeLimits()
  /// Findings to report.
  public var selection = FindingSelection()
  /// Time zone of klog times, an IANA name or `+08:00`; `nil` to find out.
  public var logTimezone: String?
  /// Year of the first klog line; `nil` to find out.
  public var logYear: Int?
  /// Threads that read; the result does not depend on it.
  public var workers = 0
  /// Whether inputs are named by their SHA-256.
  public enum Hashing: String, Sendable, CaseIterable {
    /// Unless it would make the run much longer.
    case automatic = "auto"
    case always, never
  }
  public var hashing = Hashing.automatic
  /// Keep every event of a large log, also of pods that came and went cleanly. Memory then grows with the log.
  public var keepsEverything = false
  /// Folders with more rules; a rule of the same id replaces a built-in one.
  public var ruleFolders: [String] = []
  /// Take the names of the cluster out of what is reported; `nil` to leave them.
  public var redaction: RedactionRequest?
  /// What the user typed, for the report.
  public var arguments: [String] = []

  /// The defaults.
  public init() {}
}

/// How far an analysis is, for a progress line.
public struct AnalysisProgress: Sendable {
  /// Decompressed bytes read so far.
  public var bytesRead: UInt64 = 0
  /// Bytes of all inputs on disk, 0 if unknown (a pipe).
  public var inputBytes: UInt64 = 0
  /// Bytes of the inputs on disk read so far.
  public var inputBytesRead: UInt64 = 0
  /// What is being done, one word.
  public var phase = "reading"

  /// Nothing done yet.
  public init() {}
}
