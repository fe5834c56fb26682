/// Why bytes are not what a `BinaryWriter` wrote.
public enum BinaryError: Error, Equatable {
  /// They end before their end.
  case cut
  /// They say what no writer writes.
  case damaged(String)
  /// They could not be had.
  case failed(String)

  /// For people, without trailing full stop.
  public var reason: String {
    switch self {
    case .cut: "it is cut: its end is missing"
    case .damaged(let what): "it is damaged: \(what)"
    case .failed(let why): why
    }
  }
}

/// Reads what a `BinaryWriter` wrote. Its input is untrusted: every read is checked against the bytes that are there, every
/// count against a limit, and nothing is allocated for what has not been read yet.
public struct BinaryReader: ~Copyable {
  private static let chunk = 256 << 10
  /// Longest text that is read, bytes.
  public static let textLimit = 16 << 20
  /// Most of anything in one list.
  public static let countLimit = 1 << 30

  private let refill: ByteFeed.Refill
  /// Sees all bytes that were read, in order.
  private let observe: (UnsafeRawBufferPointer) -> Void
  @usableFromInline let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 64)
  @usableFromInline var head = 0
  @usableFromInline var tail = 0
  /// Up to here `observe` has seen.
  private var seen = 0

  /// Reads what `refill` gives; `observe` gets every byte that was read.
  public init(observe: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }, refill: @escaping ByteFeed.Refill) {
    self.refill = refill
    self.observe = observe
  }

  deinit { storage.deallocate() }

  /// An integer in its own width. O(1).
  @inlinable public mutating func number<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(BinaryError) -> T {
    let end = head &+ MemoryLayout<T>.size
    guard end <= tail else { return try numberBeyond() }
    defer { head = end }
    return T(littleEndian: storage.loadUnaligned(fromByteOffset: head, as: T.self))
  }

  @inline(never) @usableFromInline
  mutating func numberBeyond<T: FixedWidthInteger>() throws(BinaryError) -> T {
    try require(MemoryLayout<T>.size)
    defer { head += MemoryLayout<T>.size }
    return T(littleEndian: storage.loadUnaligned(fromByteOffset: head, as: T.self))
  }

  /// An integer within a range.
  @inlinable
  public mutating func number<T: FixedWidthInteger>(
    in range: ClosedRange<T>, _ what: StaticString
  ) throws(BinaryError) -> T {
    let value: T = try number()
    guard range.contains(value) else { throw .damaged("\(what) \(value) is out of range") }
    return value
  }

  /// An `Int` of 64 bits within a range.
  public mutating func int(in range: ClosedRange<Int>, _ what: StaticString) throws(BinaryError) -> Int {
    Int(try number(in: Int64(range.lowerBound)...Int64(range.upperBound), what))
  }

  /// One byte, 0 or 1.
  @inlinable public mutating func bool() throws(BinaryError) -> Bool {
    switch try number(UInt8.self) {
    case 0: return false
    case 1: return true
    case let other: throw .damaged("\(other) is neither no nor yes")
    }
  }

  /// How many of something follow.
  public mutating func count(_ limit: Int = countLimit, of what: String) throws(BinaryError) -> Int {
    let count = Int(try number(UInt32.self))
    guard count <= limit else { throw .damaged("\(count) \(what) are too many") }
    return count
  }

  /// A number that names one of `count` things.
  @inlinable
  public mutating func index<T: FixedWidthInteger>(_ count: Int, of what: StaticString) throws(BinaryError) -> T {
    let value: T = try number()
    guard value >= 0, Int(clamping: value) < count else { throw .damaged("there is no \(what) \(value)") }
    return value
  }

  /// Bytes that say how many they are.
  public mutating func bytes(limit: Int = textLimit) throws(BinaryError) -> [UInt8] {
    try raw(count(limit, of: "bytes of text"))
  }

  /// A text; invalid UTF-8 becomes U+FFFD.
  public mutating func text(limit: Int = textLimit) throws(BinaryError) -> String {
    String(decoding: try bytes(limit: limit), as: UTF8.self)
  }

  /// So many bytes.
  public mutating func raw(_ count: Int) throws(BinaryError) -> [UInt8] {
    var bytes: [UInt8] = []
    var left = count
    while left > 0 {
      try require(1)
      let piece = min(left, tail - head)
      bytes.append(contentsOf: storage[head..<head + piece])
      head += piece
      left -= piece
    }
    return bytes
  }

  /// Passes over so many bytes.
  public mutating func skip(_ count: Int) throws(BinaryError) {
    var left = count
    while left > 0 {
      try require(1)
      let piece = min(left, tail - head)
      head += piece
      left -= piece
    }
  }

  /// What may be missing.
  public mutating func optional<T>(_ read: (inout BinaryReader) throws(BinaryError) -> T) throws(BinaryError) -> T? {
    try bool() ? try read(&self) : nil
  }

  /// What may be missing.
  public mutating func optional<T: BinaryRecord>() throws(BinaryError) -> T? {
    try bool() ? try T(from: &self) : nil
  }

  /// A list. O(items); its memory grows as items are read.
  public mutating func list<T>(
    _ limit: Int = countLimit, of what: String, _ read: (inout BinaryReader) throws(BinaryError) -> T
  ) throws(BinaryError) -> [T] {
    var items: [T] = []
    for _ in 0..<(try count(limit, of: what)) { items.append(try read(&self)) }
    return items
  }

  /// A list of records.
  public mutating func list<T: BinaryRecord>(_ limit: Int = countLimit, of what: String) throws(BinaryError) -> [T] {
    var items: [T] = []
    for _ in 0..<(try count(limit, of: what)) { items.append(try T(from: &self)) }
    return items
  }

  /// Nothing follows.
  public mutating func isAtEnd() throws(BinaryError) -> Bool {
    if head < tail { return false }
    return try fill() == 0
  }

  /// Lets `observe` see everything up to here; what is read from here on it sees later.
  public mutating func settle() {
    if head > seen { observe(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage)[seen..<head])) }
    seen = head
  }

  private mutating func require(_ count: Int) throws(BinaryError) {
    while tail - head < count {
      if try fill() == 0 { throw .cut }
    }
  }

  private mutating func fill() throws(BinaryError) -> Int {
    settle()
    if tail > head, head > 0, let base = storage.baseAddress {
      base.copyMemory(from: base + head, byteCount: tail - head)
    }
    (tail, head, seen) = (tail - head, 0, 0)
    let count: Int
    do {
      count = try refill(UnsafeMutableRawBufferPointer(rebasing: storage[tail...]))
    } catch {
      throw .failed("\(error)")
    }
    tail += count
    return count
  }
}
