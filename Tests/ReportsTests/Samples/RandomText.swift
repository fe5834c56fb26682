/// A small seeded generator, so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    // SplitMix64.
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A text of up to `limit` scalars in which odd ones are frequent.
  mutating func text(upTo limit: Int) -> String {
    let odd: [Unicode.Scalar] = [
      "`", "|", "<", ">", "&", "\"", "'", "@", "#", "\\", "\n", "\r", "\t", "\u{0}", "\u{1b}", "\u{7f}", "\u{85}",
      "\u{9b}",
      "\u{202e}", "\u{2066}", "\u{2028}", "\u{feff}", "\u{e0041}", "中", "ｗ", "é", "\u{301}", "😀", "\u{10ffff}", " ",
      ":", "=", ",",
    ]
    var out = ""
    for _ in 0..<Int.random(in: 0...limit, using: &self) {
      if Bool.random(using: &self) {
        out.unicodeScalars.append(odd[Int.random(in: 0..<odd.count, using: &self)])
      } else if let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &self)) {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
