import ByteLexing
import Vocabulary

/// Klog headers that copying, pasting and log stores damaged: the severity letter cut off, the process id missing, the
/// fraction of the second shortened to milliseconds.
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
    guard hasLetter || first &- 0x30 <= 9, end - time >= 21, let (wall, after) = wallTime(text, time, end) else {
      return nil
    }
    if let whole = KlogText.tail(text, from: after, end, wall: wall, severity: severity) { return whole }
    var at = blanks(text, after, end)
    if let site = KlogText.callSite(text, from: at, end, wall: wall, pid: 0, severity: severity) { return site }
    let digits = at
    while at < end, at - digits < 9, text.byte(at) &- 0x30 <= 9 { at += 1 }
    guard at > digits, at < end, isBlank(text.byte(at)) else { return nil }
    return KlogText.callSite(text, from: blanks(text, at, end), end, wall: wall, pid: 0, severity: severity)
  }

  /// An editor may put a tab for a row of blanks.
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func blanks(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end, isBlank(text.byte(at)) { at += 1 }
    return at
  }

  /// The time at `start`, whose fraction may have three digits or nine, and where the blank behind it ends.
  private static func wallTime(_ text: RawSpan, _ start: Int, _ end: Int) -> (wall: Int64, after: Int)? {
    if let wall = KlogText.wallTime(text, at: start) { return (wall, start + 21) }
    guard text.byte(start + 4) == 0x20, text.byte(start + 13) == UInt8(ascii: ".") else { return nil }
    var at = start + 14
    while at < end, at - start < 23, text.byte(at) &- 0x30 <= 9 { at += 1 }
    let digits = at - start - 14
    guard [3, 6, 9].contains(digits), at < end, isBlank(text.byte(at)) else { return nil }
    // Six digits, as klog prints them; one byte before the time is asked for.
    var written: [UInt8] = [UInt8(ascii: "I")]
    written.append(text, start..<start + 14 + min(digits, 6))
    if digits == 3 { written.append(contentsOf: "000".utf8) }
    written.append(0x20)
    return KlogText.wallTime(written.span.bytes, at: 1).map { ($0, at + 1) }
  }

  /// A record as klog writes it, or what copying left of one. O(line).
  static func isRecord(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    KlogText.header(text, start, end) != nil || isHeadless(text, start, end)
  }

  /// A record that lost its header. O(line).
  static func isHeadless(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    timelessSite(text, start, end) != nil || isBare(text, start, end)
  }

  /// A record of which the message alone is left. O(line), for the begin of a stack O(stack).
  static func isBare(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool { fileOfBare(text, start, end) != nil }

  /// The file that prints such a message; nil if it is none. Queues report from one file in later releases.
  static func fileOfBare(_ text: RawSpan, _ start: Int, _ end: Int) -> [UInt8]? {
    if isBareRequeue(text, start, end) { return Array("controller.go".utf8) }
    if hasStack(text, start, end) { return Array("runtime.go".utf8) }
    return KnownMessages.builtIn.fileOfComplaint(text, start, PasteMarks.codeEnd(text, start, end))
  }

  /// `goroutine 7 [running]:` above a stack that shows a panic, where the line that says so is not shown: a process that is ended
  /// in another way leaves stacks too. O(stack).
  static func isStackOfPanic(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    guard end - start > 12, text.hasBytes("goroutine ", at: start),
      text.extracting(start..<end).firstIndex(of: " [running]:") >= 0
    else { return false }
    let stack = text.extracting(end..<min(text.byteCount, end + longestStack))
    let next = stack.firstIndex(of: "goroutine ")
    let own = stack.extracting(0..<(next < 0 ? stack.byteCount : next))
    let calls: [StaticString] = ["panic({0x", "panic(0x", "gopanic(", "logPanic("]
    guard calls.contains(where: { own.firstIndex(of: $0) >= 0 }) else { return false }
    var begin = start
    if standsBelowLastWords(text, &begin) { return false }
    let above = text.extracting(begin..<start)
    return above.firstIndex(of: "panic") < 0 && above.firstIndex(of: "SIGSEGV") < 0
  }

  /// A panic of which the stack that goes on below tells. O(stack).
  static func hasStack(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    isStackOfPanic(text, start, end) || isOwnPanic(text, start, end)
  }

  /// `panic: …` as Go prints it last, above a stack with the controller's own functions and below no line of a log. O(stack).
  private static func isOwnPanic(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    guard beginsPanic(text, start, end), !ChainSearch.mayHoldKlog(text, max(0, start - longestAbove), start) else {
      return false
    }
    let below = text.extracting(end..<min(text.byteCount, end + longestStack))
    let stack = below.firstIndex(of: " [running]:")
    return stack >= 0 && stack < longestAbove && below.firstIndex(of: "kube-ovn/pkg/controller.", from: stack) >= 0
  }

  private static func beginsPanic(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    ["panic: ", "fatal error: "].contains { (head: StaticString) in
      end - start > head.utf8CodeUnitCount && text.hasBytes(head, at: start)
    }
  }

  /// Moves `begin` up to what stands right above, without what a person wrote: that is behind a blank line or a fence. Go itself
  /// leaves one blank line between its last words and the stack: true if what stands there are those.
  private static func standsBelowLastWords(_ text: RawSpan, _ begin: inout Int) -> Bool {
    func top(_ end: Int) -> Int {
      let above = text.extracting(0..<end)
      var at = max(0, end - longestAbove)
      for mark: StaticString in ["\n\n", "```"] {
        while case let hit = above.firstIndex(of: mark, from: at), hit >= 0 { at = hit + mark.utf8CodeUnitCount }
      }
      return at
    }
    let start = begin
    begin = top(start)
    guard begin == start, start >= 2 else { return false }
    var line = top(start - 2)
    while line < start - 1 {
      let hit = text.firstIndex(of: 0x0a, from: line)
      let end = hit < 0 ? start - 1 : hit
      if beginsPanic(text, line, end) { return true }
      line = end + 1
    }
    return false
  }

  private static let longestStack = 8192
  /// The line with the panic stands right above its stack, or above that of the signal.
  private static let longestAbove = 400

  /// A message that a queue of the controller prints for what fails, without anything in front of it: `error syncing 'KEY': …,
  /// requeuing`, or as later releases wrap it. O(line).
  static func isBareRequeue(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    let begins: [StaticString] = ["error syncing ", "\"Unhandled Error\" err=\"error syncing "]
    guard begins.contains(where: { end - start > $0.utf8CodeUnitCount && text.hasBytes($0, at: start) }) else {
      return false
    }
    let line = text.extracting(start..<end)
    return line.firstIndex(of: ", requeuing") >= 0
      || line.firstIndex(of: "': ") >= 0 && PasteMarks.isElided(text, start, end)
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
