import ByteLexing
import Model

/// Times of logs in files, in nanoseconds: bounded, so that differences of two and sums with durations fit into 64 bits.
enum LogTime {
  /// More than a century before and after 1970, and before and after the first line of a log without years.
  static let limit = Instant.fileLimit
  /// A duration that is doubled later.
  static let longest: Int64 = 1 << 61

  static func read(_ reader: inout BinaryReader) throws(BinaryError) -> Int64 {
    try reader.number(in: -limit...limit, "a time")
  }

  /// A time, or what stands for none.
  static func read(_ reader: inout BinaryReader, or none: Int64) throws(BinaryError) -> Int64 {
    let time: Int64 = try reader.number()
    guard time == none || (-limit...limit).contains(time) else { throw .damaged("a time \(time) is out of range") }
    return time
  }

  /// A time and one that is not before it.
  static func span(_ reader: inout BinaryReader) throws(BinaryError) -> (from: Int64, to: Int64) {
    let (from, to) = (try read(&reader), try read(&reader))
    guard from <= to else { throw .damaged("something ends before it begins") }
    return (from, to)
  }
}
