import ClusterState
import Diagnosis
import Model
import Reports
import Rules

/// The addresses that several objects of a finding hold at once, and by which.
struct SharedAddresses {
  /// Objects with one address.
  struct Group: Hashable {
    /// Or two of them, one for each family, with a comma.
    var address: String
    var subnet: String
    var refs: [ResourceRef]

    /// `10.16.0.3 of Subnet shop: shop/web-0, shop/web-1`.
    var text: String { place + ": " + SharedAddresses.list(refs) }

    private var place: String { subnet.isEmpty ? address : "\(address) of Subnet \(subnet)" }
  }

  /// In the order of addresses.
  private(set) var groups: [Group] = []
  /// Objects of which the finding does not show who else has their address.
  private(set) var alone: [ResourceRef] = []
  private let ofObjects: [ResourceRef: ObjectAddress]
  /// What the objects are called: a port that has the name of an IP object does not show that there is such an object.
  private let noun: String?

  /// Of a finding that is not about addresses that are used twice nothing is shared. O(objects × log).
  init(_ finding: Finding, _ state: ClusterState) {
    guard finding.harm == .sharedAddress else {
      (ofObjects, noun) = ([:], nil)
      return
    }
    var holders: [ObjectAddress.Single: Set<ResourceRef>] = [:]
    var known: [ResourceRef: ObjectAddress] = [:]
    for c in finding.candidates {
      let held = ObjectAddress(of: c, state)
      known[c.subject.ref] = held
      for single in held.singles { holders[single, default: []].insert(c.subject.ref) }
    }
    ofObjects = known
    let arePorts = finding.candidates.contains {
      $0.subject.ref.kind == .ip && $0.facts.existence != .present && !$0.facts.wasSeen
    }
    noun = arePorts ? "port" : nil
    var bySet: [Set<ResourceRef>: Group] = [:]
    for (single, refs) in holders.sorted(by: { $0.key < $1.key }) where refs.count > 1 {
      if bySet[refs]?.subnet == single.subnet {
        bySet[refs]?.address += "," + single.address
      } else {
        bySet[refs] = Group(address: single.address, subnet: single.subnet, refs: refs.sorted())
      }
    }
    groups = bySet.values.sorted { ($0.subnet, $0.address) < ($1.subnet, $1.address) }
    let told = Set(groups.flatMap(\.refs))
    alone = Set(finding.candidates.map(\.subject.ref)).subtracting(told).sorted()
  }

  /// All objects that share an address with another.
  var refs: Set<ResourceRef> { Set(groups.flatMap(\.refs)) }

  /// Every address of another finding is one of these.
  func covers(_ other: SharedAddresses) -> Bool {
    !other.groups.isEmpty && other.singles.isSubset(of: singles)
  }

  private var singles: Set<ObjectAddress.Single> {
    Set(groups.flatMap { group in group.refs.flatMap { ofObjects[$0]?.singles ?? [] } })
  }

  /// The others that have an object's address, where the finding is about several addresses.
  func others(than ref: ResourceRef) -> [ResourceRef] {
    guard groups.count > 1 else { return [] }
    return Set(groups.filter { $0.refs.contains(ref) }.flatMap(\.refs)).subtracting([ref]).sorted()
  }

  /// `2 pods on one address`, `6 pods on 3 shared addresses`, `1 pod on an address that something else has`.
  var phrase: String {
    guard !groups.isEmpty else {
      return counted(alone) + " on \(alone.count == 1 ? "an address" : "addresses") that something else has"
    }
    return counted(refs.sorted()) + (groups.count == 1 ? " on one address" : " on \(groups.count) shared addresses")
  }

  private func counted(_ refs: [ResourceRef]) -> String {
    noun.map { Quantity.counted(refs.count, $0) } ?? Quantity.counted(refs)
  }

  private static let shown = 3

  /// Addresses and objects, for behind the phrase.
  var text: String {
    if groups.isEmpty {
      return Self.list(alone) {
        [Self.name($0), ofObjects[$0]?.address ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
      }
    }
    let more = groups.count - Self.shown
    return groups.prefix(Self.shown).map(\.text).joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
  }

  private static func name(_ ref: ResourceRef) -> String {
    ref.namespace.isEmpty ? ref.name : ref.namespace + "/" + ref.name
  }

  /// `shop/web-0, shop/web-1 and 2 more`.
  static func list(_ refs: [ResourceRef], _ said: (ResourceRef) -> String = name) -> String {
    Quantity.list(refs.prefix(shown).map(said), of: refs.count)
  }
}

/// Addresses that are used twice, each told once: a finding about pods and one about their IP objects are one conflict.
struct AddressConflict {
  var shared: SharedAddresses
  /// Ids of the findings that are about it.
  var findings: [String]
  /// The best that a finding says of it.
  var verdict: Verdict

  /// Those of open findings, in their order.
  static func all(_ findings: [Finding], _ state: ClusterState) -> [AddressConflict] {
    var conflicts: [AddressConflict] = []
    for finding in findings where finding.harm == .sharedAddress && finding.verdict < .resolved {
      let shared = SharedAddresses(finding, state)
      guard let at = conflicts.firstIndex(where: { $0.shared.covers(shared) }) else {
        conflicts.append(AddressConflict(shared: shared, findings: [finding.id], verdict: finding.verdict))
        continue
      }
      // A suspicion adds nothing to what is shown.
      if finding.verdict <= .probable || conflicts[at].verdict > .probable { conflicts[at].findings.append(finding.id) }
    }
    return conflicts
  }
}
