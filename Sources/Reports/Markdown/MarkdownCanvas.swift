/// Blocks of a Markdown report. A block is complete in itself – every fence and `<details>` it opens it closes – so a
/// report can be cut between any two.
struct MarkdownCanvas {
  private(set) var blocks: [String] = []
  private var size = 0

  /// Bytes of all blocks.
  var byteCount: Int { size }

  /// Adds a block that is already Markdown.
  mutating func add(_ block: String) {
    guard !block.isEmpty else { return }
    let text = block.hasSuffix("\n") ? block : block + "\n"
    blocks.append(text)
    size += text.utf8.count + 1
  }

  /// A heading; its text is not trusted.
  mutating func heading(_ level: Int, _ text: String) {
    add(String(repeating: "#", count: level) + " " + MarkdownEscaping.prose(TextLayout.limit(text, scalars: 300).text))
  }

  /// A paragraph of running text, not trusted.
  mutating func paragraph(_ text: String, limit: Int = 4000) {
    add(Self.prose(text, limit: limit))
  }

  /// A table; cells are Markdown already (see `MarkdownEscaping`, with `inTable`).
  mutating func table(_ headings: [String], alignments: [TextLayout.Alignment] = [], _ rows: [[String]]) {
    add(Self.tableText(headings, alignments: alignments, rows))
  }

  static func tableText(_ headings: [String], alignments: [TextLayout.Alignment] = [], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    let marks = headings.indices.map {
      alignments.indices.contains($0) && alignments[$0] == .right ? "---:" : "---"
    }
    let lines = [headings, marks] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// A part that is folded away; `summary` is not trusted, `body` is complete Markdown.
  static func details(_ summary: String, _ body: String) -> String {
    // GitHub reads mentions inside the summary as well; a `code` element keeps it from doing so.
    "<details>\n<summary>" + MarkdownEscaping.summary(summary) + "</summary>\n\n" + body + "\n</details>\n"
  }

  /// A reference as a link, if it is a harmless address; issues of GitHub by their number.
  static func reference(_ text: String) -> String {
    guard text.hasPrefix("https://"), text.utf8.count <= 300, let link = HTMLEscaping.safeLink(text),
      link.utf8.allSatisfy({ isAddressByte($0) })
    else { return prose(text, limit: 300) }
    let parts = link.split(separator: "/").map(String.init)
    guard parts.count == 6, parts[1] == "github.com", ["issues", "pull"].contains(parts[4]),
      parts[5].utf8.allSatisfy({ (0x30...0x39).contains($0) }), (parts[2] + parts[3]).utf8.allSatisfy(isNameByte)
    else { return "<" + link + ">" }
    return "[\(parts[2])/\(parts[3]) \(parts[5])](\(link))"
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == 0x2d
  }

  /// Letters, digits and what cannot end or begin anything in Markdown.
  private static func isAddressByte(_ byte: UInt8) -> Bool {
    isNameByte(byte) || [0x2e, 0x2f, 0x3a, 0x23, 0x3d, 0x3f, 0x25, 0x5f].contains(byte)
  }

  static func prose(_ text: String, limit: Int, inTable: Bool = false) -> String {
    let (kept, omitted) = TextLayout.limit(text, scalars: limit)
    return MarkdownEscaping.prose(kept, inTable: inTable) + (omitted > 0 ? " …" : "")
  }

  static func code(_ text: String, limit: Int, inTable: Bool = false) -> String {
    let (kept, omitted) = TextLayout.limit(text, scalars: limit)
    return MarkdownEscaping.code(kept + (omitted > 0 ? "…" : ""), inTable: inTable)
  }
}
