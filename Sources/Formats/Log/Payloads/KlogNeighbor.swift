import ByteLexing

/// What the header of the klog line before said: neighbours mostly share the minute and the process, which need not be read
/// anew then.
struct KlogNeighbor: BitwiseCopyable {
  /// `1123 20:`, `31:` and the column of the process, as they stand there.
  private var hour: UInt64 = 0
  private var minute = UInt64.max
  private var process: UInt64 = 0
  /// Begin of the minute, as in `KlogHeader.wall`.
  private var wall: Int64 = 0
  private var pid: UInt32 = 0

  /// Where klog prints the source file, unless the process has more than seven digits or a paste collapsed the blanks.
  private static let siteColumn = 30
  private static let minuteLength: Int64 = 60_000_000
  /// Of the eight bytes `31:00.79`, those of the minute.
  private static let minuteMask: UInt64 = 0xFF_FFFF

  /// Reads the header of the line at `start..<end`, as `KlogText.header` does; nil also for lines that are shorter than most
  /// headers. O(header).
  @inline(__always)
  mutating func header(_ text: RawSpan, _ start: Int, _ end: Int) -> KlogHeader? {
    guard end &- start > Self.siteColumn else { return nil }
    precondition(start >= 0 && end <= text.byteCount)
    let severity = text.unsafeLoad(fromUncheckedByteOffset: start, as: UInt8.self)
    let hour = KlogText.word(text, start &+ 1)
    let minute = KlogText.word(text, start &+ 9) & Self.minuteMask
    let process = KlogText.word(text, start &+ 22)
    guard hour == self.hour, minute == self.minute, process == self.process, KlogText.isSeverity(severity) else {
      return readAnew(text, start, end, hour, minute, process)
    }
    guard let inMinute = KlogText.timeInMinute(text, at: start &+ 12) else { return nil }
    return KlogText.callSite(
      text, from: start &+ Self.siteColumn, end, wall: wall &+ inMinute, pid: pid, severity: severity)
  }

  @inline(never)
  private mutating func readAnew(
    _ text: RawSpan, _ start: Int, _ end: Int, _ hour: UInt64, _ minute: UInt64, _ process: UInt64
  ) -> KlogHeader? {
    guard let header = KlogText.header(text, start, end) else { return nil }
    if header.fileStart == start &+ Self.siteColumn {
      (self.hour, self.minute, self.process) = (hour, minute, process)
      wall = header.wall &- header.wall % Self.minuteLength
      pid = header.pid
    }
    return header
  }
}
