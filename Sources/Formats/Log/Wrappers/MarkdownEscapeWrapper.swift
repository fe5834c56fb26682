import ByteLexing

/// Backslashes in front of signs that mean something in Markdown, as editors and trackers put them where somebody pastes a log:
/// `pod.go:922\] handle delete pod kube\_ovn`.
///
/// The bracket behind the call site tells. A line without it has the layer too, so that such a text keeps its chain.
enum MarkdownEscapeWrapper: LineWrapper {
  static let id = "markdown-escapes"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard isPresent(text, line.start, line.end) else { return .content }
    var at = line.start
    while at < line.end {
      if text.byte(at) == UInt8(ascii: "\\"), at + 1 < line.end, signs.contains(text.byte(at + 1)) { at += 1 }
      scratch.append(text.byte(at))
      at += 1
    }
    line.isDecoded = true
    line.start = 0
    line.end = scratch.count
    return .content
  }

  private static let signs = Set("\\`*_{}[]()#+-.!<>|~".utf8)

  /// True if an escaped bracket ends the line's call site, which makes the layer worth trying. O(line).
  static func isPresent(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    let line = text.extracting(start..<end)
    var at = line.firstIndex(of: "go:")
    guard at >= 0 else { return false }
    at += 3
    while at < line.byteCount, line.byte(at) &- 0x30 <= 9 { at += 1 }
    return at + 1 < line.byteCount && line.byte(at) == UInt8(ascii: "\\") && line.byte(at + 1) == UInt8(ascii: "]")
  }
}
