import Model

/// All interfaces that the evidence shows, with the IP object of each.
///
/// Name of an IP object: `pod.namespace` in the default provider, else `pod.namespace.provider` (`ovs.PodNameToPortName`).
public struct NicTable: Sendable {
  public private(set) var nics: [Nic] = []
  /// Numbers of the interfaces of a pod, and in a Subnet.
  public private(set) var byPod: [ResourceID: [Int]] = [:]
  public private(set) var bySubnet: [ResourceID: [Int]] = [:]
  public private(set) var byIP: [ResourceID: Int] = [:]

  /// Puts the interfaces together. O(events + interfaces).
  ///
  /// `providers`: provider of a Subnet, from its object, where there is one.
  public init(_ chronicle: inout Chronicle, providers: [ResourceID: String]) {
    var solver = NicSolver(chronicle, providers: providers)
    solver.solve()
    chronicle = solver.chronicle
    nics = solver.nics.sorted { ($0.pod, $0.subnet, $0.ip) < ($1.pod, $1.subnet, $1.ip) }
    for (i, nic) in nics.enumerated() {
      byPod[nic.pod, default: []].append(i)
      if nic.subnet != 0 { bySubnet[nic.subnet, default: []].append(i) }
      if nic.ip != 0 { byIP[nic.ip] = i }
    }
  }
}

/// The steps by which names are told; see `Nic.Basis`.
struct NicSolver {
  var chronicle: Chronicle
  private(set) var nics: [Nic] = []
  private var nicsOfPod: [ResourceID: [Int]] = [:]
  private var podOfIP: [ResourceID: ResourceID] = [:]
  private var subnetOfIP: [ResourceID: ResourceID] = [:]
  private var ipsOfPod: [ResourceID: [ResourceID]] = [:]
  private var subnetsOfPod: [ResourceID: [ResourceID]] = [:]
  /// Provider suffix of a Subnet: empty for the default provider, else `.nad.ns.ovn`.
  private var suffixOfSubnet: [ResourceID: String] = [:]
  private var givenSuffixes: Set<ResourceID> = []

  init(_ chronicle: Chronicle, providers: [ResourceID: String]) {
    self.chronicle = chronicle
    for (subnet, provider) in providers {
      suffixOfSubnet[subnet] = provider.isEmpty || provider == "ovn" ? "" : "." + provider
      givenSuffixes.insert(subnet)
    }
  }

  mutating func solve() {
    readLinks()
    readAllocations()
    parseNames()
    learnSuffixes()
    var open: [(pod: ResourceID, subnet: ResourceID)] = []
    for (pod, subnets) in subnetsOfPod.sorted(by: { $0.key < $1.key }) {
      for subnet in subnets where !assignKnown(pod, subnet) { open.append((pod, subnet)) }
    }
    open = open.filter { !eliminate($0.pod, $0.subnet) }
    let analogy = SubnetNamePattern.learned(from: samples())
    for (pod, subnet) in open {
      let space = chronicle.resources.ref(pod).namespace
      let suffix = analogy?.suffix(forSubnet: chronicle.resources.key(subnet), namespace: space)
      let likely = suffix.map { intern(pod, $0) } ?? 0
      // One object is no two interfaces, and what belongs to another Subnet is not this one's.
      if likely != 0, subnetOfIP[likely] == nil, !(nicsOfPod[pod] ?? []).contains(where: { nics[$0].ip == likely }) {
        let isSeen = ipsOfPod[pod]?.contains(likely) ?? false
        add(Nic(pod: pod, subnet: subnet, ip: likely, basis: isSeen ? .eliminated : .analogy))
      } else {
        add(Nic(pod: pod, subnet: subnet, ip: 0, basis: .unknown))
      }
    }
    addBareObjects()
  }

