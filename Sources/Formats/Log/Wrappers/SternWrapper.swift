import ByteLexing

/// stern's default template: `<pod> <container> message`; its `--timestamps` follow as a layer of their own.
enum SternWrapper: LineWrapper {
  static let id = "stern"
  static let isDistinctive = false
  static let isBareName = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    if isStatus(text, line) { return .marker }
    guard let names = Names.tokens(2, text, line.start, line.end) else { return .fails }
    line.origin.add(.pod, text, names[0])
    line.origin.add(.container, text, names[1])
    line.start = afterShortTime(text, names[1].upperBound + 1, line.end)
    return .content
  }

  /// `+ pod › container` and `- pod › container`, which stern prints when it starts and stops following.
  static func isStatus(_ text: RawSpan, _ line: WrappedLine) -> Bool {
    guard line.end - line.start > 6, text.hasBytes("+ ", at: line.start) || text.hasBytes("- ", at: line.start) else {
      return false
    }
    guard let end = Names.end(text, line.start + 2, line.end), line.end - end >= 5 else { return false }
    return text.hasBytes(" › ", at: end)
  }

  /// Skips `01-02 15:04:05 `, stern's short time, which has no year and so tells nothing that klog does not.
  static func afterShortTime(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    guard end - start >= 15, text.byte(start + 2) == UInt8(ascii: "-"), text.byte(start + 5) == 0x20,
      text.byte(start + 8) == UInt8(ascii: ":"), text.byte(start + 11) == UInt8(ascii: ":"),
      text.byte(start + 14) == 0x20, WrittenTime.pair(text, start) != nil, WrittenTime.pair(text, start + 12) != nil
    else { return start }
    return start + 15
  }
}

/// stern's default template with several namespaces: `<namespace> <pod> <container> message`.
enum SternNamespaceWrapper: LineWrapper {
  static let id = "stern-namespace"
  static let isDistinctive = false
  static let isBareName = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let names = Names.tokens(3, text, line.start, line.end) else { return .fails }
    line.origin.add(.namespace, text, names[0])
    line.origin.add(.pod, text, names[1])
    line.origin.add(.container, text, names[2])
    line.start = SternWrapper.afterShortTime(text, names[2].upperBound + 1, line.end)
    return .content
  }
}

/// One name before the line, as k9s and `docker compose` style viewers copy it: `<container> message`.
enum ContainerPrefixWrapper: LineWrapper {
  static let id = "container-prefix"
  static let isDistinctive = false
  static let isBareName = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let names = Names.tokens(1, text, line.start, line.end) else { return .fails }
    line.origin.add(.container, text, names[0])
    line.start = names[0].upperBound + 1
    return .content
  }
}
