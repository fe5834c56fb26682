/// Columns that characters take in a terminal and, closely enough, in drawings.
enum DisplayWidth {
  /// 0 for marks that sit on the character before, 2 for East Asian wide characters and emoji, else 1.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(value) ? 2 : 1
    }
  }

  /// Columns of a whole text without active characters. O(n).
  static func of(_ text: some StringProtocol) -> Int {
    var width = 0
    for scalar in text.unicodeScalars { width += of(scalar) }
    return width
  }

  /// Ranges of East_Asian_Width W and F (Unicode 15), joined where only unassigned characters lie between.
  static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115f, 0x231a...0x231b, 0x2329...0x232a, 0x23e9...0x23ec, 0x2614...0x2615, 0x26a1, 0x26d4: true
    case 0x2705, 0x274c, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x2b1b...0x2b1c, 0x2b50, 0x2b55: true
    case 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97f: true
    case 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff00...0xff60: true
    case 0xffe0...0xffe6, 0x16fe0...0x18cff, 0x1aff0...0x1b2ff, 0x1f004, 0x1f0cf, 0x1f18e: true
    case 0x1f191...0x1f19a, 0x1f200...0x1f265, 0x1f300...0x1f320, 0x1f32d...0x1f5ff, 0x1f600...0x1f64f: true
    case 0x1f680...0x1f6ff, 0x1f7e0...0x1f7f0, 0x1f900...0x1f9ff, 0x1fa70...0x1faff, 0x20000...0x3fffd: true
    default: false
    }
  }
}
