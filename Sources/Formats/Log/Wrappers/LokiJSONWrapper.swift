import ByteLexing

/// `logcli query -o jsonl`, and the items of a JSON file saved by Grafana: `{"labels":{…},"line":"…","timestamp":"…"}`.
enum LokiJSONWrapper: LineWrapper {
  static let id = "loki-json"
  static let isDistinctive = true
  static let holdsJSON = true

  private static let layout = JSONLayout(
    required: ["line", "timestamp"], message: ["line"], times: [.init(path: "timestamp")],
    names: names)

  private static let names: [JSONLayout.Name] = [
    .init(field: .namespace, path: "labels.namespace"), .init(field: .namespace, path: "fields.namespace"),
    .init(field: .pod, path: "labels.pod"), .init(field: .pod, path: "fields.pod"),
    .init(field: .container, path: "labels.container"), .init(field: .container, path: "fields.container"),
    .init(field: .node, path: "labels.node_name"), .init(field: .node, path: "fields.node_name"),
    .init(field: .node, path: "labels.nodename"), .init(field: .node, path: "labels.node"),
    .init(field: .node, path: "labels.hostname"),
  ]

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    layout.unwrap(&line, in: text, into: &scratch)
  }
}
