/// Writes numbers and texts in a fixed layout, low byte first, and hands them on in large pieces.
///
/// Numbers have a fixed width: what they cost is what the reader can be made to allocate, so that a small file cannot ask for
/// much memory. A compressor takes the zeros out.
public struct BinaryWriter {
  /// Takes what was written, in order.
  public typealias Sink = (UnsafeRawBufferPointer) -> Void

  @usableFromInline static let chunk = 256 << 10
  @usableFromInline var pending: [UInt8] = []
  private let sink: Sink

  /// Writes into `sink`.
  public init(_ sink: @escaping Sink) {
    self.sink = sink
    pending.reserveCapacity(Self.chunk)
  }

  /// Hands on what is held back. Call it last.
  public mutating func flush() {
    pending.withUnsafeBytes { if $0.count > 0 { sink($0) } }
    pending.removeAll(keepingCapacity: true)
  }

  /// An integer in its own width.
  @inlinable public mutating func number(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { pending.append(contentsOf: $0) }
    if pending.count >= Self.chunk { flush() }
  }

  /// An `Int` in 64 bits.
  public mutating func int(_ value: Int) { number(Int64(value)) }

  /// One byte, 0 or 1.
  public mutating func bool(_ value: Bool) { number(UInt8(value ? 1 : 0)) }

  /// How many of something follow; more than 32 bits hold is a mistake of the caller.
  public mutating func count(_ value: Int) { number(UInt32(value)) }

  /// Bytes, and how many they are.
  public mutating func bytes(_ bytes: UnsafeRawBufferPointer) {
    count(bytes.count)
    raw(bytes)
  }

  /// Bytes that say themselves how many they are.
  public mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.chunk { flush() }
  }

  /// Bytes, and how many they are.
  public mutating func bytes(_ bytes: [UInt8]) { bytes.withUnsafeBytes { self.bytes($0) } }

  /// A text as UTF-8.
  public mutating func text(_ text: String) {
    var copy = text
    copy.withUTF8 { bytes(UnsafeRawBufferPointer($0)) }
  }

  /// Whether there is one, and it.
  public mutating func optional<T>(_ value: T?, _ write: (inout BinaryWriter, T) -> Void) {
    bool(value != nil)
    if let value { write(&self, value) }
  }

  /// How many there are, and each.
  public mutating func list<T>(_ values: some Collection<T>, _ write: (inout BinaryWriter, T) -> Void) {
    count(values.count)
    for value in values { write(&self, value) }
  }

  /// How many there are, and each.
  public mutating func list(_ values: some Collection<some BinaryRecord>) { list(values) { $1.write(to: &$0) } }

  /// Whether there is one, and it.
  public mutating func optional(_ value: (some BinaryRecord)?) { optional(value) { $1.write(to: &$0) } }
}

/// What has a fixed layout in files.
public protocol BinaryRecord {
  /// Reads one. Nothing read is trusted: what could not have been written is refused.
  init(from reader: inout BinaryReader) throws(BinaryError)
  /// Writes it, so that it can be read again as it is.
  func write(to writer: inout BinaryWriter)
}
