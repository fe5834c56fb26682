import Model

/// What differs between two states of one object that the evidence holds one after the other.
public struct ObjectChange: Sendable {
  /// When the older and the newer state were read or written; of one in a watch, the newest time that stands in it.
  public var from: Instant
  public var to: Instant
  /// How far the change may lie from `to`, nanoseconds: of a dump, back to the state before.
  public var uncertainty: Int64
  /// By path, without those that are equal.
  public var fields: [FieldChange]
  /// Where the newer state stands.
  public var stream: Int
  public var position: RecordPosition
}

extension ClusterState {
  /// Most states of one object that are compared; of a watch with more, the newest.
  static let comparedStates = 200

  /// What changed in each of these objects, from state to state, oldest first; of fields that its kind's file keeps.
  ///
  /// Only states with a UID, read whole, are compared: a table shows a part, and another UID is another object.
  /// O(objects + states of these objects).
  public func changes(of refs: [ResourceRef]) -> [ResourceRef: [ObjectChange]] {
    let ids = Dictionary(refs.compactMap { ref in store.find(ref).map { ($0, ref) } }) { first, _ in first }
    var states: [ObjectUID: [Int32]] = [:]
    for (number, object) in store.objects.enumerated() where object.isFull && !object.uid.isNone {
      if ids[object.id] != nil { states[object.uid, default: []].append(Int32(clamping: number)) }
    }
    let clock = StateClock(ids.keys, self)
    var changes: [ResourceRef: [ObjectChange]] = [:]
    for states in states.values where states.count > 1 {
      guard let ref = ids[store.objects[Int(states[0])].id] else { continue }
      changes[ref, default: []] += between(states, clock)
    }
    return changes.mapValues {
      $0.sorted { ($0.to, $0.stream, $0.position.offset) < ($1.to, $1.stream, $1.position.offset) }
    }
  }

  private func between(_ unordered: [Int32], _ clock: StateClock) -> [ObjectChange] {
    let states = unordered.compactMap { number in
      let object = store.objects[Int(number)]
      return object.resourceVersion == 0
        ? nil : clock.time(of: object).map { (number: number, object: object, time: $0) }
    }.sorted {
      ($0.object.resourceVersion, $0.number) < ($1.object.resourceVersion, $1.number)
    }.suffix(Self.comparedStates)
    return zip(states, states.dropFirst()).compactMap { older, newer in
      let fields = FieldChange.between(contents(older.number), contents(newer.number))
      if fields.isEmpty || older.object.resourceVersion == newer.object.resourceVersion { return nil }
      let (from, to) = (older.time.instant, newer.time.instant)
      return ObjectChange(
        from: min(from, to), to: max(from, to), uncertainty: newer.time.origin.doubt(since: to - from), fields: fields,
        stream: streamID(newer.object.stream), position: newer.object.position)
    }
  }

  private func contents(_ number: Int32) -> [String: String] {
    let record = store.record(number)
    var contents = record.fields
    for (key, value) in record.labels { contents["metadata.labels." + key] = value }
    for (key, value) in record.annotations { contents["metadata.annotations." + key] = value }
    if !record.finalizers.isEmpty {
      contents["metadata.finalizers"] = record.finalizers.sorted().joined(separator: ", ")
    }
    contents["metadata.deletionTimestamp"] = record.deletionRequested?.rfc3339
    return contents
  }
}

/// When the states of some objects were.
private struct StateClock {
  enum Origin {
    /// When a dump was read.
    case dump
    /// When an audit record wrote it.
    case record
    /// The newest time written in it.
    case contents

    /// How far the change may lie from there, nanoseconds. `passed`: since the state before.
    func doubt(since passed: Int64) -> Int64 {
      switch self {
      case .dump: max(0, passed)
      case .record: 0
      case .contents: 1_000_000_000
      }
    }
  }

  private struct Place: Hashable {
    var stream: Int32
    var offset: UInt64
  }

  private let state: ClusterState
  private var written: [Place: Int64] = [:]

  init(_ ids: some Sequence<ObjectID>, _ state: ClusterState) {
    self.state = state
    for id in ids {
      for life in state.book.chain(id, state.store) {
        for number in [life.created, life.deleteRequested, life.finalizerRemoved, life.gone] {
          guard let mark = state.book.milestone(number, state.store), mark.source == .audit else { continue }
          written[Place(stream: mark.stream, offset: mark.position.offset)] = mark.time
        }
      }
    }
  }

  func time(of object: StoredObject) -> (instant: Instant, origin: Origin)? {
    if let time = written[Place(stream: object.stream, offset: object.offset)] {
      return (Instant(nanoseconds: time), .record)
    }
    if let time = state.book.seen(object.stream) { return (Instant(nanoseconds: time), .dump) }
    let newest = state.store.rare(object).newest
    return newest == StoredObject.noTime ? nil : (Instant(nanoseconds: newest), .contents)
  }
}
