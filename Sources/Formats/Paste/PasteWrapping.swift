import ByteLexing

/// Lines of a pasted log that a window or a mail program broke: which of them go on in the next, and with what in between.
///
/// A terminal breaks where its last column is, a program for mail before the word that does not fit. Messages of several lines look
/// otherwise: what their first lines have in common is not that there was no room for more.
struct PasteWrapping {
  /// By number of the line: the bytes that stand between it and the next, which is its rest; `nil` for whole lines.
  let joints: [[UInt8]?]
  /// Lines that are broken.
  let count: Int

  private static let narrowest = 60
  private static let widest = 500
  /// Mail is not wider, and a word that does not fit is not longer.
  private static let widestMail = 140
  private static let longestWord = 60

  /// Looks through the lines of a piece. O(bytes).
  init(_ lines: ArraySlice<PasteLine>, _ text: RawSpan, isHead: (PasteLine) -> Bool) {
    let lines = Array(lines)
    var goesOn = [Bool](repeating: false, count: lines.count)
    var lengths = [Int](repeating: 0, count: lines.count)
    for i in lines.indices {
      lengths[i] = Self.length(lines[i], text)
      guard i > 0, !lines[i].isBlank, !lines[i - 1].isBlank, !isHead(lines[i]) else { continue }
      goesOn[i - 1] = true
    }
    let width = lengths.max() ?? 0
    let broken = lines.indices.filter { goesOn[$0] }
    // The rest of a line that is broken begins where the window does.
    let isFlush = broken.allSatisfy { lines[$0 + 1].indent == 0 }
    var joint: [UInt8]?
    // One line may be the longest by chance, with a remark below it.
    if broken.count > 1, isFlush, width >= Self.narrowest, width <= Self.widest {
      if broken.allSatisfy({ lengths[$0] == width }) {
        joint = []
      } else if width <= Self.widestMail,
        broken.allSatisfy({ lengths[$0] + 1 + Self.firstWord(lines[$0 + 1], text) > width })
      {
        joint = [0x20]
      }
    }
    joints = goesOn.map { $0 ? joint : nil }
    count = joint == nil ? 0 : broken.count
  }

  /// Characters of a line, without the frame behind it if it is filled.
  private static func length(_ line: PasteLine, _ text: RawSpan) -> Int {
    var end = line.end
    if end - line.raw >= 3, text.hasBytes("│", at: end - 3) { end -= 3 }
    while end > line.raw, text.byte(end - 1) == 0x20 { end -= 1 }
    var count = 0
    for at in line.raw..<max(line.raw, end) where text.byte(at) & 0xc0 != 0x80 { count += 1 }
    return count
  }

  /// Length of the first word, as far as a word that did not fit can be.
  private static func firstWord(_ line: PasteLine, _ text: RawSpan) -> Int {
    var at = line.start + line.indent
    let begin = at
    while at < line.end, text.byte(at) > 0x20 { at += 1 }
    return min(at - begin, longestWord)
  }
}
