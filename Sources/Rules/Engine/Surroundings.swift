import Chronicle
import Model

/// Finds the events around a subject: its own, and those of what it is related to.
struct Surroundings {
  let chronicle: Chronicle
  let nics: NicTable
  private let replicas: [ResourceID]
  /// Filtered events of resources that many subjects share, by resource and kinds.
  private var shared: [SharedKey: [UInt32]] = [:]
  private var sharedLists: [ListKey: EventList] = [:]
  private var kindsOf: [ResourceID: KindSet] = [:]
  private var kindsAnywhere: KindSet?
  private var kindsOfController: KindSet?
  /// Kinds of the events around the subject that was asked about last, by relation.
  private var kindsAround: [Rule.Relation: KindSet] = [:]
  private var current: Subject?
  /// Of the pod that was asked about last: its interfaces come one after the other.
  private var nadsOfPod: (pod: ResourceID, nads: [ResourceID])?

  private var anywhere: [KindSet: [UInt32]] = [:]

  private struct SharedKey: Hashable {
    var resource: ResourceID
    var kinds: KindSet
  }

  /// A list that does not depend on the subject alone; 0 for all resources.
  private struct ListKey: Hashable {
    var resource: ResourceID
    var kinds: KindSet
    var needle: String?
  }

  /// In keys: all replicas of the controller. There are as many of them as there are files without a pod's name.
  private static let allReplicas = ResourceID.max
  /// A resource with more events than this is filtered once, not for every subject.
  private static let sharedThreshold = 64

  init(_ chronicle: Chronicle, _ nics: NicTable) {
    self.chronicle = chronicle
    self.nics = nics
    replicas = (1..<max(1, ResourceID(chronicle.resources.count))).filter { chronicle.resources.kind($0) == .replica }
  }

