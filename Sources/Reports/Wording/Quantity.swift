import Model

/// Numbers in the form people read; machine formats never use it.
public enum Quantity {
  /// `1,234,567`.
  public static func count(_ value: UInt64) -> String {
    let digits = Array(String(value).utf8)
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { out += "," }
      out.unicodeScalars.append(Unicode.Scalar(digit))
    }
    return out
  }

  /// `1,234,567`.
  public static func count(_ value: Int) -> String { value < 0 ? "-" + count(value.magnitude) : count(UInt64(value)) }

  /// `1 row`, `4 Subnets`, `0 policies`.
  public static func counted(_ value: Int, _ noun: String) -> String {
    "\(value) \(value == 1 ? noun : KindFacts.plural(of: noun))"
  }

  /// `4 Subnets`, `1 IP object`; `6 objects` of several kinds.
  public static func counted(_ refs: some Collection<ResourceRef>) -> String {
    let nouns = Set(refs.map { noun(of: $0.kind) })
    return counted(refs.count, nouns.count == 1 ? nouns.first ?? "object" : "object")
  }

  /// `a, b and 3 more`.
  public static func list(_ names: some Collection<String>, most: Int) -> String {
    list(Array(names.prefix(most)), of: names.count)
  }

  /// The same of the first of so many.
  public static func list(_ first: [String], of total: Int) -> String {
    let shown = first.joined(separator: ", ")
    return total > first.count ? "\(shown) and \(count(total - first.count)) more" : shown
  }

  /// What one object of a kind is called.
  static func noun(of kind: ResourceKind) -> String {
    if kind.isDeclared { return kind.facts.noun }
    return kind == .replica ? "controller" : kind == .address ? "address" : "object"
  }

  private static func count(_ value: UInt) -> String { count(UInt64(value)) }

  /// `812 B`, `1.4 KiB`, `214.2 MiB`.
  public static func bytes(_ value: UInt64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    if value < 1024 { return "\(value) B" }
    var unit = 0
    var shift: UInt64 = 10
    while unit < units.count - 1 && value >> shift >= 1024 {
      unit += 1
      shift += 10
    }
    let whole = value >> shift
    let tenths = ((value >> (shift - 10)) & 1023) * 10 / 1024
    return "\(whole).\(tenths) \(units[unit])"
  }

  /// `350 µs`, `12 ms`, `4.2 s`, `13 min 20 s`, `2 h 5 min`, `3 d 4 h`. Takes nanoseconds; the sign is dropped.
  public static func duration(_ nanoseconds: Int64) -> String {
    let ns = nanoseconds.magnitude
    if ns < 1000 { return "\(ns) ns" }
    if ns < 1_000_000 { return "\(ns / 1000) µs" }
    if ns < 1_000_000_000 { return "\(ns / 1_000_000) ms" }
    let seconds = ns / 1_000_000_000
    if seconds < 10 { return "\(seconds).\(ns / 100_000_000 % 10) s" }
    if seconds < 60 { return "\(seconds) s" }
    return pair(
      seconds,
      seconds < 3600 ? (60, "min", 1, "s") : seconds < 86_400 ? (3600, "h", 60, "min") : (86_400, "d", 3600, "h"))
  }

  private static func pair(_ seconds: UInt64, _ unit: (size: UInt64, name: String, small: UInt64, smallName: String))
    -> String
  {
    let rest = seconds % unit.size / unit.small
    return "\(seconds / unit.size) \(unit.name)" + (rest > 0 ? " \(rest) \(unit.smallName)" : "")
  }

  /// `±2 ms`, or empty for 0.
  public static func uncertainty(_ nanoseconds: Int64) -> String {
    nanoseconds == 0 ? "" : "±" + duration(nanoseconds)
  }

  /// `2026-11-23 20:31:00 – 21:02:10`, the second date only where it differs; `?` for an unknown end.
  public static func span(_ from: Instant?, _ to: Instant?) -> String {
    guard let from, let to else {
      if from == nil && to == nil { return "?" }
      return (from?.shortText ?? "?") + " – " + (to?.shortText ?? "?")
    }
    let a = from.shortText
    let b = to.shortText
    if a == b { return a }
    return a + " – " + (a.prefix(10) == b.prefix(10) ? String(b.dropFirst(11)) : b)
  }
}
