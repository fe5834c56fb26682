import ByteLexing

/// `logcli query` without options: `2026-11-23T20:31:00Z {pod="x", container="y"} message`, where tabs may
/// stand for the blanks.
enum LogcliWrapper: LineWrapper {
  static let id = "logcli"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let time = WrittenTime(text, line.start, line.end), time.hasZone, line.end - time.end >= 3,
      text.hasBytes(" {", at: time.end) || text.hasBytes("\t{", at: time.end)
    else { return .fails }
    var at = time.end + 2
    while at < line.end, text.byte(at) != UInt8(ascii: "}") {
      let name = at
      while at < line.end, text.byte(at) != UInt8(ascii: "="), text.byte(at) > 0x20 { at += 1 }
      guard line.end - at >= 3, text.hasBytes("=\"", at: at) else { return .fails }
      let nameEnd = at
      let value = at + 2
      at = value
      while at < line.end, text.byte(at) != UInt8(ascii: "\"") {
        at += text.byte(at) == UInt8(ascii: "\\") ? 2 : 1
      }
      guard at < line.end else { return .fails }
      if let field = field(text, name..<nameEnd) { line.origin.add(field, text, value..<at) }
      at += 1
      while at < line.end, text.byte(at) == UInt8(ascii: ",") || text.byte(at) == 0x20 { at += 1 }
    }
    guard at < line.end else { return .fails }
    at += 1
    if at < line.end, text.byte(at) == 0x09 {
      at += 1
    } else {
      while at < line.end, text.byte(at) == 0x20 { at += 1 }  // logcli pads labels to a common width
    }
    line.setTime(time.nanoseconds)
    line.start = at
    return .content
  }

  /// What a Loki label names.
  static func field(_ text: RawSpan, _ name: Range<Int>) -> OriginKey.Field? {
    let table: [(StaticString, OriginKey.Field)] = [
      ("namespace", .namespace), ("pod", .pod), ("container", .container), ("node_name", .node), ("node", .node),
      ("nodename", .node), ("hostname", .node),
    ]
    for (label, field) in table where label.utf8CodeUnitCount == name.count && text.hasBytes(label, at: name.lowerBound)
    {
      return field
    }
    return nil
  }
}

/// Text that Grafana's Explore saves: `1795468952952<TAB>2026-11-23T21:22:32.952Z<TAB>message`; older ones lack the first.
enum GrafanaTextWrapper: LineWrapper {
  static let id = "grafana"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    if text.hasBytes("Common labels: ", at: line.start) { return .marker }
    var tab = text.firstIndex(of: 0x09, from: line.start)
    guard tab >= 0, tab < line.end, tab - line.start <= 40, text.byte(line.start) &- 0x30 <= 9 else { return .fails }
    if let time = EpochNumber.nanoseconds(text, line.start..<tab) {
      let next = text.firstIndex(of: 0x09, from: tab + 1)
      guard next >= 0, next < line.end, next - tab <= 40, WrittenTime(text, tab + 1, next)?.end == next else {
        return .fails
      }
      tab = next
      line.setTime(time)
    } else {
      guard let time = WrittenTime(text, line.start, tab), time.end == tab else { return .fails }
      if time.hasZone { line.setTime(time.nanoseconds) }
    }
    line.start = tab + 1
    return .content
  }
}
