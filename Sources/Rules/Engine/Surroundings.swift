import Chronicle
import Model

/// Finds the events around a subject: its own, and those of what it is related to.
struct Surroundings {
  let chronicle: Chronicle
  let nics: NicTable
  private let replicas: [ResourceID]
  /// Filtered events of resources that many subjects share, by resource and kinds.
  private var shared: [SharedKey: [UInt32]] = [:]

  private var anywhere: [KindSet: [UInt32]] = [:]

  private struct SharedKey: Hashable {
    var resource: ResourceID
    var kinds: KindSet
  }

  /// A resource with more events than this is filtered once, not for every subject.
  private static let sharedThreshold = 64

  init(_ chronicle: Chronicle, _ nics: NicTable) {
    self.chronicle = chronicle
    self.nics = nics
    replicas = (1..<max(1, ResourceID(chronicle.resources.count))).filter { chronicle.resources.kind($0) == .replica }
  }

  /// Numbers of the events of `kinds` in `relations` of `subject`, in order.
  mutating func events(_ kinds: KindSet, _ relations: [Rule.Relation], of subject: Subject) -> [UInt32] {
    var found: [UInt32] = []
    for relation in relations { collect(kinds, relation, subject, into: &found) }
    if relations.count > 1 || relations.first != .pod {
      found.sort()
      var previous: UInt32?
      found.removeAll { number in
        defer { previous = number }
        return number == previous
      }
    }
    return found
  }

  private mutating func collect(
    _ kinds: KindSet, _ relation: Rule.Relation, _ subject: Subject, into found: inout [UInt32]
  ) {
    switch (subject.kind, relation) {
    case (.ip, .itself): collectNic(kinds, nics.nics[subject.number], into: &found)
    case (.ip, .pod): append(kinds, nics.nics[subject.number].pod, into: &found)
    case (.ip, .subnet): append(kinds, nics.nics[subject.number].subnet, into: &found)
    case (.ip, .subnets):
      var seen: Set<ResourceID> = []
      for n in siblings(subject) where seen.insert(nics.nics[n].subnet).inserted {
        append(kinds, nics.nics[n].subnet, into: &found)
      }
    case (.ip, .ips): for n in siblings(subject) { collectNic(kinds, nics.nics[n], into: &found) }
    case (.ip, .nads): for nad in netAttachDefs(subject) { append(kinds, nad, into: &found) }
    case (.subnet, .ips):
      for n in nics.bySubnet[ResourceID(subject.number)] ?? [] { collectNic(kinds, nics.nics[n], into: &found) }
    case (_, .anywhere): found += everywhere(kinds)
    case (_, .controller): for replica in replicas { append(kinds, replica, into: &found) }
    case (.subnet, .itself), (.vpc, .itself), (.work, .itself), (.controller, .itself):
      append(kinds, ResourceID(subject.number), into: &found)
    default: break
    }
  }

  /// Events of the IP object, and those of the pod that name this Subnet.
  private func collectNic(_ kinds: KindSet, _ nic: Nic, into found: inout [UInt32]) {
    if nic.ip != 0 {
      for n in chronicle.events(of: nic.ip) where kinds.contains(code: chronicle.events[Int(n)].code) {
        found.append(n)
      }
    }
    guard nic.pod != 0, nic.subnet != 0 else { return }
    for n in chronicle.events(of: nic.pod) {
      let e = chronicle.events[Int(n)]
      if e.related == nic.subnet, kinds.contains(code: e.code), e.kind.area == .ip { found.append(n) }
    }
  }

  private mutating func append(_ kinds: KindSet, _ resource: ResourceID, into found: inout [UInt32]) {
    guard resource != 0 else { return }
    let slice = chronicle.events(of: resource)
    if slice.count <= Self.sharedThreshold {
      for n in slice where kinds.contains(code: chronicle.events[Int(n)].code) { found.append(n) }
      return
    }
    let key = SharedKey(resource: resource, kinds: kinds)
    if shared[key] == nil { shared[key] = slice.filter { kinds.contains(code: chronicle.events[Int($0)].code) } }
    found += shared[key] ?? []
  }

  /// All events of these kinds, found by one pass for each set of kinds.
  private mutating func everywhere(_ kinds: KindSet) -> [UInt32] {
    if let known = anywhere[kinds] { return known }
    var numbers: [UInt32] = []
    for (i, e) in chronicle.events.enumerated() where kinds.contains(code: e.code) { numbers.append(UInt32(i)) }
    anywhere[kinds] = numbers
    return numbers
  }

  private func siblings(_ subject: Subject) -> [Int] {
    let nic = nics.nics[subject.number]
    return nic.pod == 0 ? [subject.number] : nics.byPod[nic.pod] ?? [subject.number]
  }

  /// The net-attach-defs of the pod's interfaces: the first word of the provider, in the namespace that is its second.
  private func netAttachDefs(_ subject: Subject) -> [ResourceID] {
    var found: [ResourceID] = []
    for n in siblings(subject) {
      let nic = nics.nics[n]
      guard nic.ip != 0, nic.pod != 0 else { continue }
      let pod = chronicle.resources.ref(nic.pod)
      let rest = chronicle.resources.key(nic.ip).dropFirst(pod.name.count + pod.namespace.count + 2)
      let parts = rest.split(separator: ".")
      guard parts.count >= 2 else { continue }
      for key in [String(parts[0]), "\(parts[1])/\(parts[0])"] {
        let id = chronicle.resources.find(.netAttachDef, key: key)
        if id != 0, !found.contains(id) { found.append(id) }
      }
    }
    return found
  }
}
