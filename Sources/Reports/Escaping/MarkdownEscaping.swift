/// Text for GitHub-flavoured Markdown: no markup, no mention, no reference and no link can come out of evidence.
public enum MarkdownEscaping {
  /// A code span: fenced by more backticks than the text has in a row. O(n); the input is not trusted.
  /// `inTable` also protects `|`, which ends a cell even inside a code span.
  public static func code(_ text: String, inTable: Bool = false) -> String {
    var visible = VisibleText.escape(text)
    if visible.isEmpty { return "" }
    if visible.unicodeScalars.allSatisfy({ $0 == " " }) { visible = "␠" }
    let fence = String(repeating: "`", count: longestRun(of: visible) + 1)
    // By scalars: Swift would not see the backtick of a backtick with an accent, Markdown does.
    let touches = visible.utf8.first == 0x60 || visible.utf8.last == 0x60
    if inTable { visible = pipesEscaped(visible) }
    return touches ? fence + " " + visible + " " + fence : fence + visible + fence
  }

  /// A fenced block, longer than any run of backticks inside. Lines are separated by line feeds.
  public static func block(_ lines: [String], language: StaticString = "text") -> String {
    let visible = lines.map(VisibleText.escape)
    let fence = String(repeating: "`", count: max(3, (visible.map(longestRun).max() ?? 0) + 1))
    return fence + "\(language)\n" + visible.joined(separator: "\n") + "\n" + fence + "\n"
  }

  /// Running text: words that GitHub could read as markup, a mention, a reference, a commit or a link become code
  /// spans, all others stay as they are. One line; runs of blanks become one.
  public static func prose(_ text: String, inTable: Bool = false) -> String {
    var out = ""
    var isFirst = true
    for word in words(text) {
      if !isFirst { out += " " }
      out += escapeWord(word, isFirst: isFirst, inTable: inTable)
      isFirst = false
    }
    return out
  }

  /// Text inside a `<summary>`: HTML, with every word that is not plain inside a `code` element.
  public static func summary(_ text: String) -> String {
    words(text).map { word in
      let html = HTMLEscaping.text(String(word))
      return isPlain(word) ? html : "<code>" + markupHidden(html) + "</code>"
    }.joined(separator: " ")
  }

  /// Inline HTML is still scanned for Markdown, so its characters are given as numbers.
  private static func markupHidden(_ html: String) -> String {
    var out = ""
    for scalar in html.unicodeScalars {
      switch scalar {
      case "`", "*", "_", "~", "[", "]", "\\", "@", "$", "!", "|", ":", "{", "}", "^": out += "&#\(scalar.value);"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func words(_ text: String) -> [Substring] {
    VisibleText.escape(text).unicodeScalars.split(separator: " ").map { Substring($0) }
  }

  private static func escapeWord(_ word: Substring, isFirst: Bool, inTable: Bool) -> String {
    var core = word
    var before = ""
    var after = ""
    while let c = core.unicodeScalars.first, "(\"'“‘（".unicodeScalars.contains(c) {
      before.unicodeScalars.append(c)
      core = Substring(core.unicodeScalars.dropFirst())
    }
    while let c = core.unicodeScalars.last, ").,;:!?\"'”’）。，；：".unicodeScalars.contains(c) {
      after = String(c) + after
      core = Substring(core.unicodeScalars.dropLast())
    }
    if isEmoji(word) { return code(String(word), inTable: inTable) }
    if core.isEmpty || (isPlain(core) && !(isFirst && startsBlock(word))) { return String(word) }
    return before + code(String(core), inTable: inTable) + after
  }

  /// Needs no protection: no markup characters, no commit, no address.
  private static func isPlain(_ word: Substring) -> Bool {
    var hexDigits = 0
    var others = 0
    for byte in word.utf8 {
      switch byte {
      case 0x30...0x39, 0x61...0x66: hexDigits += 1
      case 0x41...0x5a, 0x67...0x7a, 0x80...: others += 1
      case 0x25, 0x28...0x29, 0x2b...0x2f, 0x3a, 0x3b, 0x21, 0x3f, 0x22, 0x27, 0x3d: others += 1
      default: return false
      }
    }
    if others == 0 && hexDigits >= 7 { return false }
    let hasScheme = zip(word.utf8, word.utf8.dropFirst()).contains { $0 == 0x3a && ($1 == 0x2f || $1 == 0x29) }
    let lower = word.utf8.prefix(7).map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 }
    let isAddress = ["www.", "gh-", "mailto:", "xmpp:"].contains { lower.starts(with: $0.utf8) }
    return !hasScheme && !isAddress && !isEmoji(word)
  }

  /// `:name:` would become a picture; the `:31:` of a time of day does not.
  private static func isEmoji(_ word: Substring) -> Bool {
    let parts = word.utf8.split(separator: 0x3a, omittingEmptySubsequences: false)
    return parts.count > 2
      && parts.dropFirst().dropLast().contains { part in
        part.count != 2 || !part.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      }
  }

  /// At the beginning of a line this would start a list, a quotation or a heading.
  private static func startsBlock(_ word: Substring) -> Bool {
    let digits = word.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
    let rest = Array(word.utf8.dropFirst(digits))
    if digits > 0 && (rest == [0x2e] || rest == [0x29]) { return true }
    return word.utf8.allSatisfy { $0 == 0x2d || $0 == 0x2b || $0 == 0x3d || $0 == 0x2e || $0 == 0x3a }
  }

  private static func longestRun(of text: String) -> Int {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == 0x60 ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func pipesEscaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      if scalar == "|" { out += "\\" }
      out.unicodeScalars.append(scalar)
    }
    return out
  }
}
