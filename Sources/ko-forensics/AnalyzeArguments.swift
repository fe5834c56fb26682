import CommandLineKit
import Model
import Pipeline
import Reports

/// Turns what was typed behind `analyze` into options.
enum AnalyzeArguments {
  static func options(_ parsed: ParsedArguments) throws(UsageError) -> AnalyzeOptions {
    var options = AnalyzeOptions()
    options.inputs = parsed.operands
    options.inputName = parsed.value("name-as")
    options.arguments = withoutWorkers(CommandLine.arguments.dropFirst())
    options.logTimezone = parsed.value("log-timezone")
    options.logYear = try number(parsed, "log-year", 1970...2200)
    options.ruleFolders = parsed.values["rules"] ?? []
    options.selection = try selection(parsed)
    options.limits.nesting = try number(parsed, "max-nesting", 0...32) ?? options.limits.nesting
    options.limits.members = try number(parsed, "max-members", 1...1_000_000_000) ?? options.limits.members
    options.limits.ratio = try number(parsed, "max-ratio", 1...1_000_000) ?? options.limits.ratio
    options.limits.memory = try parsed.value("max-memory").map(size) ?? usualMemory
    options.hashing = parsed.value("sha256").flatMap { AnalyzeOptions.Hashing(rawValue: $0) } ?? .automatic
    options.redaction = try RedactionOption.request(parsed)
    options.workers = try number(parsed, "workers", 1...256) ?? 0
    if let text = parsed.value("max-bytes") { options.limits.totalBytes = try size(text) }
    return options
  }

  /// `--max-memory` where it is not given: more than any bundle needs, and little enough for any machine, bytes.
  private static let usualMemory: UInt64 = 512 << 20

  /// What the report repeats of the command line: all but how many threads worked, which changes nothing of it.
  private static func withoutWorkers(_ arguments: some Sequence<String>) -> [String] {
    var kept: [String] = []
    var isValue = false
    for word in arguments {
      if isValue || word.hasPrefix("--workers=") {
        isValue = false
      } else if word == "--workers" {
        isValue = true
      } else {
        kept.append(word)
      }
    }
    return kept
  }

  /// The findings that the user wants to see.
  static func selection(_ parsed: ParsedArguments) throws(UsageError) -> FindingSelection {
    var selection = FindingSelection()
    selection.window = try window(parsed)
    selection.minSeverity = parsed.value("min-severity").flatMap { Severity(rawValue: $0) }
    selection.limit = try number(parsed, "max-findings", 1...1_000_000)
    return selection
  }

  /// The time from `--since` to `--until`; `--around` is five minutes to both sides.
  static func window(_ parsed: ParsedArguments) throws(UsageError) -> TimeWindow {
    var window = TimeWindow()
    window.since = try time(parsed, "since")
    window.until = try time(parsed, "until")
    window.around = try time(parsed, "around")
    if case .instant(let since)? = window.since, case .instant(let until)? = window.until, since > until {
      throw UsageError("'--since' is later than '--until'")
    }
    if window.around != nil, window.since != nil || window.until != nil {
      throw UsageError("'--around' goes with neither '--since' nor '--until'")
    }
    return window
  }

  static func failOn(_ parsed: ParsedArguments) -> Severity? {
    switch parsed.value("fail-on") {
    case "never": nil
    case let text?: Severity(rawValue: text)
    case nil: .low
    }
  }

  static func number(_ parsed: ParsedArguments, _ name: String, _ range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = parsed.value(name) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "'\(text)' is no value of '--\(name)'", hint: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  static func size(_ text: String) throws(UsageError) -> UInt64 {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["": 0, "b": 0, "k": 10, "kib": 10, "m": 20, "mib": 20, "g": 30, "gib": 30, "t": 40, "tib": 40]
    guard let number = UInt64(digits), number < 1 << 20, let shift = units[text.dropFirst(digits.count).lowercased()]
    else {
      throw UsageError("'\(text)' is no size", hint: "such as 512MiB or 4GiB")
    }
    return number << UInt64(shift)
  }

  private static func time(_ parsed: ParsedArguments, _ name: String) throws(UsageError) -> TimeExpression? {
    guard let text = parsed.value(name) else { return nil }
    guard let time = TimeExpression(text) else {
      throw UsageError(
        "'\(text)' is no time", hint: "such as 2026-11-23T20:31:00Z, 20:31, '1123 20:31:07', 2h or yesterday")
    }
    return time
  }
}
