import Model

/// What the pods of a snapshot say about addresses: which they have, by their annotations, and for which machines they run.
struct PodIndex: Sendable {
  /// One address in a pod's annotations.
  private struct Use: Sendable {
    var pod: ObjectID
    /// The Subnet that the annotations name beside it, 0 for none.
    var subnet: TextPool.ID
    /// Place of the interface's provider; 0 for the default network.
    var provider: Int
  }

  private var uses: [TextPool.ID: [Use]] = [:]
  /// Which pod's annotations show which address: the pod in the upper half.
  private var held: Set<UInt64> = []
  /// Pods whose annotations show an address.
  private var annotated: Set<ObjectID> = []
  /// Pods in the network of their node, which get no address.
  private(set) var onHostNetwork: Set<ObjectID> = []
  /// Pods that ran to their end, and are listed still.
  private(set) var ended: Set<ObjectID> = []
  /// Providers that annotations name; the first is the default network.
  private var providers = [""]
  /// Machines by namespace and name, each with a pod that runs it.
  private var machines: [ObjectKey: ObjectID] = [:]
  /// Pods that run no machine and have an address in the default network; and those of them without an IP object, the first
  /// by the name that it would have.
  private(set) var addressed = 0
  private(set) var without = 0
  private(set) var firstWithout: String?
  /// Those without an IP object, at most `withoutLimit`.
  private(set) var withoutObject: [ObjectID] = []
  private static let withoutLimit = 1000
  /// For telling whether the IP objects were listed before the pods.
  private(set) var youngestWithout: (pod: ObjectID, created: Instant)?

