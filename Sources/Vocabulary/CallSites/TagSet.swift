/// A set of release tags by number.
struct TagSet: Sendable, Equatable {
  static let capacity = 256

  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  static func == (a: TagSet, b: TagSet) -> Bool { a.words == b.words }

  var count: Int {
    words.0.nonzeroBitCount + words.1.nonzeroBitCount + words.2.nonzeroBitCount + words.3.nonzeroBitCount
  }

  func contains(_ tag: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(tag & 63)
    switch tag >> 6 {
    case 0: return words.0 & bit != 0
    case 1: return words.1 & bit != 0
    case 2: return words.2 & bit != 0
    case 3: return words.3 & bit != 0
    default: return false
    }
  }

  mutating func insert(_ tags: ClosedRange<Int>) {
    for tag in tags {
      let bit: UInt64 = 1 << UInt64(tag & 63)
      switch tag >> 6 {
      case 0: words.0 |= bit
      case 1: words.1 |= bit
      case 2: words.2 |= bit
      case 3: words.3 |= bit
      default: break
      }
    }
  }

  mutating func formUnion(_ other: TagSet) {
    words.0 |= other.words.0
    words.1 |= other.words.1
    words.2 |= other.words.2
    words.3 |= other.words.3
  }
}
