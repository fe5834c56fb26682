/// Escapes of double-quoted YAML scalars.
enum YAMLEscape {
  /// Decodes the escape whose backslash is at `cursor` and goes past it.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, _ cursor: inout Int, into out: inout [UInt8]
  ) throws(YAMLBlockReader.Unusual) {
    guard cursor + 1 < bytes.count else { throw YAMLBlockReader.Unusual() }
    let code = bytes[cursor + 1]
    cursor += 2
    switch code {
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "t"), 0x09: out.append(0x09)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "0"): out.append(0)
    case UInt8(ascii: "a"): out.append(0x07)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "v"): out.append(0x0B)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "e"): out.append(0x1B)
    case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): out.append(code)
    case UInt8(ascii: "x"): try scalar(bytes, &cursor, digits: 2, into: &out)
    case UInt8(ascii: "u"): try scalar(bytes, &cursor, digits: 4, into: &out)
    case UInt8(ascii: "U"): try scalar(bytes, &cursor, digits: 8, into: &out)
    case 0x0A: skipLineBegin(bytes, &cursor, into: &out)
    case 0x0D where cursor < bytes.count && bytes[cursor] == 0x0A:
      cursor += 1
      skipLineBegin(bytes, &cursor, into: &out)
    default: throw YAMLBlockReader.Unusual()
    }
  }

  /// An escaped line end joins the lines; blank lines after it stand for line ends.
  private static func skipLineBegin(_ bytes: UnsafeRawBufferPointer, _ cursor: inout Int, into out: inout [UInt8]) {
    while cursor < bytes.count {
      switch bytes[cursor] {
      case 0x0A: out.append(0x0A)
      case 0x20, 0x09, 0x0D: break
      default: return
      }
      cursor += 1
    }
  }

  private static func scalar(
    _ bytes: UnsafeRawBufferPointer, _ cursor: inout Int, digits: Int, into out: inout [UInt8]
  ) throws(YAMLBlockReader.Unusual) {
    guard cursor + digits <= bytes.count else { throw YAMLBlockReader.Unusual() }
    var value: UInt32 = 0
    for _ in 0..<digits {
      let byte = bytes[cursor]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 87
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 55
      default: throw YAMLBlockReader.Unusual()
      }
      value = value << 4 | UInt32(digit)
      cursor += 1
    }
    guard let scalar = Unicode.Scalar(value) else { throw YAMLBlockReader.Unusual() }
    out.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
  }
}
