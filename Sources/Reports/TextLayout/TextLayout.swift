/// The only place that cuts, wraps and pads text: always between characters' scalars and by display width.
///
/// Everything is linear in the part that is kept. Text should have passed an escaping before; text that has not is
/// still cut safely, only its width may be off.
public enum TextLayout {
  /// Where a text loses its end.
  public enum Alignment: String, Sendable, Hashable {
    case left, right
  }

  /// At most `width` columns; a cut text ends in `…`.
  public static func cut(_ text: String, to width: Int) -> String {
    if text.utf8.count <= width && !text.utf8.contains(where: { $0 >= 0x80 }) { return text }
    guard width > 0 else { return "" }
    var used = 0
    var count = 0
    var kept = text.unicodeScalars.startIndex
    var index = kept
    let scalars = text.unicodeScalars
    while index < scalars.endIndex {
      let next = scalars.index(after: index)
      used += DisplayWidth.of(scalars[index])
      count += 1
      // A stack of marks has no width; a limit on their number keeps a line of them from growing without end.
      if used > width || count > 4 * width { return String(scalars[..<kept]) + "…" }
      if used <= width - 1 { kept = next }
      index = next
    }
    return text
  }

  /// At most `width` columns, losing the beginning: for paths, whose end says more.
  public static func cutFront(_ text: String, to width: Int) -> String {
    guard width > 0 else { return "" }
    var used = 0
    var count = 0
    let scalars = text.unicodeScalars
    var index = scalars.endIndex
    var kept = index
    while index > scalars.startIndex {
      let before = scalars.index(before: index)
      used += DisplayWidth.of(scalars[before])
      count += 1
      if used > width || count > 4 * width { return "…" + String(scalars[kept...]) }
      if used <= width - 1 { kept = before }
      index = before
    }
    return text
  }

  /// At most `width` columns, losing the middle: for messages, whose beginning and end say most.
  public static func cutMiddle(_ text: String, to width: Int) -> String {
    if DisplayWidth.of(text) <= width { return text }
    let front = max(1, width / 2)
    return cut(text, to: front) + cutFront(text, to: max(1, width - front)).dropFirst()
  }

