import Model

/// A row below `Events:` of `kubectl describe` or of `kubectl get events`, wherever it was copied to: cells at least two blanks
/// apart.
enum EventRow {
  /// `Type     Reason   Age   From   Message`, or the line of dashes below it.
  static func isHeader(_ line: String) -> Bool {
    let cells = cells(line)
    guard cells.count >= 4, let first = cells.first else { return false }
    return first == "Type" && cells[1] == "Reason" || cells.allSatisfy { $0.allSatisfy { $0 == "-" } }
  }

  static func isRow(_ line: String) -> Bool { read(line) != nil }

  /// The Event without what it is about; `nil` if the line is none.
  static func read(_ line: String) -> ClusterEventRecord? {
    let cells = cells(line)
    guard cells.count >= 4, cells[0] == "Normal" || cells[0] == "Warning",
      cells[1].allSatisfy({ $0.isASCII && $0.isLetter }), cells[1].first?.isUppercase ?? false,
      cells[2].first?.isNumber ?? false || cells[2].first == "<"
    else { return nil }
    var event = ClusterEventRecord()
    event.type = cells[0]
    event.reason = cells[1]
    event.count = EventTable.count(cells[2])
    event.component = String(cells[3].prefix { $0 != "," })
    event.message = cells.dropFirst(4).joined(separator: "  ")
    return event
  }

  /// The Event in a row of `kubectl get events` without its header, `[NAMESPACE] [AGE] TYPE REASON KIND/NAME MESSAGE`; `nil` if
  /// the line is none.
  static func listed(_ line: String) -> ClusterEventRecord? {
    var cells = cells(line)[...]
    guard cells.count >= 4,
      let type = cells.prefix(3).firstIndex(where: { $0 == "Normal" || $0 == "Warning" })
    else { return nil }
    var event = ClusterEventRecord()
    // Somebody left the age out.
    if type == 0 { cells = (["<unknown>"] + cells)[...] }
    if type == 2 { event.namespace = cells.removeFirst() }
    guard cells.count >= 4, let age = cells.first?.first, age.isNumber || age == "<" else { return nil }
    let row = Array(cells)
    let object = row[3].split(separator: "/", omittingEmptySubsequences: false)
    guard object.count == 2, row[2].first?.isUppercase ?? false, row[2].allSatisfy({ $0.isASCII && $0.isLetter }),
      // `kubectl events` writes kinds with a capital; parts of a name may be told by what they are, as `web-<hash>`.
      [object[0].lowercased(), object[1].filter { $0 != "<" && $0 != ">" }].allSatisfy(HeaderlessRow.isName)
    else { return nil }
    event.type = row[1]
    event.reason = row[2]
    event.count = EventTable.count(row[0])
    event.message = row.dropFirst(4).joined(separator: "  ")
    event.involvedKind = TableKind.kind(forWord: String(object[0]))
    event.involvedName = String(object[1])
    event.placeInvolved()
    return event
  }

  /// What the node says of a pod that waits for the controller, or whose address another host on the wire answers for, in
  /// whatever words around it, as the Event that it would be; `nil` for other lines. O(line).
  static func told(_ line: String) -> ClusterEventRecord? {
    let begin: String.Index
    let pod: EventSubject.Name
    if let waiting = waits.lazy.compactMap({ line.firstRange(of: $0)?.lowerBound }).first,
      let named = EventSubject.pod(in: String(line[waiting...].prefix(1024)))
    {
      (begin, pod) = (waiting, named)
    } else if let address = line.firstRange(of: "IP address ")?.lowerBound,
      line[address...].prefix(120).contains(" has already been used by host "),
      let named = EventSubject.podOfInterface(in: String(line[..<address].suffix(1024)))
    {
      (begin, pod) = (address, named)
    } else {
      return nil
    }
    var event = ClusterEventRecord()
    (event.type, event.reason, event.component) = ("Warning", "FailedCreatePodSandBox", "kubelet")
    event.message = String(line[begin...].prefix(1024))
    (event.involvedKind, event.involvedNamespace, event.involvedName) = ("Pod", pod.namespace, pod.name)
    event.namespace = pod.namespace
    return event
  }

  /// What the daemon on the node answers while the controller has given no address, or not made its route.
  static let waits = ["no address allocated to pod ", "no available ip for pod ", "route is not ready for pod "]

  private static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var blanks = 0
    for character in line.prefix(4096) {
      if character == " " || character == "\t" {
        blanks += character == " " ? 1 : 2
        continue
      }
      if blanks > 1, !cell.isEmpty {
        cells.append(cell)
        cell = ""
      } else if blanks == 1, !cell.isEmpty {
        cell.append(" ")
      }
      blanks = 0
      cell.append(character)
    }
    if !cell.isEmpty { cells.append(cell) }
    return cells
  }
}

extension ClusterEventRecord {
  /// Gives what it is about the namespace of the Event, or the one that its message names.
  mutating func placeInvolved() {
    if TableKind.isClusterScoped(involvedKind) { return }
    if namespace.isEmpty, let pod = EventSubject.pod(in: message), involvedKind == "Pod", pod.name == involvedName {
      namespace = pod.namespace
    }
    involvedNamespace = namespace
  }
}
