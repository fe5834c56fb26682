import ByteLexing

/// `journalctl -o json`: one object a line, all values strings, `MESSAGE` an array of bytes if it is not UTF-8.
enum JournaldJSONWrapper: LineWrapper {
  static let id = "journald-json"
  static let isDistinctive = true
  static let holdsJSON = true

  private static let layout = JSONLayout(
    required: ["MESSAGE", "__REALTIME_TIMESTAMP"], message: ["MESSAGE"],
    times: [
      .init(path: "_SOURCE_REALTIME_TIMESTAMP"), .init(path: "__REALTIME_TIMESTAMP", isTransport: true),
    ],
    names: [
      .init(field: .container, path: "CONTAINER_NAME"), .init(field: .container, path: "SYSLOG_IDENTIFIER"),
      .init(field: .container, path: "_COMM"), .init(field: .node, path: "_HOSTNAME"),
    ])

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    var start = line.start
    if start < line.end, text.byte(start) == 0x1e { start += 1 }  // -o json-seq
    guard let fields = JSONFields(text, start, line.end) else { return .fails }
    guard let message = fields.find("MESSAGE", text) else { return .fails }
    // journalctl writes null for a message that is longer than 4 KiB, unless asked for --all.
    if fields.fields[message].kind == .literal, fields.find("__REALTIME_TIMESTAMP", text) != nil { return .marker }
    return layout.unwrap(&line, fields, in: text, into: &scratch)
  }
}
