import ByteLexing

/// A clock time, with or without a date before it, or a date with its year, in the layouts that people and tools use. Where it
/// ends is all that is asked: what is day and what month cannot be told in most of them.
enum LooseTime {
  /// Layouts of dates: `9` is one to four digits, `A` the name of a month, a blank one or two of them.
  private static let dates: [StaticString] = [
    "9-9-9", "9/9/9", "9.9.9", "9/A/9", "9-A-9", "9 A 9", "9. A 9", "A 9 9", "A 9, 9", "9年9月9日", "9-9", "9/9", "A 9",
  ]
  /// Of these, the ones with a year.
  private static let withYear = 10
  /// What stands between date and clock.
  private static let joints: [StaticString] = [" ", "T", ", ", ":", "_"]

  /// End of the time that begins at `start`, its zone included; nil if there is none. O(1).
  static func end(_ text: RawSpan, _ start: Int, _ limit: Int) -> Int? {
    if let end = clock(text, start, limit) { return end }
    var day: Int?
    for (number, layout) in dates.enumerated() {
      guard let date = match(layout, text, start, limit) else { continue }
      for joint in joints {
        if let begin = literal(joint, text, date, limit), let end = clock(text, begin, limit) { return end }
      }
      if number < withYear { day = day ?? date }
    }
    return day
  }

  /// End of what has the layout; nil if `start` begins otherwise.
  private static func match(_ layout: StaticString, _ text: RawSpan, _ start: Int, _ limit: Int) -> Int? {
    var at = start
    for i in 0..<layout.utf8CodeUnitCount {
      let sign = layout.utf8Start[i]
      let from = at
      switch sign {
      case UInt8(ascii: "9"):
        while at < limit, at - from < 4, text.byte(at) &- 0x30 <= 9 { at += 1 }
      case UInt8(ascii: "A"): at = month(text, from, limit) ?? from
      case 0x20:
        while at < limit, at - from < 2, text.byte(at) == 0x20 { at += 1 }
      default: if at < limit, text.byte(at) == sign { at += 1 }
      }
      if at == from { return nil }
    }
    return at
  }

  /// End of the name of a month, whole or cut to its beginning, with its full stop.
  private static func month(_ text: RawSpan, _ start: Int, _ limit: Int) -> Int? {
    guard limit - start > 3, months.contains(where: { text.hasBytes($0, at: start) }) else { return nil }
    var at = start + 3
    while at < limit, at - start < 10, text.byte(at) >= 0x61, text.byte(at) <= 0x7a { at += 1 }
    return at < limit && text.byte(at) == UInt8(ascii: ".") ? at + 1 : at
  }

  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Mai", "Okt", "Dez",
  ]

  /// End of `20:31`, `20:31:00`, `20:31:00.796`, `8:31:00 PM`, with its zone.
  private static func clock(_ text: RawSpan, _ start: Int, _ limit: Int) -> Int? {
    guard let hour = digits(text, start, limit, least: 1), let colon = literal(":", text, hour, limit),
      let minute = digits(text, colon, limit, least: 2)
    else { return nil }
    var at = minute
    if let second = literal(":", text, at, limit).flatMap({ digits(text, $0, limit, least: 2) }) {
      at = second
      if at + 1 < limit, text.byte(at) == UInt8(ascii: ".") || text.byte(at) == UInt8(ascii: ","),
        text.byte(at + 1) &- 0x30 <= 9
      {
        at += 1
        while at < limit, at - second < 11, text.byte(at) &- 0x30 <= 9 { at += 1 }
      }
    }
    for half in halves {
      guard let end = literal(half, text, at, limit) else { continue }
      at = end
      break
    }
    return zone(text, at, limit) ?? at
  }

  private static let halves: [StaticString] = [" AM", " PM", "AM", "PM", " am", " pm"]

  /// End of `Z`, ` UTC`, `+0800`, ` -05:00`.
  private static func zone(_ text: RawSpan, _ start: Int, _ limit: Int) -> Int? {
    for name in [
      "Z", " Z", " UTC", " GMT", " CST", " CEST", " CET",
    ] as [StaticString] {
      if let end = literal(name, text, start, limit) { return end }
    }
    let sign = literal(" ", text, start, limit) ?? start
    guard let hours = literal("+", text, sign, limit) ?? literal("-", text, sign, limit),
      let colon = digits(text, hours, limit, least: 2)
    else { return nil }
    return digits(text, literal(":", text, colon, limit) ?? colon, limit, least: 2)
  }

  /// End of one or two digits.
  private static func digits(_ text: RawSpan, _ start: Int, _ limit: Int, least: Int) -> Int? {
    var at = start
    while at < limit, at - start < 2, text.byte(at) &- 0x30 <= 9 { at += 1 }
    return at - start >= least ? at : nil
  }

  private static func literal(_ literal: StaticString, _ text: RawSpan, _ start: Int, _ limit: Int) -> Int? {
    let end = start + literal.utf8CodeUnitCount
    return end <= limit && text.hasBytes(literal, at: start) ? end : nil
  }
}
