/// A stream of bytes behind one reusable buffer: the unread part is always contiguous, and grows only up to a limit.
///
/// The feed owns its buffer and asks `refill` for more; whoever reads looks at the unread bytes and consumes from the
/// front. Input is untrusted; nothing here depends on its content.
public struct ByteFeed: ~Copyable {
  /// Writes up to the buffer's size into it and returns how many bytes, 0 at the end.
  public typealias Refill = (UnsafeMutableRawBufferPointer) throws -> Int

  /// Bytes before the first unread one, from the start of the stream.
  public private(set) var offset: UInt64
  /// The stream has ended; unread bytes may remain.
  public private(set) var isAtEnd = false

  private var storage: UnsafeMutableRawBufferPointer
  private var head = 0
  private var tail = 0
  private let limit: Int
  private let refill: Refill

  /// Makes a feed.
  ///
  /// `startOffset`: what `offset` starts from, for a feed over a part of a stream.
  /// `chunk`: bytes asked for at a time; 256 KiB measured best.
  /// `limit`: most bytes that may be unread at once.
  public init(startOffset: UInt64 = 0, chunk: Int = 256 << 10, limit: Int = 16 << 20, refill: @escaping Refill) {
    self.offset = startOffset
    self.limit = max(limit, chunk)
    self.refill = refill
    self.storage = .allocate(byteCount: chunk, alignment: 64)
  }

  deinit { storage.deallocate() }

  /// Number of unread bytes in the buffer.
  public var unreadCount: Int { tail - head }

  /// Calls `body` with the unread bytes.
  public borrowing func withUnreadSpan<R>(_ body: (RawSpan) throws -> R) rethrows -> R {
    try body(unsafeUnread.bytes)
  }

  /// The unread bytes for code that needs a pointer; it must not escape `body`.
  @inlinable
  public borrowing func withUnread<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try body(unsafeUnread)
  }

  @usableFromInline var unsafeUnread: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage)[head..<tail])
  }

  /// Drops `count` unread bytes from the front.
  public mutating func consume(_ count: Int) {
    precondition(count >= 0 && count <= tail - head)
    head += count
    offset += UInt64(count)
  }

  /// Reads once more. False when the stream has ended or the buffer is at its limit; tell them apart by `isAtEnd`.
  public mutating func fill() throws -> Bool {
    if isAtEnd { return false }
    if head > 0 {
      if tail > head, let base = storage.baseAddress { base.copyMemory(from: base + head, byteCount: tail - head) }
      tail -= head
      head = 0
    }
    if tail == storage.count {
      if storage.count >= limit { return false }
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: min(limit, storage.count * 2), alignment: 64)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[0..<tail]))
      storage.deallocate()
      storage = larger
    }
    let count = try refill(UnsafeMutableRawBufferPointer(rebasing: storage[tail...]))
    if count == 0 { isAtEnd = true }
    tail += count
    return count > 0
  }

  /// Reads until at least `count` bytes are unread, the stream ends, or the limit is reached. True if there are.
  public mutating func require(_ count: Int) throws -> Bool {
    while tail - head < count {
      if try !fill() { return false }
    }
    return true
  }
}
