import ClusterState
import Model

/// Claims by the log about addresses of which no list tells, held against what their Subnet counts.
extension RuleEngine {
  /// Lowers what is claimed of more addresses than the Subnet counts: some have gone since, and nothing tells which.
  ///
  /// A Subnet counts its IP objects when one comes or goes (`calcSubnetStatusIP`), so this holds where the removal itself
  /// prints no line and the list of IP objects is missing, old or a part. O(claims).
  func asFarAsSubnetsCount(_ claims: [Candidate]) -> [Candidate] {
    var open: [String: Set<ResourceRef>] = [:]
    for claim in claims { if let subnet = uncounted(claim) { open[subnet, default: []].insert(claim.subject.ref) } }
    var counted: [String: Int] = [:]
    for (subnet, addresses) in open {
      if let count = world.ledger.counted(inSubnet: subnet), count.shown + addresses.count > count.using {
        counted[subnet] = count.using
      }
    }
    if counted.isEmpty { return claims }
    return claims.map { claim in
      guard let subnet = uncounted(claim), let using = counted[subnet] else { return claim }
      return claim.suspected(because: [
        "the counter of the Subnet stands at \(using): some of its addresses have gone since, and nothing tells which"
      ])
    }
  }

  /// The Subnet of an address that a claim says is left, where no list tells and the Subnet was dumped after it.
  private func uncounted(_ claim: Candidate) -> String? {
    guard claim.subject.kind == .ip, claim.verdict < .suspected, case .unknown = claim.facts.existence else {
      return nil
    }
    let subnet = nics.nics[claim.subject.number].subnet
    guard subnet != 0, let last = claim.witness.last.map({ chronicle.events[$0.event].instant }) else { return nil }
    let sighting = world.state.sighting(of: chronicle.resources.ref(subnet))
    guard case .present = sighting.presence, let asOf = sighting.asOf, last <= asOf.nanoseconds else { return nil }
    return chronicle.resources.ref(subnet).name
  }
}
