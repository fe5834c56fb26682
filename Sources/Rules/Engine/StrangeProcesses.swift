import Chronicle
import ClusterState
import Model

/// The processes of another cluster's controllers than that of the dumps, where the evidence of several is read together.
///
/// Names repeat between clusters; three things do not happen in one. What every cluster has from its first minute on was not
/// made after its controller had ended. A starting leader that takes addresses over names every pod that has one, so that what
/// the dumps show of its time is what it named. And two do not lead at one time: of such two, that one is of the dumps' cluster
/// which names more of it. O(events + objects asked about × (events of each + processes)).
public struct StrangeProcesses: Sendable {
  /// Whether each process is one, by writer and by the order of its lives; empty if none is.
  private let isStrange: [[Bool]]
  private let chronicle: Chronicle

  /// Fewer objects may be missing or named by chance.
  private static let enough = 5
  /// More objects need not be asked about.
  private static let sample = 1000
  /// Clocks of nodes may differ by so much, nanoseconds.
  private static let slack: Int64 = 5_000_000_000
  /// An object is named within this after it was made, if the controller works, nanoseconds.
  private static let delay: Int64 = 60_000_000_000

  /// Holds the controllers' processes against the dumps.
  public init(_ chronicle: Chronicle, _ state: ClusterState) {
    self.chronicle = chronicle
    let writers = chronicle.writers
    guard !state.snapshots.isEmpty, writers.contains(where: { $0.component == .controller }) else {
      isStrange = []
      return
    }
    let names = Self.names(chronicle, state)
    let begin = Self.begin(of: state)
    let best = zip(writers, names).map { writer, names in
      writer.component == .controller ? names.map(\.all).max() ?? 0 : 0
    }
    let own = best.indices.max { best[$0] < best[$1] } ?? 0
    let found = writers.indices.map { i in
      zip(writers[i].lives, names[i]).map { life, names in
        guard writers[i].component == .controller, let lead = life.lead else { return false }
        if let begin, begin > life.to, names.known * 2 <= names.looked { return true }
        let isSilent = names.known * 2 < names.looked && names.looked - names.known >= Self.enough
        if isSilent, names.takenOver >= Self.enough, !writers[i].isExcerpt { return true }
        return i != own && best[own] > 1 && names.all * 2 < best[own]
          && writers[own].lives.contains { Self.leadTogether($0.lead, lead) }
      }
    }
    isStrange = found.contains { $0.contains(true) } ? found : []
  }

  var isEmpty: Bool { isStrange.isEmpty }

  /// Nothing but their logs tells of the resource.
  func isOnlyTheirs(_ resource: ResourceID) -> Bool {
    if resource == 0 || isStrange.isEmpty { return false }
    let events = chronicle.events(of: resource)
    return !events.isEmpty && events.allSatisfy { isTheirs(chronicle.events[Int($0)]) }
  }

  /// One of them printed it. O(log processes).
  public func isTheirs(_ event: Event) -> Bool {
    guard !isStrange.isEmpty, let (writer, life) = Self.process(event, chronicle) else { return false }
    return isStrange[writer][life]
  }

  /// The process that printed it, by writer and order; `nil` for what a document says. O(log processes).
  private static func process(_ e: Event, _ chronicle: Chronicle) -> (writer: Int, life: Int)? {
    let source = chronicle.sources[Int(e.source)]
    guard source.writer.records > 0 else { return nil }
    return chronicle.writers[source.history].life(at: e.instant).map { (source.history, $0) }
  }

  /// What a process names of the objects that the dumps show.
  private struct Names {
    /// Of all, and of those that were made while it could name them, of which there are `looked`.
    var all = 0
    var known = 0
    var looked = 0
    /// Addresses that it found in use when it began.
    var takenOver = 0
  }

  private static func names(_ chronicle: Chronicle, _ state: ClusterState) -> [[Names]] {
    let ends = chronicle.writers.map { $0.lives.map(\.to) }
    var names = ends.map { [Names](repeating: Names(), count: $0.count) }
    for e in chronicle.events where e.kind == .ipRestored {
      if let (writer, life) = process(e, chronicle) { names[writer][life].takenOver += 1 }
    }
    for ref in state.refs(of: .ip, atMost: sample) where !Kinship.isEverywhere(ref) {
      guard let record = state.record(of: ref), let pod = record.fields["spec.podName"], !pod.isEmpty else { continue }
      let owner = ResourceRef(.pod, namespace: record.fields["spec.namespace"] ?? "", name: pod)
      let made = state.lives(of: ref).last?.created?.instant.nanoseconds ?? .max
      var isNamed = ends.map { [Bool](repeating: false, count: $0.count) }
      for resource in [chronicle.resources.find(ref), chronicle.resources.find(owner)] where resource != 0 {
        for n in chronicle.events(of: resource) {
          if let (writer, life) = process(chronicle.events[Int(n)], chronicle) { isNamed[writer][life] = true }
        }
      }
      for i in names.indices {
        for k in names[i].indices {
          let isOld = made < ends[i][k] &- delay
          names[i][k].all += isNamed[i][k] ? 1 : 0
          names[i][k].looked += isOld ? 1 : 0
          names[i][k].known += isOld && isNamed[i][k] ? 1 : 0
        }
      }
    }
    return names
  }

  /// When the cluster of the dumps was made at the latest: it has its default Subnet and the one that joins its nodes as long
  /// as it has Kube-OVN.
  private static func begin(of state: ClusterState) -> Int64? {
    let singles = [
      ResourceRef(.namespace, name: "kube-system"), ResourceRef(.subnet, name: "ovn-default"),
      ResourceRef(.subnet, name: "join"), ResourceRef(.vpc, name: "ovn-cluster"),
    ]
    return singles.compactMap { state.lives(of: $0).first?.created?.instant.nanoseconds }.min()
  }

  private static func leadTogether(_ a: (from: Int64, to: Int64)?, _ b: (from: Int64, to: Int64)) -> Bool {
    a.map { min($0.to, b.to) - max($0.from, b.from) > slack } ?? false
  }
}
