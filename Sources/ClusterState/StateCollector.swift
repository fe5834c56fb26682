import Model

/// Takes what the formats read about objects, and turns it into a `ClusterState`.
///
/// Feed the streams one after the other, always in the same order; the result depends on it only where two pieces of
/// evidence contradict each other without saying which is newer. Nothing in the records is trusted.
public struct StateCollector: Sendable {
  var store = ObjectStore()
  var streams: [StreamInfo] = []
  var lists: [DumpedList] = []
  var audit = AuditLog()
  var events = ClusterEventLog()
  var ports = PortTable()

  /// Gives the only stream its number.
  public mutating func number(_ stream: Int) { if streams.count == 1 { streams[0].id = stream } }

  /// Nothing was collected.
  public var isEmpty: Bool {
    lists.isEmpty && store.objects.isEmpty && audit.isEmpty && events.entries.isEmpty && ports.byName.isEmpty
  }

  private var currentList: Int?

  /// A collector that has read nothing.
  public init() {}

  /// Begins a stream; records that follow belong to it.
  public mutating func beginStream(_ info: StreamInfo) {
    streams.append(info)
    currentList = nil
  }

  /// Ends the stream.
  public mutating func endStream() {
    currentList = nil
  }

  /// A list begins; the objects that follow belong to it.
  public mutating func list(_ header: ListHeader) {
    openList(header, isImplicit: false)
  }

  /// Some of the list that is open could not be read; what it does not show may exist all the same.
  public mutating func cutList() { if let currentList { lists[currentList].isCut = true } }

  /// The list that is open says that it is a page, and how many items follow elsewhere.
  public mutating func continueList(remaining: Int?) {
    guard let currentList else { return }
    lists[currentList].isPage = true
    let told = remaining.map { min(max($0, 0), DumpedList.remainingLimit) }
    lists[currentList].remaining = told ?? lists[currentList].remaining
  }

  /// One object of a dump or a watch.
  public mutating func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {
    packed(PackedObject(object), change: change, at: position)
  }

  /// One object of a dump or a watch, in bytes. O(size of the object).
  public mutating func packed(_ object: borrowing PackedObject, change: WatchChange?, at position: RecordPosition) {
    let list = currentList ?? openList(ListHeader(shape: .documents), isImplicit: true)
    lists[list].itemCount += 1
    lists[list].take(newest: object.newest, resourceVersion: object.resourceVersion ?? 0)
    if change != nil { lists[list].isWatch = true }
    guard !object.name.isEmpty else { return }
    let shape = lists[list].header.shape
    let (index, before) = store.add(
      object, change: change, isFull: shape != .table && shape != .describe, stream: currentStream, at: position)
    lists[list].objects = lists[list].objects.lowerBound..<Int(index) + 1
    // The same object again, with other content.
    if before >= 0, Int(before) >= lists[list].objects.lowerBound,
      shape == .table || store.objects[Int(before)].resourceVersion != object.resourceVersion ?? 0
    {
      lists[list].isWatch = true
    }
  }

  /// One audit record. Records with an error code change nothing; 404 proves an absence.
  public mutating func audit(_ record: AuditRecord, at position: RecordPosition) {
    audit.add(record, stream: currentStream, at: position, to: &store)
  }

  /// One Kubernetes Event.
  public mutating func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {
    events.add(record, stream: currentStream, at: position)
  }

  /// One port of the OVN northbound database.
  public mutating func port(_ port: NorthboundPort, at position: RecordPosition) {
    ports.add(port, stream: currentStream, at: position)
  }

  /// Takes over what another collector read; its streams come after those of this one. O(size of the other).
  ///
  /// Streams are collected by several threads, each into a collector of its own, and joined in the order of the inputs.
  public mutating func absorb(_ other: consuming StateCollector) {
    if isEmpty && streams.isEmpty {
      self = other
      endStream()
      return
    }
    let streamBase = Int32(clamping: streams.count)
    let objectBase = store.objects.count
    let map = store.absorb(other.store, streamBase: streamBase)
    other.store = ObjectStore()
    streams += other.streams
    for var list in other.lists {
      list.stream += Int(streamBase)
      list.objects = list.objects.lowerBound + objectBase..<list.objects.upperBound + objectBase
      lists.append(list)
    }
    audit.absorb(other.audit, map, objectBase: Int32(clamping: objectBase), streamBase: streamBase, in: store)
    events.absorb(other.events, streamBase: streamBase)
    ports.absorb(other.ports, streamBase: streamBase)
    endStream()
  }

  /// The state that all of it adds up to.
  ///
  /// `kin`: what logs know of the cluster.
  public consuming func finish(_ kin: Kinship = .none) -> ClusterState {
    store.finishReading()
    return ClusterState(self, kin)
  }

  @discardableResult
  private mutating func openList(_ header: ListHeader, isImplicit: Bool) -> Int {
    if streams.isEmpty { beginStream(StreamInfo(id: 0, display: "", chain: [])) }
    lists.append(
      DumpedList(stream: streams.count - 1, header: header, isImplicit: isImplicit, at: store.objects.count))
    currentList = lists.count - 1
    return lists.count - 1
  }

  private var currentStream: Int32 { Int32(clamping: max(0, streams.count - 1)) }
}
