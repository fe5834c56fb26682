import ByteLexing
import Model

/// One object as `kubectl describe` prints it: keys in title case with blanks, lists without dashes, Events as a table.
///
/// Collects lines, then makes the record: what kind it is may be known only at its end.
struct DescribeBlock {
  private struct Level {
    var indent: Int
    var key: String
  }

  /// Values by path; keys are lower case without blanks, list elements have numbers.
  private var values: [(path: String, value: String)] = []
  private var levels: [Level] = []
  private var listCounts: [String: Int] = [:]
  private var labels: [String: String] = [:]
  private var annotations: [String: String] = [:]
  private var lastAnnotation = ""
  /// Of an annotation over many lines, bytes from which on nothing is added.
  private static let annotationLimit = 64 << 10
  private var section = ""
  private var eventLayout: TableLayout?
  /// The Events below the object, without what it is.
  private(set) var events: [(record: ClusterEventRecord, position: RecordPosition)] = []
  let position: RecordPosition

  init(at position: RecordPosition) { self.position = position }

  /// Takes the next line, which is not blank.
  mutating func take(_ line: String, at position: RecordPosition) {
    let indent = line.prefix { $0 == " " }.count
    guard values.count < FieldSelection.fieldLimit else { return }
    if indent == 0 {
      levels = []
      section = Self.split(line)?.key ?? ""
    }
    switch section {
    case "labels": takePair(line, indent, separator: "=")
    case "annotations": takePair(line, indent, separator: ":")
    case "events" where indent > 0: takeEvent(line, at: position)
    default: takeField(line, indent)
    }
  }

  /// Key (normalised) and value of `Key:  value`; the key ends at a colon followed by a blank or nothing.
  private static func split(_ line: String) -> (key: String, value: String)? {
    let content = line.drop { $0 == " " }
    var at = content.startIndex
    while let colon = content[at...].firstIndex(of: ":") {
      let after = content.index(after: colon)
      if after == content.endIndex || content[after] == " " {
        let value = content[after...].drop { $0 == " " }
        return (normalized(content[..<colon]), trimmed(value))
      }
      at = after
    }
    return nil
  }

