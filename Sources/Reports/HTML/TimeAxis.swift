import Model

/// Maps instants to the width of a drawing.
struct TimeAxis {
  /// Width of all drawings that stretch with the page, in their own units.
  static let width = 1000

  let from: Instant
  let to: Instant

  /// An axis over all the instants; `nil` when there are fewer than two different ones.
  init?(over instants: [Instant?]) {
    let known = instants.compactMap { $0 }
    guard let first = known.min(), let last = known.max(), first < last else { return nil }
    from = first
    to = last
  }

  /// 0 to 1000, clamped.
  func position(_ instant: Instant) -> Int {
    guard instant > from else { return 0 }
    return instant < to ? Self.scaled((instant - from).magnitude, of: (to - from).magnitude) : Self.width
  }

  /// `part / whole` in thousandths, rounded; exact for all 64-bit values, so drawings never differ between machines.
  static func scaled(_ part: UInt64, of whole: UInt64) -> Int {
    guard whole > 0, part < whole else { return part == 0 ? 0 : width }
    let product = part.multipliedFullWidth(by: UInt64(width))
    // The quotient is below 1000 because part < whole, so the division cannot overflow.
    let (quotient, rest) = whole.dividingFullWidth(product)
    return Int(quotient) + (rest >= whole - rest ? 1 : 0)
  }

  /// Begin and width of a span, at least a sliver wide; open ends reach to the end of the axis.
  func span(_ start: Instant?, _ end: Instant?) -> (x: Int, width: Int) {
    let x = position(start ?? from)
    let end = position(end ?? to)
    let width = max(3, end - x)
    return (min(x, Self.width - width), width)
  }
}