  /// O(pods × annotations).
  init(_ store: ObjectStore, _ objects: SnapshotObjects) {
    let texts = store.texts
    let phase = texts.find("status.phase")
    let (hostNetwork, yes) = (texts.find("spec.hostNetwork"), texts.find("true"))
    let endings = Set(["Succeeded", "Failed"].compactMap { texts.find($0) })
    let vmi = texts.find("VirtualMachineInstance")
    let labels = [texts.find("vm.kubevirt.io/name"), texts.find("kubevirt.io/domain")].compactMap { $0 }
    var names = AnnotationNames()
    objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .pod else { return }
      let object = store.objects[Int(index)]
      if let text = store.value(object, .field, phase), endings.contains(text) {
        ended.insert(id)
        return
      }
      if yes != nil, store.value(object, .field, hostNetwork) == yes { onHostNetwork.insert(id) }
      var isMachine = false
      func runs(_ name: TextPool.ID) {
        isMachine = true
        machines[ObjectKey(kind: .virtualMachine, namespace: key.namespace, name: name)] = id
      }
      store.each(object, .owner) { kind, name in if kind == vmi { runs(name) } }
      store.each(object, .label) { label, name in if labels.contains(label), name != 0 { runs(name) } }
      var found: [(provider: Int, addresses: TextPool.ID)] = []
      var switches: [Int: TextPool.ID] = [:]
      store.each(object, .annotation) { name, value in
        guard value != 0 else { return }
        switch names.meaning(of: name, texts, &providers) {
        case .address(let provider): found.append((provider, value))
        case .subnet(let provider): switches[provider] = value
        case .machine: runs(value)
        case .nothing: break
        }
      }
      if !found.isEmpty { annotated.insert(id) }
      for (provider, addresses) in found {
        for address in Self.addresses(addresses, texts) {
          held.insert(Self.pair(id, address))
          uses[address, default: []].append(Use(pod: id, subnet: switches[provider] ?? 0, provider: provider))
        }
      }
      guard !isMachine, found.contains(where: { $0.provider == 0 }) else { return }
      addressed += 1
      let name = addressName(of: id, 0, store)
      if objects.address(named: name, store) != nil { return }
      without += 1
      if withoutObject.count < Self.withoutLimit { withoutObject.append(id) }
      firstWithout = min(firstWithout ?? name, name)
      guard let created = object.createdInstant else { return }
      if let before = youngestWithout, before.created >= created { return }
      youngestWithout = (id, created)
    }
  }

  /// Annotations of some pod show addresses.
  var showsAddresses: Bool { !annotated.isEmpty }

  /// The pod's annotations show addresses.
  func isAddressed(_ pod: ObjectID) -> Bool { annotated.contains(pod) }

  /// The pod's annotations show the address, or one of a pair. O(1).
  func has(_ pod: ObjectID, _ address: TextPool.ID, _ texts: TextPool) -> Bool {
    Self.addresses(address, texts).contains { held.contains(Self.pair(pod, $0)) }
  }

  private static func pair(_ pod: ObjectID, _ address: TextPool.ID) -> UInt64 { UInt64(pod) << 32 | UInt64(address) }

  /// A living pod's annotations show the address, or one of a pair.
  func isUsed(_ address: TextPool.ID, _ texts: TextPool) -> Bool {
    Self.addresses(address, texts).contains { uses[$0] != nil }
  }

  /// The machines that pods run.
  var runMachines: some Sequence<ObjectKey> { machines.keys }

  /// The pod that runs the machine.
  func launcher(namespace: TextPool.ID, machine: TextPool.ID) -> ObjectID? {
    machines[ObjectKey(kind: .virtualMachine, namespace: namespace, name: machine)]
  }

  /// The living pod that has the address in its annotations, unless an IP object of its own accounts for that.
  func user(
    of address: TextPool.ID, subnet: TextPool.ID, besides ip: ObjectID, _ store: ObjectStore, _ objects: SnapshotObjects
  ) -> ObjectID? {
    uses[address]?.first { use in
      (use.subnet == 0 || subnet == 0 || use.subnet == subnet) && !holds(use.pod, use.provider, store, objects, not: ip)
    }?.pod
  }

  /// True if the snapshot has the IP object of this interface of the pod, and that is another than `other`.
  private func holds(
    _ pod: ObjectID, _ provider: Int, _ store: ObjectStore, _ objects: SnapshotObjects, not other: ObjectID
  ) -> Bool {
    objects.address(named: addressName(of: pod, provider, store), store).map { $0 != other } ?? false
  }

  /// Name of the IP object that the controller makes for an interface of a pod.
  private func addressName(of pod: ObjectID, _ provider: Int, _ store: ObjectStore) -> String {
    let key = store.keys[pod]
    let name = store.texts[key.name] + "." + store.texts[key.namespace]
    return provider == 0 ? name : name + "." + providers[provider]
  }

  /// Both addresses of a pair.
  private static func addresses(_ text: TextPool.ID, _ texts: TextPool) -> [TextPool.ID] {
    let parts = texts[text].split(separator: ",")
    return parts.count < 2 ? [text] : parts.compactMap { texts.find(String($0)) }
  }
}

/// What annotations of pods mean, by the number of their key.
private struct AnnotationNames {
  enum Meaning {
    case address(provider: Int)
    case subnet(provider: Int)
    case machine
    case nothing
  }

  private var known: [TextPool.ID: Meaning] = [:]
  private static let providerLimit = 4096

  mutating func meaning(of name: TextPool.ID, _ texts: TextPool, _ providers: inout [String]) -> Meaning {
    if let meaning = known[name] { return meaning }
    let meaning = Self.read(texts[name], &providers)
    known[name] = meaning
    return meaning
  }

  private static func read(_ key: String, _ providers: inout [String]) -> Meaning {
    if key == "ovn.kubernetes.io/virtualmachine" { return .machine }
    for (suffix, isAddress) in [(".kubernetes.io/ip_address", true), (".kubernetes.io/logical_switch", false)]
    where key.hasSuffix(suffix) {
      let provider = String(key.dropLast(suffix.count))
      let wanted = provider == "ovn" ? "" : provider
      let place = providers.firstIndex(of: wanted) ?? providers.count
      if place == providers.count {
        // A hostile dump names more than any cluster has.
        if place >= Self.providerLimit { return .nothing }
        providers.append(wanted)
      }
      return isAddress ? .address(provider: place) : .subnet(provider: place)
    }
    return .nothing
  }
}
