import Model

/// The pods of a snapshot by the names of the IP objects that they have, for tables: these show an IP object without its
/// pod, whose name is the beginning of the object's own (`pod.namespace`, `pod.namespace.provider`).
struct PodNames: Sendable {
  private var names: [String: ObjectID] = [:]
  /// By `machine.namespace`: the pods that run virtual machines, whose IP objects have the machines' names.
  private var launchers: [String: ObjectID] = [:]
  private var addresses: [TextPool.ID: ObjectID] = [:]
  /// The pods look like all of the cluster's: they are of several namespaces, those of the control plane among them, and
  /// nothing shows that only some were asked for.
  private(set) var areOfCluster = false

  /// O(pods) where a table shows IP objects, else O(objects) without looking into them.
  init(_ store: ObjectStore, _ snapshot: Snapshot?) {
    guard let snapshot, Self.hasTableOfAddresses(store, snapshot.objects) else { return }
    let address = store.texts.find("status.podIP")
    var namespaces: Set<TextPool.ID> = []
    var isPart = false
    let selected = store.texts.find("answers.selected")
    snapshot.objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .pod, key.namespace != 0 else { return }
      namespaces.insert(key.namespace)
      let (name, namespace) = (store.texts[key.name], store.texts[key.namespace])
      if Masking.hides(name) || store.value(store.objects[Int(index)], .field, selected) != nil { isPart = true }
      names[name + "." + namespace] = id
      if let machine = Self.machine(ofLauncher: name) { launchers[machine + "." + namespace] = id }
      if let own = store.value(store.objects[Int(index)], .field, address), own != 0 { addresses[own] = id }
    }
    // The one that is looked for may be one whose name somebody hid, or that was not asked for.
    areOfCluster = !isPart && namespaces.count > 1 && namespaces.contains { store.texts[$0] == "kube-system" }
  }

  private static func hasTableOfAddresses(_ store: ObjectStore, _ objects: SnapshotObjects) -> Bool {
    var found = false
    objects.forEach { id, index in
      if store.keys[id].kind == .ip, !store.objects[Int(index)].isFull { found = true }
    }
    return found
  }

  /// The pod whose interface an IP object of this name is, and that is shown.
  func pod(ofAddressNamed name: String) -> ObjectID? {
    if names.isEmpty { return nil }
    return Self.prefixes(name).lazy.compactMap { names[$0] ?? launchers[$0] }.first
  }

  /// `virt-launcher-MACHINE-xxxxx`, as KubeVirt names the pods of its machines.
  private static func machine(ofLauncher pod: String) -> String? {
    guard pod.hasPrefix("virt-launcher-"), let dash = pod.lastIndex(of: "-") else { return nil }
    let machine = pod[..<dash].dropFirst("virt-launcher-".count)
    return machine.isEmpty ? nil : String(machine)
  }

  /// The pod that is shown with this address.
  func pod(withAddress address: TextPool.ID) -> ObjectID? { addresses[address] }

  /// What can be `pod.namespace` in the name of an IP object, the longest first: both parts may hold dots only in the
  /// pod's name, and a provider has at least two parts.
  static func prefixes(_ name: String) -> [String] {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    // Names of objects have at most 253 characters; a table may hold anything.
    guard parts.count > 1, parts.count <= 128 else { return [] }
    return ([parts.count] + (2..<max(2, parts.count - 1)).reversed()).map { parts[..<$0].joined(separator: ".") }
  }
}
