import ByteLexing

/// docker's json-file driver: `{"log":"message\n","stream":"stderr","time":"2026-11-23T20:31:00.796898Z"}`.
///
/// docker splits lines at 16 KiB; a part lacks the line end. Copies of shippers lack it always, so length decides too.
enum DockerJSONWrapper: LineWrapper {
  static let id = "docker-json"
  static let isDistinctive = true
  static let holdsJSON = true
  static let partLength = 16 << 10

  private static let layout = JSONLayout(
    required: ["log", "stream", "time"], message: ["log"], times: [.init(path: "time")])

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let fields = JSONFields(text, line.start, line.end), fields.find("kubernetes", text) == nil else {
      return .fails
    }
    let result = layout.unwrap(&line, fields, in: text, into: &scratch)
    if result == .content { line.isPartial = scratch.count >= partLength && scratch.last != 0x0a }
    return result
  }
}
