import ByteLexing

/// Lines of OVN and Open vSwitch daemons: `2026-11-23T12:30:25.123Z|00012|reconnect|INFO|message`, always UTC.
struct VlogText {
  var time: Int64
  var module: Range<Int>
  var severity: UInt8
  var messageStart: Int

  /// Reads the line at `start..<end`; nil if it is no vlog line. O(header).
  init?(_ text: RawSpan, _ start: Int, _ end: Int) {
    guard end - start > 26, text.byte(start + 4) == UInt8(ascii: "-"), let time = WrittenTime(text, start, end),
      time.hasZone, time.end < end, text.byte(time.end) == UInt8(ascii: "|")
    else { return nil }
    self.time = time.nanoseconds
    var at = time.end + 1
    while at < end, text.byte(at) &- 0x30 <= 9 { at += 1 }
    guard at > time.end + 1, at < end, text.byte(at) == UInt8(ascii: "|") else { return nil }
    let moduleStart = at + 1
    var moduleEnd = -1
    at = moduleStart
    while at < end, text.byte(at) != UInt8(ascii: "|") {
      if moduleEnd < 0, text.byte(at) == UInt8(ascii: "(") { moduleEnd = at }  // the thread follows
      at += 1
    }
    if moduleEnd < 0 { moduleEnd = at }
    guard moduleEnd > moduleStart, moduleEnd - moduleStart <= KlogText.longestFile, at < end else { return nil }
    let level = at + 1
    at = level
    while at < end, text.byte(at) != UInt8(ascii: "|"), at - level < 5 { at += 1 }
    guard at < end, text.byte(at) == UInt8(ascii: "|") else { return nil }
    switch at - level {
    case 3 where text.hasBytes("ERR", at: level): severity = UInt8(ascii: "E")
    case 3 where text.hasBytes("DBG", at: level): severity = UInt8(ascii: "I")
    case 4 where text.hasBytes("INFO", at: level): severity = UInt8(ascii: "I")
    case 4 where text.hasBytes("WARN", at: level): severity = UInt8(ascii: "W")
    case 4 where text.hasBytes("EMER", at: level): severity = UInt8(ascii: "E")
    default: return nil
    }
    module = moduleStart..<moduleEnd
    messageStart = at + 1
  }
}
