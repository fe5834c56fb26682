/// Eight bytes looked at in one go. Each test marks a byte by the highest bit of its place; the lowest mark is always
/// true, marks above it may be left over from a borrow. Bytes above 0x7F are never marked.
///
/// Names in a log end within a few words, so this beats a loop over bytes and a call of `memchr` alike.
@frozen
public enum ByteWord {
  /// The same byte in all eight places.
  @inlinable @inline(__always)
  public static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Marks bytes equal to `byte`, given as `all(byte)`; `byte` is below 0x80.
  @inlinable @inline(__always)
  public static func equal(_ word: UInt64, _ bytes: UInt64) -> UInt64 {
    let difference = word ^ bytes
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }

  /// Marks bytes below `limit`, which is given as `all(limit)` and at most 0x80.
  @inlinable @inline(__always)
  public static func below(_ word: UInt64, _ limit: UInt64) -> UInt64 {
    (word &- limit) & ~word & 0x8080_8080_8080_8080
  }

  /// How many of the eight bytes are decimal digits, from the lowest on.
  @inlinable @inline(__always)
  public static func digits(_ word: UInt64) -> Int {
    let values = word ^ all(0x30)
    return first((values &+ all(0x76) | values) & all(0x80))
  }

  /// Which of the eight bytes is the lowest that is marked; 8 if none is.
  @inlinable @inline(__always)
  public static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount &>> 3 }

  /// Eight bytes at `base + offset`, which must all be readable; the first byte is the lowest.
  @inlinable @inline(__always)
  public static func load(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
