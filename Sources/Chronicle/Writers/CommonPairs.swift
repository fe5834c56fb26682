import ByteLexing

/// The pairs of neighbouring bytes that every line of a log so far holds. Whatever part of a line somebody looked for, its
/// pairs stay; of an ordinary log none stays for long, though long rows of lines about one thing have some in common.
struct CommonPairs: Sendable, Hashable {
  /// Bound on what is kept of the first line, and on how much of a line is looked at.
  static let limit = 1024

  /// In ascending order; `nil` before the first line.
  private(set) var pairs: [UInt16]?

  /// No line was seen, or there still are such pairs.
  var isOpen: Bool { pairs != [] }

  /// Nothing seen yet.
  init() {}

  /// Those of a file, `nil` if they are none.
  init?(_ pairs: [UInt16]?) {
    if let pairs {
      guard pairs.count <= Self.limit, zip(pairs, pairs.dropFirst()).allSatisfy(<) else { return nil }
    }
    self.pairs = pairs
  }

  /// Number of the line that is looked at next after line `number`, from 1. Pairs that stayed so long will mostly stay on, so
  /// few lines more are asked: in them, whatever all of a log holds is there, and what a row of them holds is not.
  static func due(after number: UInt64) -> UInt64 {
    if number < closely { return number + 1 }
    return (number | (number < often ? 15 : 255)) + 1
  }

  private static let closely: UInt64 = 512
  private static let often: UInt64 = 16_384
  /// So many pairs are looked for one by one.
  private static let few = 64

  /// Takes the next line, in its parts. O(line).
  mutating func note(_ name: Slice<UnsafeRawBufferPointer>, _ message: UnsafeRawBufferPointer) {
    let parts = [UnsafeRawBufferPointer(rebasing: name), UnsafeRawBufferPointer(rebasing: message.prefix(Self.limit))]
    if let known = pairs, known.count <= Self.few {
      pairs = known.filter { pair in parts.contains { Self.holds($0, pair) } }
      return
    }
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: (1 << 16) / 64) { seen in
      seen.initialize(repeating: 0)
      for part in parts where part.count > 1 {
        for at in 0..<part.count - 1 {
          let pair = Int(part[at]) << 8 | Int(part[at + 1])
          seen[pair >> 6] |= 1 << UInt64(pair & 63)
        }
      }
      func isSeen(_ pair: UInt16) -> Bool { seen[Int(pair >> 6)] >> UInt64(pair & 63) & 1 != 0 }
      pairs = pairs?.filter(isSeen) ?? Array((0...UInt16.max).filter(isSeen).prefix(Self.limit))
    }
  }

  private static func holds(_ part: UnsafeRawBufferPointer, _ pair: UInt16) -> Bool {
    let (first, second) = (UInt8(pair >> 8), UInt8(pair & 0xff))
    var at = part.bytes.firstIndex(of: first)
    while at >= 0, at + 1 < part.count {
      if part[at + 1] == second { return true }
      at = part.bytes.firstIndex(of: first, from: at + 1)
    }
    return false
  }

  /// Adds what another piece of the same log showed. O(pairs).
  mutating func merge(_ other: CommonPairs) {
    guard let theirs = other.pairs else { return }
    pairs = pairs.map { own in own.filter(Set(theirs).contains) } ?? theirs
  }

  /// The first of them that is no blank, as text; `nil` if there is none.
  var text: String? {
    pairs?.first { $0 >> 8 > 0x20 && $0 & 0xff > 0x20 && $0 < 0x7f00 && $0 & 0xff < 0x7f }
      .map { String(decoding: [UInt8($0 >> 8), UInt8($0 & 0xff)], as: UTF8.self) }
  }
}
