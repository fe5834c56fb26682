import ClusterState
import Model
import Synchronization

/// What the state tests look up again and again, found by one pass each.
final class WorldCache: Sendable {
  private let held = Mutex(Held())

  private struct Held {
    var deleting: [ResourceKind: [ResourceRef]]?
    var referrers: [Pointer: Referrers] = [:]
    var twins: [Fields: [ResourceRef: [ResourceRef]]] = [:]
    var holders: [Fields: Holders] = [:]
    var portTwins: PortTwins?
  }

  private struct Pointer: Hashable {
    var kind: ResourceKind
    var reference: String
  }

  private struct Fields: Hashable {
    var kind: ResourceKind
    var paths: [String]
  }

  /// Objects of one kind by what a reference of theirs names.
  struct Referrers: Sendable {
    var byTarget: [ResourceRef: [ResourceRef]] = [:]
    /// Those of which no evidence shows the field.
    var unknown: [ResourceRef] = []
  }

  /// Objects of one kind by the values of some fields.
  struct Holders: Sendable {
    var byValues: [[String]: [ResourceRef]] = [:]
    /// Those of which no evidence shows a field, or whose status does not have it yet.
    var unknown: [ResourceRef] = []
  }

  /// Objects of a kind whose deletion was asked for.
  func deleting(_ kind: ResourceKind, _ state: ClusterState) -> [ResourceRef] {
    held.withLock { held in
      if held.deleting == nil {
        held.deleting = Dictionary(grouping: state.deleting(Set(ResourceKind.declared)), by: \.kind)
      }
      return held.deleting?[kind] ?? []
    }
  }

  /// Objects of a kind by what their reference of that name refers to.
  func referrers(_ kind: ResourceKind, _ reference: KindReference, _ state: ClusterState) -> Referrers {
    held.withLock { held in
      let pointer = Pointer(kind: kind, reference: reference.name)
      if let known = held.referrers[pointer] { return known }
      var found = Referrers()
      for ref in state.refs(of: kind) {
        guard let targets = World.targets(reference, of: ref, state) else {
          found.unknown.append(ref)
          continue
        }
        for target in Set(targets) { found.byTarget[target, default: []].append(ref) }
      }
      held.referrers[pointer] = found
      return found
    }
  }

  /// Objects of a kind by the values of those fields.
  func holders(_ kind: ResourceKind, _ paths: [String], _ state: ClusterState) -> Holders {
    held.withLock { held in
      let fields = Fields(kind: kind, paths: paths)
      if let known = held.holders[fields] { return known }
      var found = Holders()
      for ref in state.refs(of: kind) {
        var values: [String] = []
        var isUnknown = false
        for path in paths {
          switch state.answer(path, of: ref) {
          case .value(let value): values.append(value)
          case .missing: if path.hasPrefix("status.") { isUnknown = true }
          case .unknown: isUnknown = true
          }
        }
        if values.count == paths.count {
          found.byValues[values, default: []].append(ref)
        } else if isUnknown {
          found.unknown.append(ref)
        }
      }
      held.holders[fields] = found
      return found
    }
  }

  /// Ports of OVN that share an address.
  func portTwins(_ state: ClusterState) -> PortTwins {
    held.withLock { held in
      let twins = held.portTwins ?? state.portTwins
      held.portTwins = twins
      return twins
    }
  }

  /// The groups of objects that agree in some fields, by member.
  func twins(_ kind: ResourceKind, _ paths: [String], _ state: ClusterState) -> [ResourceRef: [ResourceRef]] {
    held.withLock { held in
      let fields = Fields(kind: kind, paths: paths)
      if let known = held.twins[fields] { return known }
      var found: [ResourceRef: [ResourceRef]] = [:]
      for group in state.twins(kind, by: paths) { for member in group { found[member] = group } }
      held.twins[fields] = found
      return found
    }
  }
}
