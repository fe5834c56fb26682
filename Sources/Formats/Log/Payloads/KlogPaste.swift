import ByteLexing

/// Klog headers that copying and pasting damaged: the severity letter cut off, or the process id missing.
///
/// A lost letter is taken as `I`: the line is klog, and nothing is claimed from its severity alone.
enum KlogPaste {
  /// Reads the header of a damaged line; nil if it is none. O(header).
  static func header(_ text: RawSpan, _ start: Int, _ end: Int) -> KlogHeader? {
    guard end - start >= KlogText.shortestLine - 2 else { return nil }
    precondition(start >= 0 && end <= text.byteCount)
    let first = text.byte(start)
    let hasLetter = KlogText.isSeverity(first)
    let severity = hasLetter ? first : UInt8(ascii: "I")
    let time = hasLetter ? start + 1 : start
    guard hasLetter || first &- 0x30 <= 9, end - time >= 21, let wall = KlogText.wallTime(text, at: time) else {
      return nil
    }
    if let whole = KlogText.tail(text, from: time + 21, end, wall: wall, severity: severity) { return whole }
    var at = time + 21
    while at < end, text.byte(at) == 0x20 { at += 1 }
    return KlogText.callSite(text, from: at, end, wall: wall, pid: 0, severity: severity)
  }

  /// Begin of the call site of a line that lost the time in front of it, as where a selection began in the middle of a
  /// line or columns were cut off: `7 pod.go:12] …`, `E pod.go:12] …`, `pod.go:12] …`. Nil if it is none. O(call site).
  ///
  /// Such a line is no record by itself: whoever reads it has to know when it was written.
  static func timelessSite(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    var at = start
    if at < end, KlogText.isSeverity(text.byte(at)) {
      guard at + 1 < end, text.byte(at + 1) == 0x20 else { return nil }
      at += 2
    } else {
      while at < end, at - start < 9, text.byte(at) &- 0x30 <= 9 { at += 1 }
      if at > start {
        guard at < end, text.byte(at) == 0x20 else { return nil }
        at += 1
      }
    }
    while at < end, text.byte(at) == 0x20 { at += 1 }
    guard let site = KlogText.callSite(text, from: at, end, wall: 0, pid: 0, severity: UInt8(ascii: "I")),
      site.fileEnd - at > 3, text.hasBytes(".go", at: site.fileEnd - 3), site.messageStart < end
    else { return nil }
    return at
  }
}
