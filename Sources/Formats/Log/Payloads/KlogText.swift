import ByteLexing

/// What the header of a klog line says; offsets refer to the text it was read from.
struct KlogHeader: BitwiseCopyable {
  var wall: Int64
  var pid: UInt32
  var callLine: UInt32
  var fileStart: Int
  var fileEnd: Int
  /// First byte of the message, at most the end of the line.
  var messageStart: Int
  /// `I`, `W`, `E` or `F`.
  var severity: UInt8
}

/// Reads the header of a klog text line: `I1123 20:31:00.796087       1 controller.go:37] message`.
///
/// The fixed-width part is checked eight bytes at a time, because every line of every log passes through here. Input is
/// untrusted: the range of the line is checked once, and nothing is loaded outside of it.
enum KlogText {
  /// Shortest header there can be: the fixed part, a one-digit pid, `a:1]`.
  static let shortestLine = 28
  /// Longest name of a source file that is believed.
  static let longestFile = 255

  /// Reads the header of the line at `start..<end`; nil if the line is not klog. O(header).
  @inline(__always)
  static func header(_ text: RawSpan, _ start: Int, _ end: Int) -> KlogHeader? {
    guard end &- start >= shortestLine else { return nil }
    precondition(start >= 0 && end <= text.byteCount)
    let severity = text.unsafeLoad(fromUncheckedByteOffset: start, as: UInt8.self)
    guard isSeverity(severity), let wall = wallTime(text, at: start &+ 1) else { return nil }
    return tail(text, from: start &+ 22, end, wall: wall, severity: severity)
  }

