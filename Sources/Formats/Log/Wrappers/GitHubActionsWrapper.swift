import ByteLexing

/// Log of a GitHub Actions step: `2026-11-23T20:31:00.1234567Z message`, by the CLI with `job<TAB>step<TAB>` before it.
///
/// `##[group]` and the like are the runner's own marks.
enum GitHubActionsWrapper: LineWrapper {
  static let id = "github-actions"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    var start = line.start
    if let time = time(text, start, line.end) { return finish(&line, text, time) }
    for _ in 0..<2 {
      let tab = text.firstIndex(of: 0x09, from: start)
      guard tab >= 0, tab < line.end else { return .fails }
      start = tab + 1
    }
    guard let time = time(text, start, line.end) else { return .fails }
    return finish(&line, text, time)
  }

  /// The runner writes seven digits of a second, which no other writer of such lines does.
  private static func time(_ text: RawSpan, _ start: Int, _ end: Int) -> WrittenTime? {
    guard let time = WrittenTime(text, start, end), time.fractionDigits == 7, time.end == start + 28 else { return nil }
    guard time.end == end || text.byte(time.end) == 0x20 else { return nil }
    return time
  }

  private static func finish(_ line: inout WrappedLine, _ text: RawSpan, _ time: WrittenTime) -> Unwrapping {
    line.start = min(line.end, time.end + 1)
    line.setTime(time.nanoseconds)
    return line.end - line.start >= 3 && text.hasBytes("##[", at: line.start) ? .marker : .content
  }
}
