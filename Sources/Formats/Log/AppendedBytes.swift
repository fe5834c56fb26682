import ByteLexing

extension [UInt8] {
  /// Appends the bytes of `range`, as one copy: a slice of a raw buffer would be copied byte by byte.
  @inline(__always)
  mutating func append(_ text: RawSpan, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    text.withUnsafeBytes { append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}
