import Chronicle
import Model

/// What events name beside their subject, and what comes between them.
extension Surroundings {
  /// The net-attach-def of an interface: the first word of the provider, in the namespace that is its second.
  func netAttachDefs(_ nic: Nic) -> [ResourceID] {
    guard nic.ip != 0, nic.pod != 0 else { return [] }
    let pod = chronicle.resources.ref(nic.pod)
    let rest = chronicle.resources.key(nic.ip).dropFirst(pod.name.count + pod.namespace.count + 2)
    let parts = rest.split(separator: ".")
    guard parts.count >= 2 else { return [] }
    return [String(parts[0]), "\(parts[1])/\(parts[0])"].compactMap { key in
      let id = chronicle.resources.find(.netAttachDef, key: key)
      return id == 0 ? nil : id
    }
  }

  /// Keeps the events that name what the step asks for, seen from an interface.
  func filter(_ lists: [EventList], naming: Rule.Naming, of subject: Subject) -> [EventList] {
    lists.map { EventList(filter($0.numbers, naming, subject), chronicle.events) }.filter { !$0.numbers.isEmpty }
  }

  private func filter(_ events: [UInt32], _ naming: Rule.Naming, _ subject: Subject) -> [UInt32] {
    guard subject.kind == .ip else { return events }
    let nic = nics.nics[subject.number]
    switch naming {
    case .subnet: return events.filter { nic.subnet != 0 && chronicle.events[Int($0)].related == nic.subnet }
    case .nad:
      let own = netAttachDefs(nic)
      return events.filter { own.contains(chronicle.events[Int($0)].related) }
    case .laterSubnet:
      let order = setUpOrder(nic.pod)
      guard let own = order.firstIndex(of: nic.subnet) else { return [] }
      return events.filter { order.firstIndex(of: chronicle.events[Int($0)].related).map { $0 > own } ?? false }
    }
  }

  /// The Subnets of a pod in the order of its set-up, which every try repeats.
  private func setUpOrder(_ pod: ResourceID) -> [ResourceID] {
    var order: [ResourceID] = []
    for n in chronicle.events(of: pod) {
      let e = chronicle.events[Int(n)]
      if e.kind == .ipAllocated, e.related != 0, !order.contains(e.related) { order.append(e.related) }
    }
    return order
  }

  /// Events that come between two steps of a pod's worker and show that they are not one run.
  mutating func breakers(_ kinds: KindSet, of subject: Subject) -> [UInt32] {
    kinds.isEmpty ? [] : events(kinds, subject.kind == .ip ? [.itself, .pod] : [.itself], of: subject)
  }
}
