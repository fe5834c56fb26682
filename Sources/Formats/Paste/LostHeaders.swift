import ByteLexing

/// Klog lines of one piece that lost the time in front of their call site: a neighbour's header stands in for theirs.
///
/// Copying loses it where a selection begins in the middle of a line. The record before tells the time best; what nobody
/// knows is whether it was the same process, so the header of the neighbour is taken whole.
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

  /// For a line that lost its header: where its call site begins, and the header to be put before it. O(log lines).
  func header(_ number: Int, _ text: RawSpan) -> (site: Int, header: Range<Int>)? {
    guard let site = sites[number] else { return nil }
    var (low, high) = (0, whole.count)
    while low < high {
      let middle = (low + high) / 2
      if whole[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return (site, whole[max(0, low - 1)].header)
  }
}
