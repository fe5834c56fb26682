/// A set of releases, as rules write it: `>=1.12.5 <1.13.0`, `1.12.5..1.12.35`, `1.12.28`, `*`, joined by `||`.
public struct ReleaseRange: Hashable, Sendable, CustomStringConvertible {
  /// Spans that make up the set; a release is in the set if it is in one of them.
  private let spans: [Span]
  public let description: String

  private struct Span: Hashable, Sendable {
    var low: ReleaseVersion?
    var includesLow = true
    var high: ReleaseVersion?
    var includesHigh = true

    func contains(_ release: ReleaseVersion) -> Bool {
      if let low, includesLow ? release < low : release <= low { return false }
      if let high, includesHigh ? release > high : release >= high { return false }
      return true
    }

    mutating func raise(to release: ReleaseVersion, including: Bool) {
      if let low, low > release || (low == release && !includesLow) { return }
      (low, includesLow) = (release, including)
    }

    mutating func lower(to release: ReleaseVersion, including: Bool) {
      if let high, high < release || (high == release && !includesHigh) { return }
      (high, includesHigh) = (release, including)
    }
  }

  /// Every release.
  public static let all = ReleaseRange(spans: [Span()], description: "*")

  private init(spans: [Span], description: String) {
    self.spans = spans
    self.description = description
  }

  /// Reads a range; nil if it is malformed.
  ///
  /// Conditions within one alternative are separated by spaces or commas and must all hold. `1.12.5..1.12.35` has both
  /// ends in it, and either may be left out.
  public init?(_ text: String) {
    var spans: [Span] = []
    var rest = Substring(text)
    while true {
      let bar = Self.find("||", in: rest)
      guard let span = Self.span(bar.map { rest[..<$0] } ?? rest) else { return nil }
      spans.append(span)
      guard let bar else { break }
      rest = rest[rest.index(bar, offsetBy: 2)...]
    }
    self.init(spans: spans, description: text)
  }

  /// True if the release is in the set. Complexity: number of alternatives.
  public func contains(_ release: ReleaseVersion) -> Bool { spans.contains { $0.contains(release) } }

  /// True if any release from `oldest` to `newest` could be in the set; for a version that is known only as a range.
  public func overlaps(_ releases: ClosedRange<ReleaseVersion>) -> Bool {
    spans.contains { span in
      if let low = span.low, span.includesLow ? releases.upperBound < low : releases.upperBound <= low { return false }
      if let high = span.high, span.includesHigh ? releases.lowerBound > high : releases.lowerBound >= high {
        return false
      }
      return true
    }
  }

  private static func span(_ text: Substring) -> Span? {
    var span = Span()
    let conditions = text.split { $0 == " " || $0 == "," }
    guard !conditions.isEmpty else { return nil }
    for condition in conditions where condition != "*" {
      if let dots = find("..", in: condition) {
        let (low, high) = (condition[..<dots], condition[condition.index(dots, offsetBy: 2)...])
        guard !low.isEmpty || !high.isEmpty else { return nil }
        if !low.isEmpty {
          guard let release = ReleaseVersion(low) else { return nil }
          span.raise(to: release, including: true)
        }
        if !high.isEmpty {
          guard let release = ReleaseVersion(high) else { return nil }
          span.lower(to: release, including: true)
        }
        continue
      }
      let sign = condition.prefix { "<>=".contains($0) }
      guard let release = ReleaseVersion(condition.dropFirst(sign.count)) else { return nil }
      switch sign {
      case "", "=", "==":
        span.raise(to: release, including: true)
        span.lower(to: release, including: true)
      case ">=": span.raise(to: release, including: true)
      case ">": span.raise(to: release, including: false)
      case "<=": span.lower(to: release, including: true)
      case "<": span.lower(to: release, including: false)
      default: return nil
      }
    }
    return span
  }

  private static func find(_ two: String, in text: Substring) -> Substring.Index? {
    text.indices.first { text[$0...].hasPrefix(two) }
  }
}
