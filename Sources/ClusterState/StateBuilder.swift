import Model

/// Collects objects from dumps, stream by stream, into snapshots.
public struct StateBuilder {
  private var snapshots: [String: Snapshot] = [:]
  private var current: Stream?

  /// One stream of documents.
  private struct Stream {
    var number: Int
    var group: String
    var hints: PathHints
    var path: String
    var listed: [ResourceKind: Int] = [:]
    var header: ListHeader?
    var isWatch = false
    var namespaces: Set<String> = []
  }

  /// Nothing collected.
  public init() {}

  /// Begins a stream; its objects belong to the snapshot of its folder or archive.
  public mutating func begin(stream: Int, provenance: Provenance) {
    let path = provenance.path
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    let group = provenance.chain.count > 1 && path != provenance.chain[0] ? provenance.chain[0] : folder
    current = Stream(number: stream, group: group, hints: provenance.hints, path: path)
    if snapshots[group] == nil { snapshots[group] = Snapshot(group: group) }
  }

  /// A list begins.
  public mutating func list(_ header: ListHeader) {
    current?.header = header
    if header.shape == .watch { current?.isWatch = true }
  }

  /// One object of the stream.
  public mutating func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {
    guard let stream = current else { return }
    let ref = object.ref
    if change != nil { current?.isWatch = true }
    current?.listed[ref.kind, default: 0] += 1
    if !ref.namespace.isEmpty { current?.namespaces.insert(ref.namespace) }
    // Taken out while it changes: a copy left inside would make every object copy the whole snapshot.
    var snapshot = snapshots.removeValue(forKey: stream.group) ?? Snapshot(group: stream.group)
    if change == .deleted {
      snapshot.objects[ref] = nil
    } else if let known = snapshot.objects[ref], (known.object.resourceVersion ?? 0) > (object.resourceVersion ?? 0) {
      // An older look at the same object.
    } else {
      snapshot.objects[ref] = Snapshot.Known(object: object, stream: stream.number, position: position)
    }
    snapshot.version = max(snapshot.version, object.resourceVersion ?? 0)
    note(object, in: &snapshot)
    snapshots[stream.group] = snapshot
  }

  /// One Event; it tells when the snapshot was taken at the earliest.
  public mutating func clusterEvent(_ event: ClusterEventRecord) {
    guard let stream = current, let time = event.last ?? event.first else { return }
    let known = snapshots[stream.group]?.notBefore ?? time
    snapshots[stream.group]?.notBefore = max(known, time)
  }

  /// The stream has ended: what it lists, and how completely, is known.
  public mutating func end() {
    guard let stream = current else { return }
    defer { current = nil }
    guard !stream.isWatch, stream.header != nil else { return }
    var kinds = stream.listed
    if kinds.isEmpty, let kind = kindOfEmptyList(stream) { kinds[kind] = 0 }
    for (kind, count) in kinds {
      var listing = snapshots[stream.group]?.lists[kind] ?? Snapshot.Listing()
      listing.count = max(listing.count, count)
      if kind.isNamespaced {
        listing.namespaces.formUnion(stream.namespaces)
        // Dumps of bundles hold a file for each namespace; a loose list over several, the system's among them, is whole.
        let isFilePerNamespace = stream.path.contains("/\(Self.folderName(kind))/")
        if isFilePerNamespace {
          let name = stream.hints.fileName.split(separator: ".").first.map(String.init) ?? ""
          listing.namespaces.insert(name)
        } else if stream.namespaces.contains("kube-system") || (count == 0 && stream.header != nil) {
          listing.isWhole = true
        } else if kind == .statefulSet || kind == .netAttachDef, !stream.namespaces.isEmpty {
          // The system has none of these, so nothing proves a whole list; its neighbour, the pods' list, may (see finish).
          listing.isWhole = listing.isWhole || isPlural(stream, kind)
        }
      } else {
        listing.isWhole = listing.isWhole || isPlural(stream, kind) || count > 1
      }
      snapshots[stream.group]?.lists[kind] = listing
    }
  }

  /// Everything that was collected, oldest snapshot first.
  public mutating func finish() -> [Snapshot] {
    var list = Array(snapshots.values.filter { !$0.objects.isEmpty || !$0.lists.isEmpty })
    for i in list.indices { checkAgainstCounters(&list[i]) }
    return list.sorted { ($0.version, $0.notBefore ?? .distantPast, $0.group) < ($1.version, $1.notBefore ?? .distantPast, $1.group) }
  }

  /// A list of IP objects that shows fewer than the Subnets count was made with a selector, or is cut.
  private func checkAgainstCounters(_ snapshot: inout Snapshot) {
    guard snapshot.lists[.ip]?.isWhole == true else { return }
    var shown: [String: Int] = [:]
    for (ref, known) in snapshot.objects where ref.kind == .ip { shown[known.object.fields["spec.subnet"] ?? "", default: 0] += 1 }
    var counted = 0
    var found = 0
    for (ref, known) in snapshot.objects where ref.kind == .subnet {
      let using = Self.count(known.object.fields["status.v4usingIPs"]) ?? 0
      counted += using
      found += min(using, shown[ref.name] ?? 0)
    }
    // Counters lag by a few objects; a selection misses most.
    if counted > 4, found * 2 < counted { snapshot.lists[.ip]?.isWhole = false }
  }

  static func count(_ text: String?) -> Int? {
    guard let text else { return nil }
    return Int(text.prefix { $0 != "." })
  }

  private func isPlural(_ stream: Stream, _ kind: ResourceKind) -> Bool {
    stream.hints.fileName.hasPrefix(Self.folderName(kind)) || stream.header?.itemKind.isEmpty == false || (stream.listed[kind] ?? 0) > 1
  }

  private func kindOfEmptyList(_ stream: Stream) -> ResourceKind? {
    if let kind = stream.header?.itemKind, !kind.isEmpty {
      let named = ResourceKind(apiKind: kind)
      return named == .other ? nil : named
    }
    for kind in ResourceKind.allCases {
      let name = Self.folderName(kind)
      if !name.isEmpty, stream.hints.fileName.hasPrefix(name) || stream.path.contains("/\(name)/") { return kind }
    }
    return nil
  }

  /// How files and folders of dumps name a kind.
  static func folderName(_ kind: ResourceKind) -> String {
    switch kind {
    case .pod: "pods"
    case .ip: "ips"
    case .subnet: "subnets"
    case .vpc: "vpcs"
    case .netAttachDef: "net"
    case .node: "nodes"
    case .namespace: "namespaces"
    case .statefulSet: "statefulsets"
    case .virtualMachine: "virtualmachines"
    case .vip: "vips"
    default: ""
    }
  }

  private func note(_ object: ObjectRecord, in snapshot: inout Snapshot) {
    var times = [object.created].compactMap { $0 } + object.managers.compactMap(\.time)
    if let asked = object.deletionRequested {
      times.append(asked + Int64(-(object.deletionGraceSeconds ?? 0)) * 1_000_000_000)
    }
    for (path, value) in object.fields where path.hasSuffix("Time") { if let t = Instant(field: value) { times.append(t) } }
    if let newest = times.max() { snapshot.notBefore = max(snapshot.notBefore ?? newest, newest) }
  }
}

extension ResourceKind {
  /// Objects of this kind live in a namespace.
  var isNamespaced: Bool {
    switch self {
    case .pod, .statefulSet, .netAttachDef, .virtualMachine: true
    default: false
    }
  }
}
