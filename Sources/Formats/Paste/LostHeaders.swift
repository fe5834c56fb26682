import ByteLexing

/// Klog lines of one piece that lost what stands in front of their message: a neighbour's header stands in for theirs.
///
/// Copying loses it where a selection begins in the middle of a line, and who writes an issue by hand leaves it out. The
/// record before tells the time best; where no line of the piece has one, none is told (`isUndated`). The letter of the
/// severity is the line's own, or else what its words say.
struct LostHeaders {
  /// Headers of the lines that have one, by number, with the blank at their end.
  private var whole: [(number: Int, header: Range<Int>)] = []
  /// Call sites of those that lost it, by number; where there is none, the message and the file that prints it.
  private var sites: [Int: (begin: Int, file: [UInt8]?, isStack: Bool)] = [:]

  /// No line of the piece tells when it was written.
  var isUndated: Bool { !isDated }
  private var isDated = false

  /// Looks through the lines of a piece; `nil` if none of them lost its header. O(lines).
  init?(_ lines: ArraySlice<PasteLine>, _ text: RawSpan) {
    for (number, line) in lines.enumerated() {
      let start = line.start + line.indent
      if let header = KlogText.header(text, start, line.end) {
        whole.append((number, start..<header.fileStart))
        isDated = true
      } else if KlogPaste.header(text, start, line.end) != nil {
        isDated = true
      } else if let site = KlogPaste.timelessSite(text, start, line.end) {
        sites[number] = (site, nil, false)
      } else if let file = KlogPaste.fileOfBare(text, start, line.end) {
        sites[number] = (start, file, KlogPaste.isStackOfPanic(text, start, line.end))
      }
    }
    // Below a line with its header stands the rest of a message.
    if isDated { sites = sites.filter { $0.value.file == nil || $0.value.isStack } }
    if sites.isEmpty || isDated && whole.isEmpty { return nil }
  }

  /// For a line that lost its header and ends at `end`: where what it has begins, and what is to stand in front of that.
  /// O(log lines).
  func header(_ number: Int, _ line: PasteLine, _ text: RawSpan) -> (begin: Int, header: [UInt8])? {
    guard let site = sites[number] else { return nil }
    let own = text.byte(line.start + line.indent)
    // A message alone is taken for one only if it tells of what fails.
    let isOwn = site.file == nil && KlogText.isSeverity(own)
    let told = site.file == nil ? Self.severity(text.extracting(site.begin..<line.end)) : UInt8(ascii: "E")
    var header = [isOwn ? own : told]
    if whole.isEmpty {
      header += Array(Self.standIn)
    } else {
      let neighbour = whole[neighbour(of: number)].header
      header.append(text, neighbour.lowerBound + 1..<neighbour.upperBound)
    }
    if let file = site.file { header += file + Array(":1] ".utf8) }
    return (site.begin, header)
  }

  private func neighbour(of number: Int) -> Int {
    var (low, high) = (0, whole.count)
    while low < high {
      let middle = (low + high) / 2
      if whole[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// Read like any header, and its time then dropped.
  private static let standIn = "0101 00:00:00.000000       0 ".utf8

  /// What fails is an error; the controller says so in these words.
  private static func severity(_ line: RawSpan) -> UInt8 {
    let words: [StaticString] = [
      "] failed", "] error", "error syncing", "\"Unhandled Error\"", "not found", "already not exist",
    ]
    return words.contains { line.firstIndex(of: $0) >= 0 } ? UInt8(ascii: "E") : UInt8(ascii: "I")
  }
}
