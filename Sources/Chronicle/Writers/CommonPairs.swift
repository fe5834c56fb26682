/// The pairs of neighbouring bytes, letters in lower case, that every line of a log so far holds. Whatever part of a line
/// somebody looked for, its pairs stay; of an ordinary log none stays for long.
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

  /// Takes the next line, in lower case. O(line).
  mutating func note(_ line: [UInt8]) {
    guard isOpen else { return }
    let bits = 1 << 16
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: bits / 64) { seen in
      seen.initialize(repeating: 0)
      for at in 0..<max(0, min(line.count, Self.limit) - 1) {
        let pair = Int(line[at]) << 8 | Int(line[at + 1])
        seen[pair >> 6] |= 1 << UInt64(pair & 63)
      }
      func isSeen(_ pair: UInt16) -> Bool { seen[Int(pair >> 6)] >> UInt64(pair & 63) & 1 != 0 }
      if let known = pairs {
        pairs = known.filter(isSeen)
      } else {
        // A zero stands between parts of the line.
        pairs = (0x0100...UInt16.max).filter { $0 & 0xff != 0 && isSeen($0) }
      }
    }
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
