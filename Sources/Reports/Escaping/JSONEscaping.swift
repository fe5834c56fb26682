/// Strings of JSON texts.
public enum JSONEscaping {
  /// Appends `text` as a JSON string with its quotes.
  ///
  /// Lossless. Beside what RFC 8259 asks for, everything that `VisibleText` calls active is written as an escape, so
  /// that a report shown in a terminal or pasted into a script stays inert.
  static func append(_ text: String, to out: inout [UInt8]) {
    out.append(0x22)
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }) {
      out.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { append(scalar, to: &out) }
    }
    out.append(0x22)
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    switch scalar {
    case "\"": out.append(contentsOf: "\\\"".utf8)
    case "\\": out.append(contentsOf: "\\\\".utf8)
    case "\n": out.append(contentsOf: "\\n".utf8)
    case "\r": out.append(contentsOf: "\\r".utf8)
    case "\t": out.append(contentsOf: "\\t".utf8)
    default:
      if VisibleText.isActive(scalar) {
        for unit in String(scalar).utf16 { appendUnit(unit, to: &out) }
      } else {
        out.append(contentsOf: String(scalar).utf8)
      }
    }
  }

  private static func appendUnit(_ unit: UInt16, to out: inout [UInt8]) {
    let digits = String(unit, radix: 16)
    out.append(contentsOf: "\\u".utf8)
    out.append(contentsOf: String(repeating: "0", count: 4 - digits.utf8.count).utf8)
    out.append(contentsOf: digits.utf8)
  }
}
