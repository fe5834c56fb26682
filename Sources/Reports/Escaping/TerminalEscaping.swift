/// Makes untrusted text safe for a terminal: nothing in it can move the cursor, change colours or hide.
public enum TerminalEscaping {
  /// One line: control characters, bidirectional overrides and line ends become visible escapes.
  public static func line(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: out += " "
      case 0..<0x20, 0x7F: out += "\\x" + hex(scalar.value, 2)
      case 0x80..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xE0000...0xE0FFF: out += "\\u{" + hex(scalar.value, 4) + "}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func hex(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
