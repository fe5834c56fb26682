import ByteLexing
import Model
import Synchronization

/// Cuts a stream that can only be read forwards into blocks of whole lines, for several threads: whoever is free takes
/// the next one. What must be done in order, such as inflating, is done by one of them at a time.
///
/// Blocks end behind the first line end at or after `SegmentedReading.segmentSize` bytes, as the parts of a file do.
final class BlockCutter: @unchecked Sendable {
  // Unchecked: everything that changes is touched under `turn` only, or by the one thread that has an open block.

  /// A run of whole lines, in the order of `number`.
  struct Block: Sendable {
    var number: Int
    /// Of its first byte, from the start of the stream.
    var offset: UInt64
    var bytes: [UInt8]
    /// The stream failed behind these bytes.
    var failure: (any Error)?
    /// A line is too long to be held whole: the rest of the stream belongs to this block and is read on from it.
    var isOpen = false
  }

  private static let readSize = 256 << 10

  /// Where the search for the end of a block begins, bytes.
  private let size: Int
  /// How far behind that a line end is looked for.
  private let longestTail: Int
  private let turn = Mutex(())
  private let read: ByteFeed.Refill
  private var carry: [UInt8] = []
  private let spare = Mutex<[[UInt8]]>([])
  private static let spareLimit = 4
  private var offset: UInt64 = 0
  private var number = 0
  private var isOver = false

  init(size: Int = Int(SegmentedReading.segmentSize), longestTail: Int = 8 << 20, _ read: @escaping ByteFeed.Refill) {
    self.size = size
    self.longestTail = longestTail
    self.read = read
  }

  /// The next block, or `nil` when all were handed out. Blocks until it is read.
  func next() -> Block? { turn.withLock { _ in cut() } }

  /// Takes back the memory of a block that was read: to make it anew for each would cost more than to inflate into it.
  func recycle(_ block: inout Block) {
    var bytes: [UInt8] = []
    swap(&bytes, &block.bytes)
    bytes.removeAll(keepingCapacity: true)
    spare.withLock { if $0.count < Self.spareLimit { $0.append(bytes) } }
  }

  /// Reads on behind an open block.
  func readOn(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int { try read(buffer) }

  /// Looks at the beginning of the stream without taking it; at most `count` bytes, fewer only if the stream ends or fails.
  func head(_ count: Int) -> [UInt8] {
    turn.withLock { _ in
      while carry.count < count, (try? fill()) ?? 0 > 0 {}
      return Array(carry.prefix(count))
    }
  }

  private var pendingFailure: (any Error)?

  /// Reads the stream from where it is, bytes looked at first. Nothing else may be taken from the cutter then.
  func drain() -> ByteFeed.Refill {
    var at = 0
    return { [self] buffer in
      let count = min(buffer.count, carry.count - at)
      if count == 0 {
        if let failure = pendingFailure { throw failure }
        return try read(buffer)
      }
      carry.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
      at += count
      return count
    }
  }

  /// Bytes added to the carry, 0 at the end.
  private func fill() throws -> Int {
    if let failure = pendingFailure { throw failure }
    let before = carry.count
    do {
      try carry.append(addingCapacity: Self.readSize) { room in
        try room.withUnsafeMutableBufferPointer { bytes, count in
          count = try read(UnsafeMutableRawBufferPointer(bytes))
        }
      }
    } catch {
      pendingFailure = error
      throw error
    }
    return carry.count - before
  }

  private func cut() -> Block? {
    guard !isOver else { return nil }
    var block = Block(number: number, offset: offset, bytes: [])
    number += 1
    var searched = size
    while true {
      // Streams that end within the first reads, of which there may be thousands, take no more memory than they hold.
      if carry.count > Self.readSize { carry.reserveCapacity(size + 2 * Self.readSize) }
      if carry.count > searched {
        if let end = carry[searched...].firstIndex(of: 0x0A) {
          var rest = spare.withLock { $0.popLast() } ?? []
          rest.append(contentsOf: carry[(end + 1)...])
          carry.removeLast(carry.count - end - 1)
          block.bytes = carry
          carry = rest
          break
        }
        searched = carry.count
        if searched > size + longestTail {
          block.isOpen = true
          break
        }
      }
      do {
        if try fill() == 0 { break }
      } catch {
        block.failure = error
        break
      }
    }
    if block.bytes.isEmpty {
      isOver = true
      block.bytes = carry
      carry = []
    }
    offset += UInt64(block.bytes.count)
    return block.bytes.isEmpty && block.failure == nil && block.number > 0 ? nil : block
  }
}
