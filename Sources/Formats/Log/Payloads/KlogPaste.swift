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
}
