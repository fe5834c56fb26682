import Chronicle
import ClusterState
import Model
import Rules

/// The cluster state as the rules see it.
struct ClusterView: StateView {
  let ledger: Ledger
  private var state: ClusterState { ledger.state }

  func facts(about ref: ResourceRef, subnet: ResourceRef?) -> SubjectFacts {
    var facts = SubjectFacts()
    let seen = state.sighting(of: ref)
    if case .unknown = seen.presence, state.isEmpty { return facts }
    facts.existence = existence(seen.presence)
    facts.asOf = seen.asOf?.nanoseconds
    facts.wasSeen = !state.lives(of: ref).isEmpty
    if case .present = seen.presence {} else { facts.missing = state.listLacking(ref) }
    if case .unknown = seen.presence {
      facts.deletionPending = state.lives(of: ref).last?.deleteRequested?.instant.nanoseconds
    }
    if case .unknown = seen.presence, let never = state.neverMade(ref) {
      facts.neverMadeSince = never.since.nanoseconds
      facts.asOf = max(facts.asOf ?? .min, never.until.nanoseconds)
    }
    if case .present = seen.presence {
      let life = state.lives(of: ref).last
      facts.uid = life?.uid ?? ""
      facts.isTerminating = life?.deleteRequested != nil
      facts.deletionAsked = life?.deleteRequested?.instant.nanoseconds
      if let citation = state.citation(of: ref) {
        facts.stream = citation.stream
        facts.position = citation.position
      }
    }
    if facts.stream == nil, let complaint = state.complaint(about: ref) {
      facts.stream = complaint.stream
      facts.position = complaint.position
    }
    switch ref.kind {
    case .ip:
      let entry = ledger.entry(of: ref)
      add(entry, subnet, to: &facts)
      facts.addressSharers = entry.flatMap { ledger.sharers(of: $0) }
      addPort(ref.name, to: &facts)
    case .subnet: add(ledger.deletion(ofSubnet: ref.name), \.subnetState, to: &facts)
    case .vpc: add(ledger.deletion(ofVpc: ref.name), \.vpcState, to: &facts)
    default: break
    }
    return facts
  }

  func facts(aboutAddress address: String, subnet: ResourceRef) -> SubjectFacts {
    var facts = SubjectFacts()
    // No IP object has the name of an address: what a list says of such a name, it says of all that it does not show.
    let list = state.sighting(of: ResourceRef(.ip, name: address))
    guard case .absent = list.presence else { return facts }
    if let holder = ledger.holders(of: address, inSubnet: subnet.name).first {
      facts.existence = .unknown("\(holder.display) holds the address")
    } else {
      facts.existence = .absent
      facts.asOf = list.asOf?.nanoseconds
    }
    return facts
  }

  func firstMade(_ ref: ResourceRef) -> Int64? {
    // Pods of StatefulSets and machines come back under their names, and find their addresses.
    if let dash = ref.name.lastIndex(of: "-"), Int(ref.name[ref.name.index(after: dash)...]) != nil { return nil }
    guard let made = state.lives(of: ref).first?.created, made.source == .audit else { return nil }
    return made.instant.nanoseconds
  }

  private func add(_ entry: LedgerEntry?, _ subnet: ResourceRef?, to facts: inout SubjectFacts) {
    facts.ledger = entry?.state.rawValue
    facts.ledgerReason = entry?.reason ?? ""
    if let entry { facts.asOf = entry.asOf?.nanoseconds }
    // An owner that only audit records show is known to be there as long as they show it: what the log tells of it later
    // is news.
    if let entry, entry.state == .inUse, let owner = entry.owner, let asOf = facts.asOf, let shown = lastRecord(owner) {
      facts.asOf = min(asOf, shown)
    }
    facts.ledgerAsOf = entry == nil ? nil : facts.asOf
    let named = entry.flatMap { $0.subnet.isEmpty ? nil : ResourceRef(.subnet, name: $0.subnet) } ?? subnet
    guard let named else { return }
    facts.subnetName = named.name
    let seen = state.sighting(of: named)
    facts.subnet = existence(seen.presence)
    // What was seen last decides how long the whole is known; a Subnet known to be gone stays gone until it is made again.
    if case .present = seen.presence, let asOf = seen.asOf?.nanoseconds, let whole = facts.asOf {
      facts.asOf = min(whole, asOf)
    }
    if case .absent = seen.presence, let entry, let asOf = seen.asOf, let created = entry.created, created > asOf {
      facts.subnet = .unknown("the Subnets were dumped before the IP object was made")
    }
  }

  /// When audit records show an object last, nanoseconds; `nil` if a dump shows it.
  private func lastRecord(_ ref: ResourceRef) -> Int64? {
    if state.isShown(ref) { return nil }
    return state.lives(of: ref).last?.lastSeen?.nanoseconds
  }

  /// A port that a database older than the rest does not show may have come since.
  private func addPort(_ name: String, to facts: inout SubjectFacts) {
    let seen = state.portSighting(name)
    if case .absent = seen.presence, let written = seen.asOf?.nanoseconds, let asOf = facts.asOf,
      asOf - written > Self.portAge
    {
      facts.port = .unknown("the northbound database is older than the other evidence")
    } else {
      facts.port = existence(seen.presence)
    }
  }

  /// A quiet database writes nothing for a while; nanoseconds.
  private static let portAge: Int64 = 600_000_000_000

  private func add(_ deletion: Deletion?, _ field: WritableKeyPath<SubjectFacts, String?>, to facts: inout SubjectFacts)
  {
    guard let deletion else { return }
    facts[keyPath: field] = deletion.state.rawValue
    facts.heldBy = deletion.holders
    facts.asOf = deletion.asOf?.nanoseconds
  }

  /// Providers of Subnets, by the chronicle's numbers.
  func providers(_ chronicle: Chronicle) -> [ResourceID: String] {
    var result: [ResourceID: String] = [:]
    for (name, provider) in state.providers {
      let id = chronicle.resources.find(.subnet, key: name)
      if id != 0 { result[id] = provider }
    }
    return result
  }

  private func existence(_ presence: Presence) -> SubjectFacts.Existence {
    switch presence {
    case .present: .present
    case .absent: .absent
    case .unknown(let why): .unknown(why)
    }
  }
}
