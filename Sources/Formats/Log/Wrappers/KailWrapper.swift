import ByteLexing

/// kail: `<namespace>/<pod>[<container>]: message`.
enum KailWrapper: LineWrapper {
  static let id = "kail"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let namespaceEnd = Names.end(text, line.start, line.end), namespaceEnd < line.end,
      text.byte(namespaceEnd) == UInt8(ascii: "/"),
      let podEnd = Names.end(text, namespaceEnd + 1, line.end), podEnd < line.end,
      text.byte(podEnd) == UInt8(ascii: "["),
      let containerEnd = Names.end(text, podEnd + 1, line.end), text.hasBytes("]:", at: containerEnd),
      containerEnd + 2 <= line.end
    else { return .fails }
    line.origin.add(.namespace, text, line.start..<namespaceEnd)
    line.origin.add(.pod, text, namespaceEnd + 1..<podEnd)
    line.origin.add(.container, text, podEnd + 1..<containerEnd)
    let at = containerEnd + 2
    line.start = at < line.end && text.byte(at) == 0x20 ? at + 1 : at
    return .content
  }
}
