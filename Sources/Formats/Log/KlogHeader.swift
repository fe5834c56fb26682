/// Reads the header of a klog text line: `I1123 20:31:00.796087       1 controller.go:37] `.
///
/// Layout from klog's `formatHeader`: severity, month and day, local time with microseconds, process id padded to seven
/// columns, source file and line. O(length of the header); input is untrusted.
enum KlogHeader {
  /// Longest header accepted: a file name of 255 bytes and what stands around it.
  private static let limit = 320

  /// Fills the klog fields of `line` from the bytes at `start..<end`; false if no header stands there.
  @inline(__always)
  static func parse(_ p: UnsafeRawBufferPointer, _ start: Int, _ end: Int, into line: inout LogLine) -> Bool {
    guard end - start >= 30 else { return false }
    let severity = p[start]
    guard severity == 0x49 || severity == 0x45 || severity == 0x57 || severity == 0x46 else { return false }
    guard p[start + 5] == 0x20, p[start + 8] == 0x3A, p[start + 11] == 0x3A, p[start + 14] == 0x2E, p[start + 21] == 0x20 else {
      return false
    }
    var bad: UInt8 = 0
    func digit(_ i: Int) -> Int {
      let d = p[start + i] &- 48
      bad |= d > 9 ? 1 : 0
      return Int(d)
    }
    let month = digit(1) * 10 + digit(2)
    let day = digit(3) * 10 + digit(4)
    let hour = digit(6) * 10 + digit(7)
    let minute = digit(9) * 10 + digit(10)
    let second = digit(12) * 10 + digit(13)
    let high = digit(15) * 100_000 + digit(16) * 10_000 + digit(17) * 1000
    let micros = high + digit(18) * 100 + digit(19) * 10 + digit(20)
    guard bad == 0, month >= 1, month <= 12, day >= 1, day <= 31, hour < 24, minute < 60, second < 61 else { return false }
    var i = start + 22
    while i < end, p[i] == 0x20 { i += 1 }
    var pid: UInt32 = 0
    let pidStart = i
    while i < end, i - pidStart < 10, p[i] >= 48, p[i] <= 57 {
      pid = pid &* 10 &+ UInt32(p[i] &- 48)
      i += 1
    }
    guard i > pidStart, i < end, p[i] == 0x20 else { return false }
    let file = i + 1
    i = file
    let stop = min(end, start + limit)
    while i < stop, p[i] != 0x3A, p[i] != 0x5D, p[i] != 0x20 { i += 1 }
    guard i < stop, p[i] == 0x3A, i > file, i - file < 256 else { return false }
    line.fileLength = UInt8(i - file)
    i += 1
    var call: UInt32 = 0
    let callStart = i
    while i < stop, i - callStart < 8, p[i] >= 48, p[i] <= 57 {
      call = call &* 10 &+ UInt32(p[i] &- 48)
      i += 1
    }
    guard i > callStart, i < stop, p[i] == 0x5D else { return false }
    line.severity = severity
    line.pid = pid
    line.fileStart = UInt32(file)
    line.callLine = call
    line.messageStart = UInt32(min(end, i + 2))
    let dayOfYear = cumulative(month) + day - 1
    line.wall = (((Int64(dayOfYear) * 24 + Int64(hour)) * 60 + Int64(minute)) * 60 + Int64(second)) * 1_000_000 + Int64(micros)
    return true
  }

  /// Days before a month in a leap year.
  @inline(__always)
  private static func cumulative(_ month: Int) -> Int {
    switch month {
    case 1: 0
    case 2: 31
    case 3: 60
    case 4: 91
    case 5: 121
    case 6: 152
    case 7: 182
    case 8: 213
    case 9: 244
    case 10: 274
    case 11: 305
    default: 335
    }
  }
}
