/// Reads little-endian numbers and short texts, nil past the end.
struct IndexReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func magic(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    for i in 0..<count where bytes[position + i] != text.utf8Start[i] { return false }
    position += count
    return true
  }

  mutating func u8() -> UInt8? {
    guard position < bytes.count else { return nil }
    position += 1
    return bytes[position - 1]
  }

  mutating func u16() -> Int? { number(2) }
  mutating func u32() -> Int? { number(4) }

  private mutating func number(_ count: Int) -> Int? {
    guard bytes.count - position >= count else { return nil }
    var value = 0
    for i in 0..<count { value |= Int(bytes[position + i]) << (8 * i) }
    position += count
    return value
  }

  mutating func text() -> String? {
    guard let count = u8(), bytes.count - position >= Int(count) else { return nil }
    defer { position += Int(count) }
    return String(decoding: bytes[position..<position + Int(count)], as: UTF8.self)
  }
}
