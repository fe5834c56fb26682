import ByteLexing

/// The four lines that klog writes when it opens a file; they alone say which year it was.
struct KlogFileHeader {
  private(set) var isOpen = false
  private(set) var year = 0
  private(set) var wall = LogLine.noTime
  private(set) var machine = ""
  private(set) var goVersion = ""

  /// What a line meant to the header.
  enum Step {
    /// Not a line of the header: one that is open ends before it.
    case other
    /// A header begins; one that is open ends before it.
    case begin
    case inside
    /// The last line of the header.
    case end
  }

  /// Says which line of a header this is. O(1) for other lines.
  static func step(_ text: RawSpan, _ start: Int, _ end: Int) -> Step {
    guard end - start >= 8 else { return .other }
    switch text.byte(start) {
    case UInt8(ascii: "L"):
      if starts(text, start, end, with: created) { return .begin }
      return starts(text, start, end, with: "Log line format: ") ? .end : .other
    case UInt8(ascii: "R"): return starts(text, start, end, with: "Running on machine: ") ? .inside : .other
    case UInt8(ascii: "B"): return starts(text, start, end, with: "Binary: Built with ") ? .inside : .other
    default: return .other
    }
  }

  private static let created: StaticString = "Log file created at: "

  private static func starts(_ text: RawSpan, _ start: Int, _ end: Int, with literal: StaticString) -> Bool {
    end - start >= literal.utf8CodeUnitCount && text.hasBytes(literal, at: start)
  }

  /// Takes over what a line of the header says.
  mutating func take(_ text: RawSpan, _ start: Int, _ end: Int) {
    switch text.byte(start) {
    case UInt8(ascii: "L"):
      guard Self.step(text, start, end) == .begin else { return }
      self = KlogFileHeader()
      isOpen = true
      readCreated(text, start + Self.created.utf8CodeUnitCount, end)
    case UInt8(ascii: "R"): machine = text.text(start + 20..<min(end, start + 20 + 253))
    default: readBinary(text, start + 19, end)
    }
  }

  /// `2026/11/23 20:31:00`.
  private mutating func readCreated(_ text: RawSpan, _ start: Int, _ end: Int) {
    guard end - start >= 19, let century = WrittenTime.pair(text, start), let rest = WrittenTime.pair(text, start + 2),
      let month = WrittenTime.pair(text, start + 5), let day = WrittenTime.pair(text, start + 8),
      let hour = WrittenTime.pair(text, start + 11), let minute = WrittenTime.pair(text, start + 14),
      let second = WrittenTime.pair(text, start + 17), (1...12).contains(month), (1...31).contains(day), hour < 24,
      minute < 60, second < 60
    else { return }
    year = century * 100 + rest
    let days = 275 * month / 9 - 30 - (month > 2 ? 1 : 0) + day - 1
    wall = Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000
  }

  /// `gc go1.22.8 for linux/amd64`, after `Binary: Built with `.
  private mutating func readBinary(_ text: RawSpan, _ start: Int, _ end: Int) {
    guard let compilerEnd = SyslogFields.word(text, start, end) else { return }
    let first = compilerEnd + 1
    let last = SyslogFields.word(text, first, end) ?? end
    if last > first, last - first <= 64 { goVersion = text.text(first..<last) }
  }
}
