import Model

/// Reads a Kubernetes Event, core/v1 or events.k8s.io/v1, out of a document tree.
enum ClusterEventReader {
  /// True if the object at `root` is an Event; `fallbackKind` is what its list says.
  static func isEvent(_ tree: DocumentTree, _ root: Int, fallbackKind: String) -> Bool {
    if let kind = tree.child(root, "kind") {
      guard tree.isText(kind, "Event") else { return false }
      let version = tree.child(root, "apiVersion")
      // An audit record is called Event too.
      return version == nil || !tree.bytes(version ?? 0).starts(with: "audit.".utf8)
    }
    return fallbackKind == "Event" || tree.child(root, "involvedObject") != nil || tree.child(root, "regarding") != nil
  }

  /// The Event at `root`. Every field may be missing.
  static func read(_ tree: DocumentTree, _ root: Int) -> ClusterEventRecord {
    var event = ClusterEventRecord()
    let metadata = tree.child(root, "metadata")
    let involved = tree.child(root, "involvedObject") ?? tree.child(root, "regarding")
    event.namespace = tree.string(tree.child(metadata, "namespace"))
    event.type = tree.string(tree.child(root, "type"))
    event.reason = tree.string(tree.child(root, "reason"))
    event.message = tree.string(tree.child(root, "message") ?? tree.child(root, "note"))
    event.involvedKind = tree.string(tree.child(involved, "kind"))
    event.involvedNamespace = tree.string(tree.child(involved, "namespace"))
    event.involvedName = tree.string(tree.child(involved, "name"))
    event.involvedUID = tree.string(tree.child(involved, "uid"))
    event.component = component(tree, root)
    let series = tree.child(root, "series")
    let created = tree.instant(tree.child(metadata, "creationTimestamp"))
    let exact = tree.instant(tree.child(root, "eventTime"))
    let first = tree.instant(tree.child(root, "firstTimestamp") ?? tree.child(root, "deprecatedFirstTimestamp"))
    let last = tree.instant(tree.child(root, "lastTimestamp") ?? tree.child(root, "deprecatedLastTimestamp"))
    let observed = tree.instant(tree.child(series, "lastObservedTime"))
    event.first = first ?? exact ?? created
    // Either recorder fills other fields; the latest of what there is tells when it was last seen.
    event.last = [observed, last, exact].compactMap { $0 }.max() ?? created
    let counts = [
      tree.number(tree.child(series, "count")), tree.number(tree.child(root, "count")),
      tree.number(tree.child(root, "deprecatedCount")),
    ]
    event.count = counts.compactMap { $0.flatMap { Int(exactly: $0) } }.max() ?? 1
    event.count = max(1, event.count)
    return event
  }

  private static func component(_ tree: DocumentTree, _ root: Int) -> String {
    let source = tree.child(root, "source") ?? tree.child(root, "deprecatedSource")
    for node in [
      tree.child(source, "component"), tree.child(root, "reportingComponent"), tree.child(root, "reportingController"),
    ] {
      let name = tree.string(node)
      if !name.isEmpty { return name }
    }
    return ""
  }
}
