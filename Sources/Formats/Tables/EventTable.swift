import Model

/// Rows of `kubectl get events`, `kubectl events`, and the `Events:` part of `kubectl describe`.
enum EventTable {
  /// True if the columns are those of a table of Events.
  static func isHeader(_ layout: TableLayout) -> Bool {
    layout.index("REASON") != nil && (layout.index("OBJECT") != nil || layout.index("KIND") != nil)
  }

  /// The Event in a row, or `nil` if the row is none.
  static func read(_ text: String, _ layout: TableLayout) -> ClusterEventRecord? {
    guard let cells = layout.cells(of: text) else { return nil }
    func cell(_ name: String) -> String { layout.index(name).map { cells[$0] } ?? "" }
    var event = ClusterEventRecord()
    event.type = cell("TYPE")
    event.reason = cell("REASON")
    guard !event.reason.isEmpty, event.type == "Normal" || event.type == "Warning" || layout.index("TYPE") == nil
    else { return nil }
    event.namespace = cell("NAMESPACE")
    event.message = cell("MESSAGE")
    if let slash = cell("OBJECT").firstIndex(of: "/") {
      event.involvedKind = TableKind.kind(forWord: String(cell("OBJECT")[..<slash]))
      event.involvedName = String(cell("OBJECT")[cell("OBJECT").index(after: slash)...])
    } else {
      // kubectl before 1.13 has the kind in a column of its own, and the Event's own name.
      event.involvedKind = TableKind.kind(forWord: cell("KIND"))
      event.involvedName = cell("NAME").split(separator: ".").dropLast().joined(separator: ".")
    }
    event.placeInvolved()
    // `kubelet, node-1`
    event.component = String(cell("SOURCE").prefix { $0 != "," })
    event.count = Int(cell("COUNT")) ?? count(cell("LAST SEEN"))
    return event
  }

  /// The 5 in `3m12s (x5 over 10m)`; 1 if there is none.
  static func count(_ age: String) -> Int {
    guard let begin = age.range(of: "(x") else { return 1 }
    return Int(age[begin...].dropFirst(2).prefix { $0.isNumber }) ?? 1
  }
}

extension String {
  /// Where `text` begins; the standard library has no search without Foundation.
  fileprivate func range(of text: String) -> String.Index? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(text) { return at }
      at = index(after: at)
    }
    return nil
  }
}
