import ByteLexing

/// `stern -o json` and `-o extjson`; in the latter a message that is JSON itself is embedded as an object.
enum SternJSONWrapper: LineWrapper {
  static let id = "stern-json"
  static let isDistinctive = true
  static let holdsJSON = true

  private static let plain = JSONLayout(
    required: ["message", "podName", "containerName"], message: ["message"], times: [.init(path: "timestamp")],
    names: [
      .init(field: .namespace, path: "namespace"), .init(field: .pod, path: "podName"),
      .init(field: .container, path: "containerName"), .init(field: .node, path: "nodeName"),
    ])
  private static let extended = JSONLayout(
    required: ["message", "pod", "container"], message: ["message"], times: [.init(path: "timestamp")],
    names: [
      .init(field: .namespace, path: "namespace"), .init(field: .pod, path: "pod"),
      .init(field: .container, path: "container"),
    ])

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let fields = JSONFields(text, line.start, line.end) else { return .fails }
    let result = plain.unwrap(&line, fields, in: text, into: &scratch)
    return result == .fails ? extended.unwrap(&line, fields, in: text, into: &scratch) : result
  }
}
