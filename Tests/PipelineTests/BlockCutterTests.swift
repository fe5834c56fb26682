import Testing

@testable import Pipeline

/// A stream cut into blocks is the stream, whatever the size of the blocks and of the reads.
@Suite struct BlockCutterTests {
  private static let text: [UInt8] = {
    let random = seeded(7)
    return (0..<400).flatMap { n in
      [UInt8](repeating: UInt8(97 + n % 26), count: Int(random() % 90)) + [0x0A]
    } + Array("without an end".utf8)
  }()

  /// Hands out `bytes` in reads of at most `step`, then fails or ends.
  private func stream(_ bytes: [UInt8], step: Int, failure: (any Error)? = nil) -> (UnsafeMutableRawBufferPointer)
    throws -> Int
  {
    var at = 0
    return { buffer in
      let count = min(step, buffer.count, bytes.count - at)
      if count == 0, let failure { throw failure }
      buffer.copyBytes(from: bytes[at..<at + count])
      at += count
      return count
    }
  }

  @Test(arguments: [1, 2, 7, 64, 1000, 100_000], [1, 3, 61, 4096])
  func blocksAreWholeLinesInOrder(_ size: Int, _ step: Int) {
    let cutter = BlockCutter(size: size, stream(Self.text, step: step))
    #expect(cutter.head(100) == Array(Self.text.prefix(100)))
    var all: [UInt8] = []
    var number = 0
    while let block = cutter.next() {
      #expect(block.number == number && Int(block.offset) == all.count && !block.isOpen)
      all += block.bytes
      if all.count < Self.text.count { #expect(block.bytes.last == 0x0A && block.bytes.count > size) }
      number += 1
    }
    #expect(all == Self.text)
  }

  @Test func whatWasReadBeforeAFailureIsKept() {
    struct Broken: Error {}
    let cutter = BlockCutter(size: 500, stream(Self.text, step: 50, failure: Broken()))
    var all: [UInt8] = []
    var failures = 0
    while let block = cutter.next() {
      all += block.bytes
      failures += block.failure == nil ? 0 : 1
    }
    #expect(all == Self.text)
    #expect(failures == 1)
  }

  @Test func aLineTooLongToHoldIsReadOnFromItsBlock() throws {
    let bytes = Array("a\nb\n".utf8) + [UInt8](repeating: 120, count: 1_000_000) + Array("\nlast\n".utf8)
    let cutter = BlockCutter(size: 3, longestTail: 100, stream(bytes, step: 90))
    var all: [UInt8] = []
    while let block = cutter.next() {
      all += block.bytes
      guard block.isOpen else { continue }
      #expect(cutter.next() == nil)
      var buffer = [UInt8](repeating: 0, count: 1000)
      while true {
        let count = try buffer.withUnsafeMutableBytes { try cutter.readOn($0) }
        if count == 0 { break }
        all += buffer[..<count]
      }
    }
    #expect(all == bytes)
  }

  @Test func anEmptyStreamIsOneEmptyBlock() {
    let cutter = BlockCutter(size: 10) { _ in 0 }
    #expect(cutter.next()?.bytes.isEmpty == true)
    #expect(cutter.next() == nil)
  }
}

/// The same numbers in every run.
private func seeded(_ seed: UInt64) -> () -> UInt64 {
  var state = seed
  return {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
