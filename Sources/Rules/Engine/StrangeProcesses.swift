import Chronicle
import ClusterState
import Model

/// The processes of another cluster's controllers than that of the dumps, where the evidence of several is read together.
///
/// Names repeat between clusters; three things do not happen in one. What every cluster has from its first minute on was not
/// made after its controller had ended. A starting leader that takes addresses over names every pod that has one, so that what
/// the dumps show of its time is what it named. And two do not lead at one time: of such two, that one is of the dumps' cluster
/// which names more of it. O(events + objects asked about × (events of each + processes)).
struct StrangeProcesses {
  /// A process, by the writer of its log.
  fileprivate struct Process: Hashable, Comparable {
    var writer: Int
    var life: Int

    static func < (a: Process, b: Process) -> Bool { (a.writer, a.life) < (b.writer, b.life) }
  }

  private let strange: Set<Process>
  private let chronicle: Chronicle

  /// Fewer objects may be missing or named by chance.
  private static let enough = 5
  /// More objects need not be asked about.
  private static let sample = 1000
  /// Clocks of nodes may differ by so much, nanoseconds.
  private static let slack: Int64 = 5_000_000_000
  /// An object is named within this after it was made, if the controller works, nanoseconds.
  private static let delay: Int64 = 60_000_000_000

  init(_ chronicle: Chronicle, _ state: ClusterState) {
    self.chronicle = chronicle
    var names: [Process: Names] = [:]
    if !state.snapshots.isEmpty {
      for (i, writer) in chronicle.writers.enumerated() where writer.component == .controller {
        for (k, life) in writer.lives.enumerated() where life.lead != nil {
          names[Process(writer: i, life: k)] = Names()
        }
      }
    }
    if !names.isEmpty { Self.count(&names, chronicle, state) }
    let begin = Self.begin(of: state)
    let own = names.max { ($0.value.all, $1.key) < ($1.value.all, $0.key) }
    strange = Set(
      names.lazy.filter { process, names in
        let (writer, life) = (chronicle.writers[process.writer], chronicle.life(process))
        if let begin, begin > life.to, names.known * 2 <= names.looked { return true }
        if !writer.isExcerpt, names.takenOver >= Self.enough, names.known * 2 < names.looked,
          names.looked - names.known >= Self.enough
        {
          return true
        }
        guard let own, own.value.all > 1, names.all * 2 < own.value.all else { return false }
        return Self.leadTogether(life, chronicle.life(own.key))
      }.map(\.key))
  }

  var isEmpty: Bool { strange.isEmpty }

  /// Nothing but their logs tells of the resource.
  func isOnlyTheirs(_ resource: ResourceID) -> Bool {
    if resource == 0 || strange.isEmpty { return false }
    let events = chronicle.events(of: resource)
    return !events.isEmpty
      && events.allSatisfy { n in
        Self.process(chronicle.events[Int(n)], chronicle).map { strange.contains($0) } ?? false
      }
  }

  /// The process that printed it; `nil` for what a document says.
  private static func process(_ e: Event, _ chronicle: Chronicle) -> Process? {
    let source = chronicle.sources[Int(e.source)]
    guard source.writer.records > 0 else { return nil }
    let life = chronicle.writers[source.history].lives.lastIndex { $0.from <= e.instant }
    return Process(writer: source.history, life: life ?? 0)
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

  private static func count(_ names: inout [Process: Names], _ chronicle: Chronicle, _ state: ClusterState) {
    for e in chronicle.events where e.kind == .ipRestored {
      if let process = process(e, chronicle) { names[process]?.takenOver += 1 }
    }
    for ref in state.refs(of: .ip, atMost: sample) where !Kinship.isEverywhere(ref) {
      guard let record = state.record(of: ref), let pod = record.fields["spec.podName"], !pod.isEmpty else { continue }
      let owner = ResourceRef(.pod, namespace: record.fields["spec.namespace"] ?? "", name: pod)
      let made = state.lives(of: ref).last?.created?.instant
      var namedBy: Set<Process> = []
      for resource in [chronicle.resources.find(ref), chronicle.resources.find(owner)] where resource != 0 {
        for n in chronicle.events(of: resource) {
          if let process = process(chronicle.events[Int(n)], chronicle) { namedBy.insert(process) }
        }
      }
      for process in names.keys {
        let isNamed = namedBy.contains(process)
        let isOld = made.map { $0.nanoseconds < chronicle.life(process).to &- delay } ?? false
        names[process]?.all += isNamed ? 1 : 0
        names[process]?.looked += isOld ? 1 : 0
        names[process]?.known += isOld && isNamed ? 1 : 0
      }
    }
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

  private static func leadTogether(_ a: ProcessLife, _ b: ProcessLife) -> Bool {
    guard let x = a.lead, let y = b.lead else { return false }
    return min(x.to, y.to) - max(x.from, y.from) > slack
  }
}

extension Chronicle {
  fileprivate func life(_ process: StrangeProcesses.Process) -> ProcessLife {
    writers[process.writer].lives[process.life]
  }
}
