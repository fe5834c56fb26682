import CPlatform

/// Finding bytes. All offsets are from the start of the span; -1 means not found. O(n), libc does the scanning.
extension RawSpan {
  /// Offset of the first `byte` at or after `start`, or -1.
  @inlinable @inline(__always)
  public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int {
    withUnsafeBytes { raw in
      guard start < raw.count, let base = raw.baseAddress else { return -1 }
      let hit = cplatform_find_byte(base + start, raw.count - start, byte)
      return hit < 0 ? -1 : hit + start
    }
  }

  /// Offset of the first `byte` in `range`, or its end. The range must lie in the span.
  @inlinable @inline(__always)
  public func end(of range: Range<Int>, before byte: UInt8) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    return withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return range.upperBound }
      return range.lowerBound &+ cplatform_end(base + range.lowerBound, range.count, byte)
    }
  }

  /// Offset of the first occurrence of `literal` at or after `start`, or -1.
  public func firstIndex(of literal: StaticString, from start: Int = 0) -> Int {
    withUnsafeBytes { raw in
      guard start <= raw.count, let base = raw.baseAddress else { return -1 }
      let hit = cplatform_find(base + start, raw.count - start, literal.utf8Start, literal.utf8CodeUnitCount)
      return hit < 0 ? -1 : hit + start
    }
  }

  /// Offset of the first occurrence of `literal` at or after `start`, or -1.
  public func firstIndex(of literal: [UInt8], from start: Int = 0) -> Int {
    withUnsafeBytes { raw in
      guard start <= raw.count, let base = raw.baseAddress else { return -1 }
      return literal.withUnsafeBytes { needle in
        guard let pattern = needle.baseAddress else { return start }
        let hit = cplatform_find(base + start, raw.count - start, pattern, needle.count)
        return hit < 0 ? -1 : hit + start
      }
    }
  }

  /// The byte at `index`, which must be in range.
  @inlinable @inline(__always)
  public func byte(_ index: Int) -> UInt8 { unsafeLoad(fromByteOffset: index, as: UInt8.self) }

  /// True if the bytes at `offset` are `literal`.
  public func hasBytes(_ literal: StaticString, at offset: Int = 0) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard offset >= 0, byteCount - offset >= count else { return false }
    return withUnsafeBytes { raw in
      for i in 0..<count where raw[offset + i] != literal.utf8Start[i] { return false }
      return true
    }
  }

  /// The bytes in `range` as text; invalid UTF-8 becomes U+FFFD. For lines chosen to be shown, never in a loop over all.
  public func text(_ range: Range<Int>) -> String {
    withUnsafeBytes { raw in String(decoding: raw[range], as: UTF8.self) }
  }

  /// All bytes as text; see `text(_:)`.
  public var text: String { text(0..<byteCount) }
}

/// Number of bytes at `text` before the first that no name holds (white space, control characters, double quote, DEL) or that
/// is `stop`; `count` if there is none. `count` bytes must be readable, and `before` bytes in front of them. O(count), sixteen
/// bytes at a time.
@inlinable @inline(__always)
public func nameLength(_ text: UnsafeRawPointer, before: Int, _ count: Int, stop: UInt8) -> Int {
  cplatform_name_length(text.assumingMemoryBound(to: UInt8.self), before, count, stop)
}
