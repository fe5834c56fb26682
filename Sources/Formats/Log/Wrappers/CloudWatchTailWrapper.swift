import ByteLexing

/// `aws logs tail`: `2026-11-23T20:31:00.796000+00:00 <stream> message`.
///
/// Shippers name the stream after the file on the node, `…containers.<pod>_<namespace>_<container>-<id>.log`; other names
/// say nothing.
enum CloudWatchTailWrapper: LineWrapper {
  static let id = "cloudwatch-tail"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let time = WrittenTime(text, line.start, line.end), time.hasZone, text.byte(line.start + 10) != 0x20,
      time.end < line.end, text.byte(time.end) == 0x20
    else { return .fails }
    let stream = time.end + 1
    let end = text.firstIndex(of: 0x20, from: stream)
    guard end > stream, end < line.end else { return .fails }
    line.setTime(time.nanoseconds)
    nameOrigin(&line, text, stream, end)
    line.start = end + 1
    return .content
  }

  private static func nameOrigin(_ line: inout WrappedLine, _ text: RawSpan, _ stream: Int, _ end: Int) {
    let folder = text.extracting(stream..<end).firstIndex(of: "containers.")
    let pod = folder < 0 ? stream : stream + folder + 11
    guard let podEnd = Names.end(text, pod, end), podEnd < end, text.byte(podEnd) == UInt8(ascii: "_"),
      let namespaceEnd = Names.end(text, podEnd + 1, end), namespaceEnd < end,
      text.byte(namespaceEnd) == UInt8(ascii: "_")
    else { return }
    // The container's id stands behind the last dash.
    var dash = end - 1
    while dash > namespaceEnd, text.byte(dash) != UInt8(ascii: "-") { dash -= 1 }
    guard dash > namespaceEnd + 1 else { return }
    line.origin.add(.pod, text, pod..<podEnd)
    line.origin.add(.namespace, text, podEnd + 1..<namespaceEnd)
    line.origin.add(.container, text, namespaceEnd + 1..<dash)
  }
}
