import ByteLexing

/// Klog lines of one piece that lost the time in front of their call site: a neighbour's header stands in for theirs.
///
/// Copying loses it where a selection begins in the middle of a line. The record before tells the time best. The letter of
/// the severity is the line's own, or else what its words say.
struct LostHeaders {
  /// Headers of the lines that have one, by number, with the blank at their end.
  private var whole: [(number: Int, header: Range<Int>)] = []
  /// Call sites of those that lost it, by number.
  private var sites: [Int: Int] = [:]

  /// Looks through the lines of a piece; `nil` if none of them lost its header, or none has one. O(lines).
  init?(_ lines: ArraySlice<PasteLine>, _ text: RawSpan) {
    for (number, line) in lines.enumerated() {
      let start = line.start + line.indent
      if let header = KlogText.header(text, start, line.end) {
        whole.append((number, start..<header.fileStart))
      } else if let site = KlogPaste.timelessSite(text, start, line.end) {
        sites[number] = site
      }
    }
    if sites.isEmpty || whole.isEmpty { return nil }
  }

  /// For a line that lost its header and ends at `end`: where its call site begins, the letter of its severity, and the
  /// header of a neighbour to be put behind that. O(log lines).
  func header(
    _ number: Int, _ line: PasteLine, _ text: RawSpan
  ) -> (site: Int, severity: UInt8, header: Range<Int>)? {
    guard let site = sites[number] else { return nil }
    let own = text.byte(line.start + line.indent)
    let severity = KlogText.isSeverity(own) ? own : Self.severity(text.extracting(site..<line.end))
    var (low, high) = (0, whole.count)
    while low < high {
      let middle = (low + high) / 2
      if whole[middle].number < number { low = middle + 1 } else { high = middle }
    }
    let header = whole[max(0, low - 1)].header
    return (site, severity, header.lowerBound + 1..<header.upperBound)
  }

  /// What fails is an error; the controller says so in these words.
  private static func severity(_ line: RawSpan) -> UInt8 {
    let words: [StaticString] = ["] failed", "] error", "\"Unhandled Error\"", "not found", "already not exist"]
    return words.contains { line.firstIndex(of: $0) >= 0 } ? UInt8(ascii: "E") : UInt8(ascii: "I")
  }
}
