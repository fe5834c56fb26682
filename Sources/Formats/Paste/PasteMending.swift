import ByteLexing
import Vocabulary

/// Puts back what chat programs, trackers and word processors make of a line of a log: names turned into links, quotes into
/// curly ones or HTML entities, code marks and frames at the end, dots for the end of a message that is known.
enum PasteMending {
  /// The line at `start..<end` as it was printed, if copying changed it; `nil` for others. `isFramed`: a mark that opens code, or
  /// the frame of a table, stands in front of it. Untrusted; O(line).
  static func mended(_ text: RawSpan, _ start: Int, _ end: Int, isFramed: Bool) -> [UInt8]? {
    let last = ending(text, start, end, isFramed)
    var out: [UInt8] = []
    var done = start
    var at = start
    while at < last {
      guard let (length, plain) = change(text, at, last) else {
        at += 1
        continue
      }
      out.append(text, done..<at)
      out += plain
      at += length
      done = at
    }
    let isChanged = done > start || last < end
    guard isChanged || PasteMarks.isElided(text, start, last) else { return nil }
    out.append(text, done..<last)
    return KnownMessages.builtIn.completed(out) ?? (isChanged ? out : nil)
  }

  /// Where the line ends without the code mark or the frame at its end.
  private static func ending(_ text: RawSpan, _ start: Int, _ end: Int, _ isFramed: Bool) -> Int {
    var last = isFramed ? PasteMarks.codeEnd(text, start, end) : end
    if last < end { return last }
    if last - start >= 3, text.hasBytes("│", at: last - 3) {
      last -= 3
    } else if isFramed, start > 0, isQuote(text, before: start), isQuote(text, before: end) {
      last -= text.byte(end - 1) < 0x80 ? 1 : 3
    } else if isFramed {
      // A code mark, strokes of a table, stars of bold letters.
      while last > start, frames.contains(text.byte(last - 1)) { last -= 1 }
    }
    if last == end { return end }
    while last > start, text.byte(last - 1) == 0x20 { last -= 1 }
    return last
  }

  private static let frames = Set("`|*".utf8)

  private static func isQuote(_ text: RawSpan, before end: Int) -> Bool {
    let byte = text.byte(end - 1)
    if byte == UInt8(ascii: "\"") { return true }
    return end >= 3 && (text.hasBytes("“", at: end - 3) || text.hasBytes("”", at: end - 3))
  }

  /// The bytes at `at` that stand for others: how many, and for which.
  private static func change(_ text: RawSpan, _ at: Int, _ end: Int) -> (Int, [UInt8])? {
    switch text.byte(at) {
    case UInt8(ascii: "&"): entity(text, at, end)
    case UInt8(ascii: "["): markdownLink(text, at, end)
    case UInt8(ascii: "<"): angleLink(text, at, end)
    case UInt8(ascii: "h"): bareLink(text, at, end)
    case 0xe2: curlyQuote(text, at, end)
    default: nil
    }
  }

  private static let entities: [(StaticString, UInt8)] = [
    ("&quot;", 0x22), ("&#34;", 0x22), ("&#x22;", 0x22), ("&#39;", 0x27), ("&#x27;", 0x27), ("&apos;", 0x27),
    ("&lt;", 0x3c), ("&gt;", 0x3e), ("&amp;", 0x26), ("&nbsp;", 0x20), ("&#x60;", 0x60),
  ]

  private static func entity(_ text: RawSpan, _ at: Int, _ end: Int) -> (Int, [UInt8])? {
    for (name, byte) in entities where at + name.utf8CodeUnitCount <= end && text.hasBytes(name, at: at) {
      return (name.utf8CodeUnitCount, [byte])
    }
    return nil
  }

  private static func curlyQuote(_ text: RawSpan, _ at: Int, _ end: Int) -> (Int, [UInt8])? {
    guard end - at >= 3, text.byte(at + 1) == 0x80 else { return nil }
    switch text.byte(at + 2) {
    case 0x9c, 0x9d, 0x9e: return (3, [0x22])
    case 0x98, 0x99: return (3, [0x27])
    default: return nil
    }
  }

  /// Longest link that is looked at.
  private static let longest = 512

  /// `[subnet.kubeovn.io](http://subnet.kubeovn.io)` is its first part.
  private static func markdownLink(_ text: RawSpan, _ at: Int, _ end: Int) -> (Int, [UInt8])? {
    let limit = min(end, at + longest)
    guard let close = index(of: UInt8(ascii: "]"), text, at + 1, limit), close + 7 < limit,
      text.hasBytes("](http", at: close), let last = index(of: UInt8(ascii: ")"), text, close + 6, limit)
    else { return nil }
    var plain: [UInt8] = []
    plain.append(text, at + 1..<close)
    return (last + 1 - at, plain)
  }

  /// `<http://subnet.kubeovn.io|subnet.kubeovn.io>` is its second part, `<http://subnet.kubeovn.io>` what follows the scheme.
  private static func angleLink(_ text: RawSpan, _ at: Int, _ end: Int) -> (Int, [UInt8])? {
    let limit = min(end, at + longest)
    guard at + 8 < limit, text.hasBytes("<http", at: at), let last = index(of: UInt8(ascii: ">"), text, at, limit)
    else {
      return nil
    }
    var begin = at + 1
    if let bar = index(of: UInt8(ascii: "|"), text, at, last) {
      begin = bar + 1
    } else if let scheme = schemeEnd(text, begin, last) {
      begin = scheme
    }
    var plain: [UInt8] = []
    plain.append(text, begin..<last)
    return (last + 1 - at, plain)
  }

  /// `http://subnet.kubeovn.io` is a group of the API that was taken for a host; real hosts of it are not in logs.
  private static func bareLink(_ text: RawSpan, _ at: Int, _ end: Int) -> (Int, [UInt8])? {
    guard let host = schemeEnd(text, at, end) else { return nil }
    let suffix: StaticString = ".kubeovn.io"
    var last = host
    while last < end, last - host < 100, isOfHost(text.byte(last)) { last += 1 }
    guard last - host > suffix.utf8CodeUnitCount, text.hasBytes(suffix, at: last - suffix.utf8CodeUnitCount),
      last == end || text.byte(last) == 0x20 || text.byte(last) == UInt8(ascii: "/")
    else { return nil }
    let isClosed = last < end && text.byte(last) == UInt8(ascii: "/")
    guard !isClosed || last + 1 == end || text.byte(last + 1) == 0x20 else { return nil }
    var plain: [UInt8] = []
    plain.append(text, host..<last)
    return (last + (isClosed ? 1 : 0) - at, plain)
  }

  private static func schemeEnd(_ text: RawSpan, _ at: Int, _ end: Int) -> Int? {
    for scheme: StaticString in ["http://", "https://"]
    where at + scheme.utf8CodeUnitCount < end && text.hasBytes(scheme, at: at) {
      return at + scheme.utf8CodeUnitCount
    }
    return nil
  }

  private static func isOfHost(_ byte: UInt8) -> Bool {
    byte >= 0x61 && byte <= 0x7a || byte &- 0x30 <= 9 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  private static func index(of byte: UInt8, _ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    var at = start
    while at < end {
      if text.byte(at) == byte { return at }
      // No link begins inside of another.
      if text.byte(at) == UInt8(ascii: "[") || text.byte(at) == UInt8(ascii: "<") && at > start { return nil }
      at += 1
    }
    return nil
  }
}
