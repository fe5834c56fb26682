import ByteLexing

/// `docker compose logs` and its relatives, where a controller runs outside of a cluster: `<container>  | message`.
enum ComposeWrapper: LineWrapper {
  static let id = "compose"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let nameEnd = Names.end(text, line.start, line.end) else { return .fails }
    // Names are padded to the longest one.
    var at = nameEnd
    while at < line.end, text.byte(at) == 0x20 { at += 1 }
    guard at > nameEnd, at < line.end, text.byte(at) == UInt8(ascii: "|") else { return .fails }
    line.origin.add(.container, text, line.start..<nameEnd)
    at += 1
    line.start = at < line.end && text.byte(at) == 0x20 ? at + 1 : at
    return .content
  }
}
