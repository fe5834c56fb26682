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
    var states: [ObjectUID: [StoredObject]] = [:]
    for object in store.objects where object.isFull && !object.uid.isNone && ids[object.id] != nil {
      states[object.uid, default: []].append(object)
    }
    let clock = StateClock(ids.keys, self)
    var changes: [ResourceRef: [ObjectChange]] = [:]
    for states in states.values where states.count > 1 {
      guard let ref = ids[states[0].id] else { continue }
      changes[ref, default: []] += between(states, clock)
    }
    return changes.mapValues {
      $0.sorted { ($0.to, $0.stream, $0.position.offset) < ($1.to, $1.stream, $1.position.offset) }
    }
  }

  private func between(_ unordered: [StoredObject], _ clock: StateClock) -> [ObjectChange] {
    let ordered = unordered.filter { $0.resourceVersion != 0 && clock.time(of: $0) != nil }
      .sorted { ($0.resourceVersion, $0.stream, $0.offset) < ($1.resourceVersion, $1.stream, $1.offset) }
      .suffix(Self.comparedStates)
    guard var before = ordered.first else { return [] }
    var changes: [ObjectChange] = []
    for state in ordered.dropFirst() where state.resourceVersion != before.resourceVersion {
      let fields = FieldChange.between(contents(before), contents(state))
      if !fields.isEmpty, let from = clock.time(of: before), let to = clock.time(of: state) {
        let doubt =
          switch to.origin {
          case .dump: max(0, to.instant - from.instant)
          case .record: Int64(0)
          case .contents: Int64(1_000_000_000)
          }
        changes.append(
          ObjectChange(
            from: min(from.instant, to.instant), to: max(from.instant, to.instant), uncertainty: doubt, fields: fields,
            stream: streamID(state.stream),
            position: state.position))
      }
      before = state
    }
    return changes
  }

  private func contents(_ object: StoredObject) -> [String: String] {
    var contents: [String: String] = [:]
    for (prefix, section) in [
      ("", ObjectStore.Section.field), ("metadata.labels.", .label), ("metadata.annotations.", .annotation),
    ] {
      store.each(object, section) { contents[prefix + store.texts[$0]] = store.texts[$1] }
    }
    var names: [String] = []
    store.each(object, .finalizer) { name, _ in names.append(store.texts[name]) }
    if !names.isEmpty { contents["metadata.finalizers"] = names.sorted().joined(separator: ", ") }
    if let asked = store.deletionRequested(object) { contents["metadata.deletionTimestamp"] = asked.rfc3339 }
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
