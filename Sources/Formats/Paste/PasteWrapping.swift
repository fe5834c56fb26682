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
      guard i > 0, !lines[i].isBlank, !lines[i - 1].isBlank, !isHead(lines[i]), !Self.isLeftOut(lines[i], text)
      else { continue }
      goesOn[i - 1] = true
    }
    let width = lengths.max() ?? 0
    let broken = lines.indices.filter { goesOn[$0] }
    var joints = [[UInt8]?](repeating: nil, count: lines.count)
    // One line may be the longest by chance, with a remark below it.
    if broken.count > 1, width >= Self.narrowest, width <= Self.widest {
      // The rest of a line that is broken begins where the window does.
      let indents = broken.map { lines[$0 + 1].indent }
      if Self.isCutAtColumn(broken.map { lengths[$0] }, indents, width) {
        for i in broken {
          // Copying drops a blank at the end of a line, and so does a program for mail.
          let isDropped = lengths[i] < width && text.byte(lines[i].end - 1) != 0x20
          let isOfMail = lines[i + 1].indent == 0 && Self.endsBeforeBlank(lines[i], text)
          joints[i] = isDropped || isOfMail ? [0x20] : []
        }
      } else if width <= Self.widestMail, indents.allSatisfy({ $0 == 0 }),
        broken.allSatisfy({ lengths[$0] + 1 + Self.firstWord(lines[$0 + 1], text) > width })
      {
        for i in broken { joints[i] = [0x20] }
      }
    }
    self.joints = joints
    count = joints.count { $0 != nil }
  }

  /// Dots in a line of their own stand for lines that somebody left out.
  private static func isLeftOut(_ line: PasteLine, _ text: RawSpan) -> Bool {
    line.end - line.start < 12 && text.text(line.start..<line.end).allSatisfy { ". …[]".contains($0) }
  }

  /// Behind a colon that follows a quote stands a blank in every message.
  private static func endsBeforeBlank(_ line: PasteLine, _ text: RawSpan) -> Bool {
    line.end - line.start > 2 && (text.hasBytes("':", at: line.end - 2) || text.hasBytes("\":", at: line.end - 2))
  }

  /// A terminal breaks wherever its last column is, also before a blank or behind one.
  private static func isCutAtColumn(_ lengths: [Int], _ indents: [Int], _ width: Int) -> Bool {
    lengths.allSatisfy { $0 >= width - 1 } && lengths.contains(width) && indents.allSatisfy { $0 <= 1 }
      && (indents.contains(0) || lengths.allSatisfy { $0 == width })
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