  @inline(__always)
  static func isSeverity(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "I") || byte == UInt8(ascii: "W") || byte == UInt8(ascii: "E") || byte == UInt8(ascii: "F")
  }

  /// Reads `1123 20:31:00.796087 `, which must lie wholly inside the text with one byte before and none needed after.
  ///
  /// - Returns: microseconds since January 1st of a leap year, or nil if a digit, separator or value is wrong.
  @inline(__always)
  static func wallTime(_ text: RawSpan, at start: Int) -> Int64? {
    // Byte 0 of each word is the lowest; a separator must be equal, a digit may differ from '0' by at most 9.
    let a = word(text, start) ^ 0x3a30_3020_3030_3030  // "dddd dd:"
    let b = word(text, start &+ 8) ^ 0x3030_2e30_303a_3030  // "dd:dd.dd"
    let c = word(text, start &+ 13) ^ 0x2030_3030_3030_302e  // ".dddddd "
    let digits: (UInt64, UInt64, UInt64) = (0x7f76_767f_7676_7676, 0x7676_7f76_767f_7676, 0x7f76_7676_7676_767f)
    // A byte that is too large sets its own high bit or has it set already; carries only come from such bytes.
    let wrong = (a &+ digits.0) | a | (b &+ digits.1) | b | (c &+ digits.2) | c
    guard wrong & 0x8080_8080_8080_8080 == 0 else { return nil }
    let month = pair(a, 0)
    let day = pair(a, 16)
    let hour = pair(a, 40)
    let minute = pair(b, 0)
    let second = pair(b, 24)
    let micros = pair(c, 8) &* 10_000 &+ pair(c, 24) &* 100 &+ pair(c, 40)
    guard month >= 1, month <= 12, hour < 24, minute < 60, second < 60 else { return nil }
    let before = daysBefore(month)
    guard day >= 1, day <= daysBefore(month &+ 1) &- before else { return nil }
    return ((((before &+ day &- 1) &* 24 &+ hour) &* 60 &+ minute) &* 60 &+ second) &* 1_000_000 &+ micros
  }

  /// Reads `00.796087 `, which must lie wholly inside the text.
  ///
  /// - Returns: microseconds since the minute began, or nil if a digit, separator or value is wrong.
  @inline(__always)
  static func timeInMinute(_ text: RawSpan, at start: Int) -> Int64? {
    let seconds = word(text, start) ^ 0x3030_3030_302e_3030  // "dd.ddddd"
    let micros = word(text, start &+ 2) ^ 0x2030_3030_3030_302e  // ".dddddd "
    let wrong =
      (seconds &+ 0x7676_7676_767f_7676) | seconds | (micros &+ 0x7f76_7676_7676_767f) | micros
    guard wrong & 0x8080_8080_8080_8080 == 0 else { return nil }
    let second = pair(seconds, 0)
    guard second < 60 else { return nil }
    return second &* 1_000_000 &+ Int64(truncatingIfNeeded: eightDigits(micros << 8))
  }

  /// Eight bytes at `offset`, which must all be inside the text; the first byte is the lowest.
  @inline(__always)
  static func word(_ text: RawSpan, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: text.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// Value of eight decimal digits, one a byte, the first in the lowest. Neighbours are joined to pairs, pairs to fours,
  /// and those to the whole.
  @inline(__always)
  private static func eightDigits(_ digits: UInt64) -> UInt64 {
    let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
    return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
  }

  /// Value of the two decimal digits at bit `shift` of a checked word; below 100.
  @inline(__always)
  private static func pair(_ word: UInt64, _ shift: UInt64) -> Int64 {
    Int64((word &>> shift) & 0xff) &* 10 &+ Int64((word &>> (shift &+ 8)) & 0xff)
  }

  /// Days of a leap year before the first of `month`, for 1...13.
  @inline(__always)
  private static func daysBefore(_ month: Int64) -> Int64 {
    275 &* month / 9 &- 30 &- (month > 2 ? 1 : 0)
  }

  /// Reads `      1 controller.go:37] `; klog pads the process id on the left, paste tools collapse the blanks.
  @inline(__always)
  static func tail(_ text: RawSpan, from start: Int, _ end: Int, wall: Int64, severity: UInt8) -> KlogHeader? {
    var at = start
    // The lowest bit that differs from blanks lies in the first byte that is none.
    if end &- at >= 8 { at &+= ByteWord.first(word(text, at) ^ ByteWord.all(0x20)) }
    while at < end, text.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self) == 0x20 { at &+= 1 }
    guard let pid = number(text, &at, end), at < end,
      text.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self) == 0x20
    else { return nil }
    return callSite(text, from: at &+ 1, end, wall: wall, pid: pid, severity: severity)
  }

  /// Reads `controller.go:37] `.
  @inline(__always)
  static func callSite(
    _ text: RawSpan, from start: Int, _ end: Int, wall: Int64, pid: UInt32, severity: UInt8
  ) -> KlogHeader? {
    var at = start
    let last = min(end, start &+ longestFile)
    while last &- at >= 8 {
      let word = Self.word(text, at)
      let marks =
        ByteWord.equal(word, ByteWord.all(UInt8(ascii: ":"))) | ByteWord.below(word, ByteWord.all(0x21))
        | ByteWord.equal(word, ByteWord.all(UInt8(ascii: "]")))
      if marks != 0 {
        at &+= ByteWord.first(marks)
        break
      }
      at &+= 8
    }
    while true {
      guard at < last else { return nil }
      let byte = text.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self)
      if byte == UInt8(ascii: ":") { break }
      if byte <= 0x20 || byte == UInt8(ascii: "]") { return nil }
      at &+= 1
    }
    let fileEnd = at
    at &+= 1
    guard fileEnd > start, let line = number(text, &at, end), at < end,
      text.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self) == UInt8(ascii: "]")
    else { return nil }
    at &+= 1
    if at < end, text.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self) == 0x20 { at &+= 1 }
    return KlogHeader(
      wall: wall, pid: pid, callLine: line, fileStart: start, fileEnd: fileEnd, messageStart: at, severity: severity)
  }

  /// Reads 1 to 9 decimal digits at `at`, which moves behind them.
  @inline(__always)
  private static func number(_ text: RawSpan, _ at: inout Int, _ end: Int) -> UInt32? {
    if end &- at >= 8 {
      let word = Self.word(text, at)
      let count = ByteWord.digits(word)
      if count == 0 { return nil }
      if count < 8 {
        at &+= count
        return UInt32(truncatingIfNeeded: eightDigits((word ^ ByteWord.all(0x30)) &<< UInt64(64 &- count &* 8)))
      }
    }
    var value: UInt32 = 0
    let first = at
    while at < end {
      let digit = text.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self) &- 0x30
      if digit > 9 { break }
      if at &- first == 9 { return nil }
      value = value &* 10 &+ UInt32(digit)  // below 10^9: at most nine digits
      at &+= 1
    }
    return at > first ? value : nil
  }
}
