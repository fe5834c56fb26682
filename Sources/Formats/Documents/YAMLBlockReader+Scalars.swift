import ByteLexing

/// Scalars of the block style. Each leaves the reader at the next line with content.
extension YAMLBlockReader {
  /// The scalar (or empty collection) that begins at `at` on the current line, in a collection at column `parent`.
  mutating func scalar(key: Range<Int>, at: Int, parent: Int) throws(Unusual) {
    switch bytes[at] {
    case UInt8(ascii: "\""): try quoted(key: key, at: at, isDouble: true)
    case UInt8(ascii: "'"): try quoted(key: key, at: at, isDouble: false)
    case UInt8(ascii: "|"): try literal(key: key, at: at, parent: parent)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let isMap = bytes[at] == UInt8(ascii: "{")
      guard end == at + 2, bytes[at + 1] == UInt8(ascii: isMap ? "}" : "]") else { throw Unusual() }
      _ = try append(isMap ? .map : .list, key, 0..<0)
      try advance()
    default: try plain(key: key, at: at, parent: parent)
    }
  }

  private mutating func plain(key: Range<Int>, at: Int, parent: Int) throws(Unusual) {
    let first = bytes[at]
    if Self.isIndicator(first) { throw Unusual() }
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "?") || first == UInt8(ascii: ":"),
      at + 1 == end || bytes[at + 1] == UInt8(ascii: " ")
    {
      throw Unusual()
    }
    let range = at..<end
    try checkPlain(range)
    try advance()
    if isAtEnd || indent <= parent {
      _ = try append(Self.plainKind(bytes, range), key, range)
      return
    }
    // The writer broke a long text; the lines are joined by blanks, empty lines stand for line ends.
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: bytes[range])
    while !isAtEnd, indent > parent {
      try checkPlain(start..<end)
      if blankLines == 0 {
        scratch.append(UInt8(ascii: " "))
      } else {
        scratch.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: blankLines))
      }
      scratch.append(contentsOf: bytes[start..<end])
      try advance()
    }
    try appendScratch(.bare, key)
  }

  /// A text that holds an indicator is no plain scalar, or an error: libyaml decides.
  func checkPlain(_ range: Range<Int>) throws(Unusual) {
    for at in range {
      switch bytes[at] {
      case UInt8(ascii: ":"):
        if at + 1 == range.upperBound || bytes[at + 1] == UInt8(ascii: " ") { throw Unusual() }
      case UInt8(ascii: "#"):
        if at > range.lowerBound, bytes[at - 1] == UInt8(ascii: " ") { throw Unusual() }
      case 0..<0x20, 0x7F: throw Unusual()
      default: break
      }
    }
  }

  /// Null has several spellings; every other plain scalar is kept as text.
  static func plainKind(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> DocumentTree.Kind {
    switch range.count {
    case 0: return .null
    case 1: return bytes[range.lowerBound] == UInt8(ascii: "~") ? .null : .bare
    case 4:
      let text = UnsafeRawBufferPointer(rebasing: bytes[range])
      for spelling: StaticString in ["null", "Null", "NULL"] where DocumentTree.equal(text, spelling) { return .null }
      return .bare
    default: return .bare
    }
  }

  private mutating func appendScratch(_ kind: DocumentTree.Kind, _ key: Range<Int>) throws(Unusual) {
    let begin = scratch.withUnsafeBytes { tree.append(text: $0) }
    _ = try append(kind, key, begin..<begin + scratch.count)
  }

  // MARK: Quoted scalars

  private mutating func quoted(key: Range<Int>, at: Int, isDouble: Bool) throws(Unusual) {
    let mark = UInt8(ascii: isDouble ? "\"" : "'")
    // Nearly all end on their line and hold nothing to decode.
    var close = at + 1
    while close < end, bytes[close] != mark, !(isDouble && bytes[close] == UInt8(ascii: "\\")) { close += 1 }
    if close == end - 1, bytes[close] == mark {
      _ = try append(.string, key, at + 1..<close)
      try advance()
      return
    }
    scratch.removeAll(keepingCapacity: true)
    var cursor = at + 1
    // Blanks before a line end are dropped, but not those that were written as escapes.
    var kept = 0
    while true {
      guard cursor < bytes.count else { throw Unusual() }
      let byte = bytes[cursor]
      if byte == mark {
        guard !isDouble, cursor + 1 < bytes.count, bytes[cursor + 1] == mark else { break }
        scratch.append(mark)
        cursor += 2
        kept = scratch.count
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        try fold(&cursor, kept)
        kept = scratch.count
      } else if isDouble, byte == UInt8(ascii: "\\") {
        try YAMLEscape.decode(bytes, &cursor, into: &scratch)
        kept = scratch.count
      } else {
        if byte < 0x20 && byte != UInt8(ascii: "\t") { throw Unusual() }
        scratch.append(byte)
        cursor += 1
      }
    }
    try appendScratch(.string, key)
    let lineEnd = self.lineEnd(cursor)
    for rest in (cursor + 1)..<max(cursor + 1, lineEnd)
    where bytes[rest] != UInt8(ascii: " ") && bytes[rest] != UInt8(ascii: "\r") {
      throw Unusual()
    }
    next = min(bytes.count, lineEnd + 1)
    try advance()
  }

  /// Folds the line end at `cursor` and the blank lines after it.
  private mutating func fold(_ cursor: inout Int, _ kept: Int) throws(Unusual) {
    while scratch.count > kept, let last = scratch.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") {
      scratch.removeLast()
    }
    var breaks = 0
    while cursor < bytes.count {
      switch bytes[cursor] {
      case UInt8(ascii: "\n"): breaks += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default:
        if bytes[cursor - 1] == UInt8(ascii: "\n") { try refuseMarker(cursor) }
        if breaks == 1 {
          scratch.append(UInt8(ascii: " "))
        } else {
          scratch.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: max(0, breaks - 1)))
        }
        return
      }
      cursor += 1
    }
  }

  // MARK: Literal blocks

  /// What stands behind the `|`.
  private struct LiteralHeader {
    /// `+`, `-`, or 0 for neither.
    var chomp: UInt8 = 0
    /// Indentation that the header gives; 0 for none.
    var indent = 0
  }

  private func literalHeader(_ range: Range<Int>) throws(Unusual) -> LiteralHeader {
    var header = LiteralHeader()
    for at in range {
      switch bytes[at] {
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        if header.chomp != 0 { throw Unusual() }
        header.chomp = bytes[at]
      case UInt8(ascii: "1")...UInt8(ascii: "9"):
        if header.indent != 0 { throw Unusual() }
        header.indent = Int(bytes[at] - 48)
      default: throw Unusual()
      }
    }
    return header
  }

  private mutating func literal(key: Range<Int>, at: Int, parent: Int) throws(Unusual) {
    let header = try literalHeader((at + 1)..<max(at + 1, end))
    scratch.removeAll(keepingCapacity: true)
    // Line ends are held back until it shows whether text follows them.
    var breaks = 0
    try literalLines(parent: parent, column: header.indent == 0 ? 0 : max(0, parent) + header.indent, &breaks)
    switch header.chomp {
    case UInt8(ascii: "-"): break
    case UInt8(ascii: "+"): scratch.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: breaks))
    default: if !scratch.isEmpty, breaks > 0 { scratch.append(UInt8(ascii: "\n")) }
    }
    try appendScratch(.string, key)
    try advance()
  }

  /// Gathers the lines of a literal block; `column` is their indentation, 0 to take it from the first.
  private mutating func literalLines(parent: Int, column given: Int, _ breaks: inout Int) throws(Unusual) {
    var column = given
    var isFirst = true
    while next < bytes.count {
      let line = next
      let lineEnd = self.lineEnd(line)
      var content = line
      let stop = column > 0 ? min(lineEnd, line + column) : lineEnd
      while content < stop, bytes[content] == UInt8(ascii: " ") { content += 1 }
      let isBlank = content == lineEnd || (content == lineEnd - 1 && bytes[content] == UInt8(ascii: "\r"))
      if isBlank {
        // Blanks in front of the first line must not be wider than it; too rare to be worth a rule here.
        if column == 0, content > line { throw Unusual() }
      } else {
        if column == 0 {
          if content - line <= max(parent, -1) || content == line { break }
          column = content - line
        }
        if content - line < column { break }
        if isFirst, bytes[content] == UInt8(ascii: "\t") { throw Unusual() }
      }
      next = min(bytes.count, lineEnd + 1)
      isFirst = false
      let hasEnd = lineEnd < bytes.count ? 1 : 0
      if isBlank {
        breaks += hasEnd
        continue
      }
      scratch.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: breaks))
      var last = lineEnd
      if last > content, bytes[last - 1] == UInt8(ascii: "\r") { last -= 1 }
      for byte in bytes[content..<last] where byte < 0x20 && byte != UInt8(ascii: "\t") { throw Unusual() }
      scratch.append(contentsOf: bytes[content..<last])
      breaks = hasEnd
    }
  }
}