  /// At most `limit` scalars, and how many UTF-8 bytes were left out.
  public static func limit(_ text: String, scalars limit: Int) -> (text: String, omittedBytes: Int) {
    guard text.utf8.count > limit else { return (text, 0) }
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return (text, 0) }
    let kept = String(scalars[..<end])
    return (kept, text.utf8.count - kept.utf8.count)
  }

  /// At most `limit` scalars; a shortened text ends in `…`.
  static func shortened(_ text: String, scalars limit: Int) -> String {
    let (kept, omitted) = self.limit(text, scalars: limit)
    return omitted > 0 ? kept + "…" : kept
  }

  /// Padded with blanks to `width` columns; longer texts stay as they are.
  public static func pad(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
    let missing = width - DisplayWidth.of(text)
    guard missing > 0 else { return text }
    let blanks = String(repeating: " ", count: missing)
    return alignment == .left ? text + blanks : blanks + text
  }

  /// Lines of at most `width` columns, broken at blanks, between East Asian characters, or anywhere in longer words.
  /// Beyond `maxLines` further text is left out behind a whole word, and `mark` stands for it.
  public static func wrap(_ text: String, width: Int, maxLines: Int = .max, mark: String = "…") -> [String] {
    var wrapping = Wrapping(width: max(1, width))
    var isFirst = true
    for word in text.unicodeScalars.split(separator: " ") {
      wrapping.add(String(word), spaced: !isFirst)
      isFirst = false
      if wrapping.lines.count > maxLines { break }
    }
    var lines = wrapping.finished()
    if lines.count > maxLines, maxLines > 0 {
      lines.removeSubrange(maxLines...)
      lines[maxLines - 1] = ended(lines[maxLines - 1], width: max(1, width), mark)
    }
    return lines
  }

  /// At most `width` columns; what is left out is left out behind a whole word, and `mark` stands for it.
  public static func cutAtWord(_ text: String, to width: Int, mark: String = "…") -> String {
    DisplayWidth.of(text) <= width ? text : wrap(text, width: width, maxLines: 1, mark: mark).first ?? ""
  }

  /// The line up to a whole word, with `mark` in place of the punctuation behind it: `stopped.…` is no end of a sentence.
  private static func ended(_ line: String, width: Int, _ mark: String) -> String {
    let room = width - DisplayWidth.of(mark)
    guard room > 0 else { return cut(line + "…", to: width) }
    let kept = withoutEnd(line)
    return (DisplayWidth.of(kept) <= room ? kept : withoutEnd(wrap(kept, width: room).first ?? "")) + mark
  }

  private static func withoutEnd(_ line: String) -> String {
    var scalars = Substring(line).unicodeScalars
    while let last = scalars.last, hanging.contains(last) { scalars.removeLast() }
    return String(scalars)
  }

  private static let hanging = Set("，。、；：·（…,.;:(–→ ".unicodeScalars)

  /// Like `wrap`, but what is too long loses its middle. Linear in the text for each of a few attempts.
  public static func wrapMiddle(_ text: String, width: Int, maxLines: Int) -> [String] {
    let text = text.unicodeScalars.split(separator: " ").map { String($0) }.joined(separator: " ")
    var lines = wrap(text, width: width)
    // Words that move to the next line leave columns unused, so that the first guess may be too long.
    var columns = width * maxLines
    while lines.count > maxLines, columns > 8 {
      lines = wrap(cutMiddle(text, to: columns), width: width)
      columns -= 4
    }
    return lines
  }

  private struct Wrapping {
    let width: Int
    var lines: [String] = []
    private var line = ""
    private var used = 0

    init(width: Int) { self.width = width }

    mutating func add(_ word: String, spaced: Bool) {
      let length = DisplayWidth.of(word)
      let blank = spaced && used > 0 ? 1 : 0
      if used + blank + length <= width {
        line += (blank > 0 ? " " : "") + word
        used += blank + length
        return
      }
      let pieces = Self.pieces(word)
      if used > 0 && (length <= width || used + blank >= width) && pieces.count == 1 {
        endLine()
      } else if blank > 0 && used + 1 < width {
        line += " "
        used += 1
      }
      for piece in pieces {
        let length = DisplayWidth.of(String(piece))
        if used > 0, used + length > width, length <= width { endLine() }
        for scalar in piece {
          let step = DisplayWidth.of(scalar)
          if used + step > width { endLine() }
          line.unicodeScalars.append(scalar)
          used += step
        }
      }
    }

    /// Where a text without blanks may be broken: between wide characters and around them, but not in what is written between
    /// them, which may be an identifier, nor before a mark that closes or behind one that opens.
    private static func pieces(_ word: String) -> [Substring.UnicodeScalarView] {
      let scalars = word.unicodeScalars
      var pieces: [Substring.UnicodeScalarView] = []
      var begin = scalars.startIndex
      for at in scalars.indices.dropFirst() {
        let (before, after) = (scalars[scalars.index(before: at)], scalars[at])
        guard DisplayWidth.isWide(before.value) || DisplayWidth.isWide(after.value), !opening.contains(before),
          !closing.contains(after)
        else { continue }
        pieces.append(scalars[begin..<at])
        begin = at
      }
      return pieces + [scalars[begin...]]
    }

    private static let closing = Set("，。、；：！？）」』》】”’…,.;:!?)]}%".unicodeScalars)
    private static let opening = Set("（「『《【“‘([{".unicodeScalars)

    private mutating func endLine() {
      while line.unicodeScalars.last == " " { line.unicodeScalars.removeLast() }
      if !line.isEmpty { lines.append(line) }
      line = ""
      used = 0
    }

    mutating func finished() -> [String] {
      endLine()
      return lines
    }
  }
}
