import ByteLexing

/// Records of log shippers and stores, one JSON object a line: fluent-bit, fluentd, vector, filebeat, Elasticsearch and
/// OpenSearch exports, Datadog, Google Cloud, Splunk, OpenTelemetry.
///
/// They all say the same in other words, so the words are tables: the first path that is there counts.
enum ShipperJSONWrapper: LineWrapper {
  static let id = "shipper-json"
  static let isDistinctive = false
  static let holdsJSON = true

  private static let layout = JSONLayout(
    required: [],
    message: [
      "log", "message", "MESSAGE", "log_data", "event.original", "textPayload", "body", "Body", "_raw", "line", "msg",
      "content", "text", "jsonPayload.message", "LogMessage", "LogEntry",
    ],
    times: [
      .init(path: "time"), .init(path: "timestamp"), .init(path: "ts"), .init(path: "@timestamp", isTransport: true),
      .init(path: "date", isTransport: true), .init(path: "Timestamp"), .init(path: "_time", isTransport: true),
      .init(path: "_SOURCE_REALTIME_TIMESTAMP"), .init(path: "__REALTIME_TIMESTAMP", isTransport: true),
      .init(path: "observedTimestamp", isTransport: true), .init(path: "_ts", isTransport: true),
      .init(path: "TimeGenerated", isTransport: true),
    ],
    names: names(.namespace, namespaces) + names(.pod, pods) + names(.container, containers) + names(.node, nodes),
    roots: ["_source", "attributes", "content.attributes", "result", "fields"])

  private static let namespaces: [StaticString] = [
    "kubernetes.namespace_name", "kubernetes.namespace", "kubernetes.pod_namespace", "resource.labels.namespace_name",
    "resource.k8s.namespace.name", "namespace_name", "namespace", "labels.namespace", "PodNamespace",
  ]
  private static let pods: [StaticString] = [
    "kubernetes.pod_name", "kubernetes.pod.name", "resource.labels.pod_name", "resource.k8s.pod.name", "pod_name",
    "podName", "pod", "labels.pod", "PodName",
  ]
  private static let containers: [StaticString] = [
    "kubernetes.container_name", "kubernetes.container.name", "resource.labels.container_name",
    "resource.k8s.container.name", "container_name", "containerName", "container", "labels.container", "ContainerName",
  ]
  private static let nodes: [StaticString] = [
    "kubernetes.host", "kubernetes.node.name", "kubernetes.pod_node_name", "kubernetes.node_name", "host.name",
    "node_name", "nodeName", "hostname", "host", "Computer",
  ]

  private static func names(_ field: OriginKey.Field, _ paths: [StaticString]) -> [JSONLayout.Name] {
    paths.map { JSONLayout.Name(field: field, path: $0) }
  }

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let fields = JSONFields(text, line.start, line.end) else { return .fails }
    // Events and objects have a message too, but are no log.
    if fields.find("apiVersion", text) != nil || fields.find("kind", text) != nil { return .fails }
    // A bulk file has an action before each document.
    if fields.fields.first?.kind == .object, fields.find("index", text) == 0 || fields.find("create", text) == 0 {
      return .marker
    }
    let entry = GoogleEntry(text, fields)
    let result = layout.unwrap(&line, fields, in: text, into: &scratch)
    if result == .content, let entry {
      scratch.removeAll(keepingCapacity: true)
      entry.append(text, to: &scratch)
      line.end = scratch.count
    }
    return result
  }
}
