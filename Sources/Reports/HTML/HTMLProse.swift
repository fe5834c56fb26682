/// Text in which no line breaks a name apart.
///
/// A browser breaks behind every hyphen, and `app-` with `0.shop` below it is no name that anybody finds again. Style
/// alone cannot forbid that and still let a long name break, so a word with a hyphen is cut into its parts here. `bdi`
/// holds a part together: short, for a page has thousands, and no name turns the text around it.
extension HTMLWriter {
  /// Longer parts break anywhere: on a telephone they would stand over the edge.
  private static let longestPart = 40
  /// Longer words have places to break at.
  private static let longWord = 24

  /// An element with such a text.
  mutating func element(_ name: StaticString, _ attributes: Attributes = [:], prose: String) {
    element(name, attributes) { $0.prose(prose) }
  }

  /// Running text, or a name; lines break at blanks, and in a long name behind its dots and slashes. O(length).
  mutating func prose(_ text: String) {
    let bytes = Array(text.utf8)
    var (kept, at) = (0, 0)
    while at < bytes.count {
      guard Self.isInWord(bytes[at]) else {
        at += 1
        continue
      }
      let end = bytes[at...].firstIndex { !Self.isInWord($0) } ?? bytes.count
      let word = bytes[at..<end]
      if Self.hasHyphen(word) || word.count > Self.longWord {
        self.text(String(decoding: bytes[kept..<at], as: UTF8.self))
        append(word: word)
        kept = end
      }
      at = end
    }
    self.text(String(decoding: bytes[kept...], as: UTF8.self))
  }

  private mutating func append(word: ArraySlice<UInt8>) {
    var begin = word.startIndex
    for at in word.indices {
      let isLast = at == word.endIndex - 1
      let isPlace =
        word.count > Self.longWord && Self.isSeparator(word[at]) && !isLast && !Self.isSeparator(word[at + 1])
      guard isLast || isPlace else { continue }
      let part = word[begin...at]
      let text = String(decoding: part, as: UTF8.self)
      if Self.hasHyphen(part), part.count <= Self.longestPart {
        element("bdi", text: text)
      } else {
        self.text(text)
      }
      if !isLast { void("wbr") }
      begin = at + 1
    }
  }

  /// Chinese stands right beside names: only what is written between blanks in ASCII is one word.
  private static func isInWord(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7f }

  private static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x2e || byte == 0x2f }

  private static func hasHyphen(_ word: ArraySlice<UInt8>) -> Bool { word.count > 1 && word.contains(0x2d) }
}
