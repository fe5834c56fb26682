/// Quotes text for a POSIX shell. Names come from evidence and are not trusted.
public enum ShellQuoting {
  /// `text` as one word: as it is when nothing in it is special, else in single quotes.
  ///
  /// Control characters have no business in a name; they are replaced, so that nothing can hide in a pasted command.
  public static func word(_ text: String) -> String {
    // Names of objects, which nearly all words are, need nothing.
    if !text.isEmpty, !text.utf8.starts(with: "-".utf8), text.utf8.allSatisfy(isSafe) { return text }
    let clean = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "?" : $0 }))
    return "'" + clean.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: ":"):
      true
    default: false
    }
  }

  /// `text` can be the name of a Kubernetes object and nothing else: not an option, not a pattern, not empty.
  public static func isObjectName(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 253 else { return false }
    let isWord = { (byte: UInt8) in
      (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || (0x30...0x39).contains(byte)
    }
    return isWord(first) && text.utf8.allSatisfy { isWord($0) || [0x2d, 0x2e, 0x5f, 0x3a].contains($0) }
  }
}