  private mutating func readLinks() {
    var best: [ResourceID: [ResourceID: Int]] = [:]
    for link in chronicle.links.all {
      switch chronicle.resources.kind(link.b) {
      case .pod: podOfIP[link.a] = link.b
      case .subnet: best[link.a, default: [:]][link.b, default: 0] += link.count
      default: break
      }
    }
    for (ip, votes) in best {
      subnetOfIP[ip] = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
  }

  private mutating func readAllocations() {
    for e in chronicle.events where (e.kind == .ipAllocated || e.kind == .ipRestored) && e.related != 0 {
      guard chronicle.resources.kind(e.subject) == .pod, !(subnetsOfPod[e.subject]?.contains(e.related) ?? false) else {
        continue
      }
      subnetsOfPod[e.subject, default: []].append(e.related)
    }
  }

  /// Names without a pod beside them: the one known pod whose name and namespace they begin with.
  ///
  /// Names of pods may hold dots, so a name may begin with several pods' (`api.v2-0` in `voice`, `api` in `v2-0`): what
  /// follows must be a provider, and one in the pod's own namespace is the likelier.
  private mutating func parseNames() {
    for id in 1..<max(1, ResourceID(chronicle.resources.count)) where chronicle.resources.kind(id) == .ip {
      if podOfIP[id] == nil {
        guard !chronicle.events(of: id).isEmpty || subnetOfIP[id] != nil else { continue }
        let parts = chronicle.resources.key(id).split(separator: ".", omittingEmptySubsequences: false)
        var found: [(pod: ResourceID, isOwn: Bool)] = []
        for i in 1..<max(1, parts.count) {
          let provider = parts[(i + 1)...]
          guard Self.isProvider(provider) else { continue }
          let key = parts[i] + "/" + parts[..<i].joined(separator: ".")
          let pod = chronicle.resources.find(.pod, key: String(key))
          if pod != 0 { found.append((pod, provider.isEmpty || provider[i + 2] == parts[i])) }
        }
        if found.count > 1, found.contains(where: \.isOwn) { found.removeAll { !$0.isOwn } }
        if found.count == 1 { podOfIP[id] = found[0].pod }
      }
      if let pod = podOfIP[id] { ipsOfPod[pod, default: []].append(id) }
    }
  }

  /// Nothing, for the default provider; else `nad.ns`, `nad.ns.ovn` or, for a net-attach-def that is used twice,
  /// `nad.ns.ovn.ifname`.
  private static func isProvider(_ words: ArraySlice<Substring>) -> Bool {
    guard !words.contains("") else { return false }
    switch words.count {
    case 0, 2: return true
    case 3, 4: return words[words.startIndex + 2] == "ovn"
    default: return false
    }
  }

  /// A Subnet serves one provider; the provider that most names show beside it wins, unless its object says so.
  private mutating func learnSuffixes() {
    var votes: [ResourceID: [String: Int]] = [:]
    for (ip, subnet) in subnetOfIP {
      guard let pod = podOfIP[ip], let suffix = suffix(of: ip, pod) else { continue }
      votes[subnet, default: [:]][suffix, default: 0] += 1
    }
    for (subnet, tally) in votes where !givenSuffixes.contains(subnet) {
      let total = tally.values.reduce(0, +)
      guard let best = tally.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), best.value * 2 > total else {
        continue
      }
      suffixOfSubnet[subnet] = best.key
    }
  }

  /// An interface whose IP object evidence names, or whose name follows from the Subnet's provider.
  private mutating func assignKnown(_ pod: ResourceID, _ subnet: ResourceID) -> Bool {
    let named = (ipsOfPod[pod] ?? []).filter { subnetOfIP[$0] == subnet }
    let expected = suffixOfSubnet[subnet].map { intern(pod, $0) } ?? 0
    for ip in named { add(Nic(pod: pod, subnet: subnet, ip: ip, basis: .named)) }
    if expected != 0, !named.contains(expected), subnetOfIP[expected] == nil {
      let isSeen = ipsOfPod[pod]?.contains(expected) ?? false
      add(Nic(pod: pod, subnet: subnet, ip: expected, basis: isSeen ? .named : .mapped))
      return true
    }
    return !named.isEmpty
  }

  private mutating func eliminate(_ pod: ResourceID, _ subnet: ResourceID) -> Bool {
    let own = (nicsOfPod[pod] ?? []).map { nics[$0] }
    let taken = Set(own.map(\.ip))
    let free = (ipsOfPod[pod] ?? []).filter { !taken.contains($0) && subnetOfIP[$0] == nil }
    let openSubnets = (subnetsOfPod[pod] ?? []).filter { s in !own.contains { $0.subnet == s } }
    guard free.count == 1, openSubnets == [subnet] else { return false }
    add(Nic(pod: pod, subnet: subnet, ip: free[0], basis: .eliminated))
    return true
  }

  /// IP objects that no allocation in the log belongs to: they were there before it, or only dumps show them.
  private mutating func addBareObjects() {
    let known = Set(nics.map(\.ip))
    for id in 1..<max(1, ResourceID(chronicle.resources.count))
    where chronicle.resources.kind(id) == .ip && !known.contains(id)
      && (!chronicle.events(of: id).isEmpty || subnetOfIP[id] != nil)
    {
      add(Nic(pod: podOfIP[id] ?? 0, subnet: subnetOfIP[id] ?? 0, ip: id, basis: .named))
    }
  }

  private mutating func add(_ nic: Nic) {
    nicsOfPod[nic.pod, default: []].append(nics.count)
    nics.append(nic)
  }

  private func samples() -> [SubnetNamePattern.Sample] {
    nics.compactMap { nic in
      guard nic.basis.isFirm, nic.ip != 0, nic.subnet != 0, let suffix = suffix(of: nic.ip, nic.pod), !suffix.isEmpty,
        // A name beside a Subnet of another provider is a retry that fell back to the default Subnet.
        suffixOfSubnet[nic.subnet].map({ $0 == suffix }) ?? true
      else { return nil }
      return SubnetNamePattern.Sample(
        subnet: chronicle.resources.key(nic.subnet), namespace: chronicle.resources.ref(nic.pod).namespace,
        suffix: suffix)
    }
  }

  private func suffix(of ip: ResourceID, _ pod: ResourceID) -> String? {
    let ref = chronicle.resources.ref(pod)
    let base = ref.name + "." + ref.namespace
    let name = chronicle.resources.key(ip)
    guard name.hasPrefix(base) else { return nil }
    let rest = name.dropFirst(base.count)
    return rest.isEmpty || rest.hasPrefix(".") ? String(rest) : nil
  }

  private mutating func intern(_ pod: ResourceID, _ suffix: String) -> ResourceID {
    let ref = chronicle.resources.ref(pod)
    return chronicle.intern(.ip, key: ref.name + "." + ref.namespace + suffix)
  }
}