  private static func normalized(_ key: Substring) -> String { key.filter { $0 != " " }.lowercased() }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }

  private mutating func takeField(_ line: String, _ indent: Int) {
    while let last = levels.last, last.indent >= indent { levels.removeLast() }
    // No path that is wanted is longer; without a bound a few long keys would be copied into every line below them.
    guard levels.reduce(0, { $0 + $1.key.utf8.count }) < 512 else { return }
    let parent = levels.map(\.key).joined(separator: ".")
    guard let (key, value) = Self.split(line), levels.count < 40 else {
      let number = listCounts[parent, default: 0]
      listCounts[parent] = number + 1
      values.append((parent + "." + String(number), Self.trimmed(line.drop { $0 == " " })))
      return
    }
    levels.append(Level(indent: indent, key: key))
    values.append(((parent.isEmpty ? "" : parent + ".") + key, value == "<none>" ? "" : value))
  }

  private mutating func takePair(_ line: String, _ indent: Int, separator: Character) {
    var content = line.drop { $0 == " " }
    if indent == 0, let colon = content.firstIndex(of: ":") {
      content = content[content.index(after: colon)...].drop { $0 == " " }
    }
    let text = Self.trimmed(content)
    guard !text.isEmpty, text != "<none>" else { return }
    guard let mark = text.firstIndex(of: separator) else {
      // A long annotation's value stands on lines of its own.
      if separator == ":", let length = annotations[lastAnnotation]?.utf8.count, length < Self.annotationLimit {
        annotations[lastAnnotation]?.append(length == 0 ? text : "\n" + text)
      }
      return
    }
    let key = String(text[..<mark])
    let value = Self.trimmed(text[text.index(after: mark)...].drop { $0 == " " })
    if separator == "=" {
      labels[key] = value
    } else if FieldSelection.keepsAnnotation(key) {
      annotations[key] = value
      lastAnnotation = key
    }
  }

  private mutating func takeEvent(_ line: String, at position: RecordPosition) {
    guard let layout = eventLayout else {
      // The header is the only table header with lower-case letters; in capitals it reads like any other.
      eventLayout = TableLayout(eventHeader: line.uppercased())
      return
    }
    guard let cells = layout.cells(of: line), cells.count == 5, cells[0] == "Normal" || cells[0] == "Warning"
    else {
      // Columns that copying moved are told by the blanks between them.
      if let event = EventRow.read(line) { events.append((event, position)) }
      return
    }
    var event = ClusterEventRecord()
    event.type = cells[0]
    event.reason = cells[1]
    event.count = EventTable.count(cells[2])
    event.component = String(cells[3].prefix { $0 != "," })
    event.message = cells[4]
    events.append((event, position))
  }

  // MARK: The record

  /// The object, if its kind can be told; `hint` is a kind that the file's name gives.
  func object(hint: TableKind?) -> ObjectRecord? {
    var object = ObjectRecord()
    var byPath: [String: String] = [:]
    for (path, value) in values where byPath[path] == nil { byPath[path] = value }
    object.name = byPath["name"] ?? ""
    object.kind = byPath["kind"] ?? (byPath["node"] != nil && byPath["containers"] != nil ? "Pod" : hint?.kind ?? "")
    guard !object.name.isEmpty, !object.kind.isEmpty else { return nil }
    object.namespace = byPath["namespace"] ?? ""
    object.apiVersion = byPath["apiversion"] ?? ""
    object.labels = labels
    object.annotations = annotations
    object.uid = byPath["metadata.uid"] ?? ""
    object.resourceVersion = byPath["metadata.resourceversion"].flatMap { UInt64($0) }
    object.created = Self.instant(byPath["metadata.creationtimestamp"])
    object.deletionRequested = Self.instant(byPath["metadata.deletiontimestamp"])
    object.deletionGraceSeconds = byPath["metadata.deletiongraceperiodseconds"].flatMap { Int($0) }
    object.finalizers = values.filter { $0.path.hasPrefix("metadata.finalizers.") }.map(\.value)
    object.owners = owners(byPath)
    if object.kind == "Pod", byPath["kind"] == nil {
      readPod(byPath, into: &object)
    } else {
      readFields(into: &object)
      readConditions(into: &object)
    }
    return object
  }

  private static func instant(_ text: String?) -> Instant? {
    guard let text else { return nil }
    let bytes = Array(text.utf8)
    return parseRFC3339(bytes.span.bytes).map { Instant(nanoseconds: $0) }
  }

  private func owners(_ byPath: [String: String]) -> [ObjectRecord.Owner] {
    if let controller = byPath["controlledby"], let slash = controller.firstIndex(of: "/") {
      let name = String(controller[controller.index(after: slash)...])
      return [ObjectRecord.Owner(kind: String(controller[..<slash]), name: name, uid: "")]
    }
    var owners: [ObjectRecord.Owner] = []
    for (path, value) in values where path.hasPrefix("metadata.ownerreferences.") {
      // Keys come in alphabetical order, so `Kind` opens what `Name` and `UID` belong to.
      switch path.dropFirst("metadata.ownerreferences.".count) {
      case "kind": owners.append(ObjectRecord.Owner(kind: value, name: "", uid: ""))
      case "name": if !owners.isEmpty { owners[owners.count - 1].name = value }
      case "uid": if !owners.isEmpty { owners[owners.count - 1].uid = value }
      default: break
      }
    }
    return owners
  }

  private func readPod(_ byPath: [String: String], into object: inout ObjectRecord) {
    // `node-1/10.0.0.1`
    object.fields["spec.nodeName"] = byPath["node"].map { String($0.prefix { $0 != "/" }) }
    // `Terminating (lasts 3s)`
    object.fields["status.phase"] = byPath["status"].map { String($0.prefix { $0 != " " }) }
    object.fields["status.podIP"] = byPath["ip"]
    object.fields["status.reason"] = byPath["reason"]
    // Why a container does not run; tables show it in place of the phase.
    let waits = values.first { $0.path.hasPrefix("containers.") && $0.path.hasSuffix(".state.reason") }
    if object.fields["status.reason"] == nil, let waits { object.fields["status.reason"] = waits.value }
    var number = 0
    for (path, value) in values where path.hasPrefix("containers.") && path.hasSuffix(".image") {
      object.fields["spec.containers.\(number).image"] = value
      number += 1
    }
  }

  private func readFields(into object: inout ObjectRecord) {
    var paths: [String: String] = [:]
    for path in FieldSelection.table[object.kind] ?? FieldSelection.unknownKind { paths[path.lowercased()] = path }
    for (path, value) in values {
      if let known = paths[path] {
        object.fields[known] = value
      } else if let dot = path.lastIndex(of: "."), let known = paths[path[..<dot] + ".*"] {
        object.fields[String(known.dropLast()) + String(path[path.index(after: dot)...])] = value
      }
    }
  }

  /// Conditions follow one another without a mark; each begins where a key comes again.
  private func readConditions(into object: inout ObjectRecord) {
    let prefix = "status.conditions."
    var condition: [String: String] = [:]
    func flush() {
      guard let type = condition["type"] else { return }
      object.fields[prefix + type] = condition["status"]
      for (key, name) in [
        ("reason", "reason"), ("message", "message"), ("lasttransitiontime", "lastTransitionTime"),
      ] {
        if let value = condition[key] { object.fields[prefix + type + "." + name] = value }
      }
    }
    for (path, value) in values where path.hasPrefix(prefix) {
      let key = String(path.dropFirst(prefix.count))
      // Keys come in alphabetical order, which ends with the type.
      if condition[key] != nil || condition["type"] != nil {
        flush()
        condition = [:]
      }
      condition[key] = value
    }
    flush()
  }
}
