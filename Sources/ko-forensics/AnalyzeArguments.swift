import CommandLineKit
import Model
import Pipeline
import Reports

/// Turns what was typed behind `analyze` into options.
enum AnalyzeArguments {
  static func options(_ parsed: ParsedArguments) throws(UsageError) -> AnalyzeOptions {
    var options = AnalyzeOptions()
    options.inputs = parsed.operands
    options.arguments = Array(CommandLine.arguments.dropFirst())
    options.logTimezone = parsed.value("log-timezone")
    options.logYear = try number(parsed, "log-year", 1970...2200)
    options.ruleFolders = parsed.values["rules"] ?? []
    options.limits.nesting = try number(parsed, "max-nesting", 0...32) ?? options.limits.nesting
    options.limits.members = try number(parsed, "max-members", 1...1_000_000_000) ?? options.limits.members
    options.limits.ratio = try number(parsed, "max-ratio", 1...1_000_000) ?? options.limits.ratio
    options.hashing = parsed.value("sha256").flatMap { AnalyzeOptions.Hashing(rawValue: $0) } ?? .automatic
    options.workers = try number(parsed, "workers", 1...256) ?? 0
    if let text = parsed.value("max-bytes") { options.limits.totalBytes = try size(text) }
    return options
  }

  /// The findings that the user wants to see.
  static func select(_ parsed: ParsedArguments, _ report: ReportDocument) throws(UsageError) -> ReportDocument {
    var report = report
    if let since = try time(parsed, "since") {
      report.findings.removeAll { $0.lastSeen.map { $0 < since } ?? false }
    }
    if let until = try time(parsed, "until") {
      report.findings.removeAll { $0.firstSeen.map { $0 > until } ?? false }
    }
    if let severity = parsed.value("min-severity").flatMap({ Severity(rawValue: $0) }) {
      report.findings.removeAll { $0.severity > severity }
    }
    return report
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
      throw UsageError("'\(text)' is no value of '--\(name)'", hint: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  static func size(_ text: String) throws(UsageError) -> UInt64 {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["": 0, "b": 0, "k": 10, "kib": 10, "m": 20, "mib": 20, "g": 30, "gib": 30, "t": 40, "tib": 40]
    guard let number = UInt64(digits), number < 1 << 20, let shift = units[text.dropFirst(digits.count).lowercased()] else {
      throw UsageError("'\(text)' is no size", hint: "such as 512MiB or 4GiB")
    }
    return number << UInt64(shift)
  }

  /// The time that an option gives.
  static func time(_ parsed: ParsedArguments, _ name: String) throws(UsageError) -> Instant? {
    guard let text = parsed.value(name) else { return nil }
    return try time(text)
  }

  private static func time(_ text: String) throws(UsageError) -> Instant {
    var full = text
    if full.count == 10 { full += "T00:00:00" }
    if full.count == 16 { full += ":00" }
    if let last = full.last, last.isNumber, !full.dropFirst(10).contains("+"), !full.dropFirst(10).contains("-") { full += "Z" }
    guard let instant = TimeText.instant(full) else { throw UsageError("'\(text)' is no time", hint: "such as 2026-11-23T20:31:00Z") }
    return instant
  }
}
