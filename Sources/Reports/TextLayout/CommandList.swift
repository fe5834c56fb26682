/// Cuts a long list of one command for each object after the first few, and nothing else: a part of a command that goes on
/// over several lines would be another command.
enum CommandList {
  /// The lines to show, and how many calls are left out. O(length).
  static func shown(_ text: String, most: Int) -> (lines: [String], more: Int) {
    if text.isEmpty { return ([], 0) }
    var copy = text
    let end = copy.withUTF8 { ending($0, most: most) }
    let kept = end.map { String(decoding: text.utf8.prefix($0.at), as: UTF8.self) } ?? text
    let lines = kept.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    return (lines, end?.more ?? 0)
  }

  /// Where the text is to end and how many calls that leaves out; `nil` if it is short, or no list of calls.
  private static func ending(_ bytes: UnsafeBufferPointer<UInt8>, most: Int) -> (at: Int, more: Int)? {
    // The calls at the end, behind the function they call if there is one; from the last to the first.
    var starts: [Int] = []
    var end = bytes.count
    var word: Slice<UnsafeBufferPointer<UInt8>>?
    while end >= 0 {
      var start = end
      while start > 0, bytes[start - 1] != 0x0a { start -= 1 }
      let line = bytes[start..<end]
      let first = line.prefix { $0 != 0x20 && $0 != 0x3d }
      guard isWhole(line), word.map({ $0.elementsEqual(first) }) ?? true else {
        // What stands before the calls must be the end of the function.
        if !line.elementsEqual([0x7d]) { return nil }
        break
      }
      word = word ?? first
      starts.append(start)
      end = start - 1
    }
    guard starts.count > most else { return nil }
    // The first `most - 1` stay; the line with the count takes the place of one.
    let firstLeftOut = starts[starts.count - most]
    return (max(0, firstLeftOut - 1), starts.count - most + 1)
  }

  private static func isWhole(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let last = line.last, last != 0x5c else { return false }
    var (single, double) = (0, 0)
    for byte in line {
      if byte == 0x27 { single += 1 }
      if byte == 0x22 { double += 1 }
    }
    return single % 2 == 0 && double % 2 == 0
  }
}
