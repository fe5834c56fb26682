/// True if `count` bytes at both places are equal.
///
/// Names and literals of a log are short: two overlapping loads from each side decide up to 16 bytes without a call.
/// Both places must hold `count` readable bytes.
@inlinable @inline(__always)
public func sameBytes(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
  if count >= 8 {
    let last = count &- 8
    if a.loadUnaligned(as: UInt64.self) != b.loadUnaligned(as: UInt64.self) { return false }
    if a.loadUnaligned(fromByteOffset: last, as: UInt64.self) != b.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    {
      return false
    }
    var at = 8
    while at < last {
      if a.loadUnaligned(fromByteOffset: at, as: UInt64.self) != b.loadUnaligned(fromByteOffset: at, as: UInt64.self) {
        return false
      }
      at &+= 8
    }
    return true
  }
  if count >= 4 {
    let last = count &- 4
    return a.loadUnaligned(as: UInt32.self) == b.loadUnaligned(as: UInt32.self)
      && a.loadUnaligned(fromByteOffset: last, as: UInt32.self)
        == b.loadUnaligned(fromByteOffset: last, as: UInt32.self)
  }
  for i in 0..<max(0, count)
  where a.load(fromByteOffset: i, as: UInt8.self) != b.load(fromByteOffset: i, as: UInt8.self) {
    return false
  }
  return true
}
