import Glibc

/// Names of files as text, whatever bytes they have: on Linux a name is bytes, and one from an older system may be no UTF-8.
///
/// A byte that is none stands as a character of a private area that no name has; `open` gets the byte back, and people see
/// it as `\xE9`.
public enum FileName {
  /// The character of byte 0; those of the bytes from 0x80 on are used.
  private static let base: UInt32 = 0x10FF00

  /// The text of a name in bytes. O(length).
  public static func text(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    var decoder = UTF8()
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      var iterator = rest.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        text.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        if let scalar = Unicode.Scalar(base + UInt32(rest[rest.startIndex])) { text.append(scalar) }
        rest = rest.dropFirst()
      }
      decoder = UTF8()
    }
    return String(text)
  }

  /// Calls `body` with the name as the system wants it.
  public static func withBytes<R>(_ name: String, _ body: (UnsafePointer<CChar>) -> R) -> R {
    guard hasForeign(name) else { return name.withCString(body) }
    var bytes: [CChar] = []
    for scalar in name.unicodeScalars {
      if let byte = byte(scalar) {
        bytes.append(CChar(bitPattern: byte))
      } else {
        bytes += String(scalar).utf8.map { CChar(bitPattern: $0) }
      }
    }
    bytes.append(0)
    return bytes.withUnsafeBufferPointer { buffer in
      // Never empty: it ends with a zero.
      buffer.baseAddress.map(body) ?? name.withCString(body)
    }
  }

  /// The name for people.
  public static func shown(_ name: String) -> String {
    guard hasForeign(name) else { return name }
    return name.unicodeScalars.map { scalar in
      byte(scalar).map { "\\x" + String($0, radix: 16, uppercase: true) } ?? String(scalar)
    }.joined()
  }

  private static func hasForeign(_ name: String) -> Bool {
    // The characters begin with F4 8F in UTF-8.
    name.utf8.contains(0xF4) && name.unicodeScalars.contains { byte($0) != nil }
  }

  private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= base + 0x80 && scalar.value <= base + 0xFF ? UInt8(truncatingIfNeeded: scalar.value - base) : nil
  }
}
