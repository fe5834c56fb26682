import ByteLexing
import Model

/// Times of objects and records in files, nanoseconds: bounded, so that differences of two fit into 64 bits.
enum DocumentTime {
  /// A time, or `StoredObject.noTime`.
  static func read(_ reader: inout BinaryReader) throws(BinaryError) -> Int64 {
    let time: Int64 = try reader.number()
    guard time == StoredObject.noTime || abs(time) <= Instant.fileLimit else {
      throw .damaged("a time \(time) is out of range")
    }
    return time
  }

  /// A time that is there.
  static func exact(_ reader: inout BinaryReader) throws(BinaryError) -> Int64 {
    try Instant(from: &reader).nanoseconds
  }
}