  /// Numbers of the events of `kinds` in `relations` of `subject`, in order.
  mutating func events(
    _ kinds: KindSet, _ relations: [Rule.Relation], _ references: [String] = [], of subject: Subject
  ) -> [UInt32] {
    var found: [UInt32] = []
    for relation in relations { collect(kinds, relation, subject, into: &found) }
    for name in references { for id in subject.bound[name] ?? [] { append(kinds, id, into: &found) } }
    if relations.count + references.count > 1 || relations.first != .pod { found.sortOnce() }
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
    case (.ip, .nads), (.ip, .namespace):
      for resource in resources(relation, subject) { append(kinds, resource, into: &found) }
    case (.subnet, .ips):
      for n in nics.bySubnet[ResourceID(subject.number)] ?? [] { collectNic(kinds, nics.nics[n], into: &found) }
    case (_, .anywhere): found += everywhere(kinds)
    case (_, .controller): found += ofReplicas(kinds)
    case (.subnet, .itself), (.vpc, .itself), (.work, .itself), (.controller, .itself), (.object, .itself):
      append(kinds, ResourceID(subject.number), into: &found)
    default: break
    }
  }

  // MARK: For the steps of a sequence

  /// False if no event of these kinds is in any of the relations: most rules have nothing to say about most subjects.
  mutating func mayHave(
    _ kinds: KindSet, _ relations: [Rule.Relation], _ references: [String] = [], of subject: Subject
  ) -> Bool {
    if !references.isEmpty { return true }
    if subject != current {
      kindsAround.removeAll(keepingCapacity: true)
      current = subject
    }
    for relation in relations {
      let present: KindSet
      if let known = kindsAround[relation] {
        present = known
      } else {
        present = presentKinds(relation, subject)
        kindsAround[relation] = present
      }
      if present.intersects(kinds) { return true }
    }
    return false
  }

  private mutating func presentKinds(_ relation: Rule.Relation, _ subject: Subject) -> KindSet {
    switch relation {
    case .anywhere: return everyKind()
    case .controller:
      if let known = kindsOfController { return known }
      var present = KindSet()
      for replica in replicas { present.formUnion(kinds(of: replica)) }
      kindsOfController = present
      return present
    default: break
    }
    var present = KindSet()
    for resource in resources(relation, subject) { present.formUnion(kinds(of: resource)) }
    for n in nicsOf(relation, subject) {
      let nic = nics.nics[n]
      if nic.ip != 0 { present.formUnion(kinds(of: nic.ip)) }
      if nic.pod != 0, nic.subnet != 0 { present.formUnion(kinds(of: nic.pod)) }
    }
    return present
  }

  private mutating func everyKind() -> KindSet {
    if let known = kindsAnywhere { return known }
    var present = KindSet()
    for e in chronicle.events { present.insert(code: e.code) }
    kindsAnywhere = present
    return present
  }

  private mutating func kinds(of resource: ResourceID) -> KindSet {
    let slice = chronicle.events(of: resource)
    let isShared = slice.count > Self.sharedThreshold
    if isShared, let known = kindsOf[resource] { return known }
    var present = KindSet()
    for n in slice { present.insert(code: chronicle.events[Int(n)].code) }
    if isShared { kindsOf[resource] = present }
    return present
  }

  /// The events of `kinds` in `relations` of `subject` that mention `needle`, as lists; none of them is empty.
  ///
  /// What many subjects share is found once: O(events of the subject) for each of them.
  mutating func lists(
    _ kinds: KindSet, _ relations: [Rule.Relation], _ references: [String] = [], mentioning needle: String?,
    of subject: Subject
  ) -> [EventList] {
    var lists: [EventList] = []
    var own: [UInt32] = []
    for name in references { for id in subject.bound[name] ?? [] { append(kinds, id, into: &own) } }
    for relation in relations {
      if relation == .anywhere {
        lists.append(sharedList(0, kinds, needle))
        continue
      }
      if relation == .controller {
        lists.append(sharedList(Self.allReplicas, kinds, needle))
        continue
      }
      for resource in resources(relation, subject) {
        let slice = chronicle.events(of: resource)
        if slice.count > Self.sharedThreshold {
          lists.append(sharedList(resource, kinds, needle))
        } else {
          for n in slice where kinds.contains(code: chronicle.events[Int(n)].code) { own.append(n) }
        }
      }
      for n in nicsOf(relation, subject) { collectNic(kinds, nics.nics[n], into: &own) }
    }
    if let needle { own = own.filter { mentions($0, needle) } }
    own.sort()
    lists.removeAll { $0.numbers.isEmpty }
    if !own.isEmpty { lists.append(EventList(own, chronicle.events)) }
    return lists
  }

  /// The events of a resource that many subjects share, of `allReplicas`, or, for 0, of all.
  private mutating func sharedList(_ resource: ResourceID, _ kinds: KindSet, _ needle: String?) -> EventList {
    let key = ListKey(resource: resource, kinds: kinds, needle: needle)
    if let known = sharedLists[key] { return known }
    var numbers =
      switch resource {
      case 0: everywhere(kinds)
      case Self.allReplicas: ofReplicas(kinds)
      default: chronicle.events(of: resource).filter { kinds.contains(code: chronicle.events[Int($0)].code) }
      }
    if let needle { numbers = numbers.filter { mentions($0, needle) } }
    let list = EventList(numbers, chronicle.events)
    sharedLists[key] = list
    return list
  }

  /// Resources whose events a relation takes as they are.
  private mutating func resources(_ relation: Rule.Relation, _ subject: Subject) -> [ResourceID] {
    switch (subject.kind, relation) {
    case (_, .controller): return replicas
    case (.ip, .pod): return [nics.nics[subject.number].pod].filter { $0 != 0 }
    case (.ip, .subnet): return [nics.nics[subject.number].subnet].filter { $0 != 0 }
    case (.ip, .subnets):
      var seen: [ResourceID] = []
      for n in siblings(subject) where nics.nics[n].subnet != 0 && !seen.contains(nics.nics[n].subnet) {
        seen.append(nics.nics[n].subnet)
      }
      return seen
    case (.ip, .nads):
      let pod = nics.nics[subject.number].pod
      if pod != 0, let known = nadsOfPod, known.pod == pod { return known.nads }
      var seen: [ResourceID] = []
      for n in siblings(subject) {
        for nad in netAttachDefs(nics.nics[n]) where !seen.contains(nad) { seen.append(nad) }
      }
      nadsOfPod = (pod, seen)
      return seen
    case (.ip, .namespace):
      let pod = nics.nics[subject.number].pod
      guard pod != 0 else { return [] }
      let space = chronicle.resources.find(.namespace, key: chronicle.resources.ref(pod).namespace)
      return space == 0 ? [] : [space]
    case (.subnet, .itself), (.vpc, .itself), (.work, .itself), (.controller, .itself), (.object, .itself):
      return [ResourceID(subject.number)].filter { $0 != 0 }
    default: return []
    }
  }

  /// Interfaces whose events, in their Subnet, a relation takes.
  private func nicsOf(_ relation: Rule.Relation, _ subject: Subject) -> [Int] {
    switch (subject.kind, relation) {
    case (.ip, .itself): [subject.number]
    case (.ip, .ips): siblings(subject)
    case (.subnet, .ips): nics.bySubnet[ResourceID(subject.number)] ?? []
    default: []
    }
  }

  private func mentions(_ number: UInt32, _ needle: String) -> Bool {
    let e = chronicle.events[Int(number)]
    return chronicle.texts.text(e.detail).contains(needle) || chronicle.resources.key(e.related).contains(needle)
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

  /// Events of these kinds of all replicas, in order, found once for each set of kinds.
  private mutating func ofReplicas(_ kinds: KindSet) -> [UInt32] {
    let key = SharedKey(resource: Self.allReplicas, kinds: kinds)
    if let known = shared[key] { return known }
    var numbers: [UInt32] = []
    for replica in replicas {
      for n in chronicle.events(of: replica) where kinds.contains(code: chronicle.events[Int(n)].code) {
        numbers.append(n)
      }
    }
    numbers.sort()
    shared[key] = numbers
    return numbers
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
}
