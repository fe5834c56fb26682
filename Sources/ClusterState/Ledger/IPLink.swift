import Model

/// Which pod and Subnet an IP object names.
public struct IPLink: Sendable {
  public var ip: ResourceRef
  public var pod: ResourceRef?
  public var subnet: ResourceRef?
  /// The ledger finds nothing wrong with it.
  public var isFine: Bool
}

extension Ledger {
  /// Calls `body` with the links of every IP object that any evidence shows, also of those that are gone, by name.
  /// O(n log n).
  public func forEachIP(_ body: (IPLink) -> Void) {
    let store = state.store
    let names = ["spec.podName", "spec.namespace", "spec.subnet"].map { store.texts.find($0) }
    let keys = state.book.keys.filter { $0.kind == .ip }.sorted { store.texts.isOrdered($0.name, before: $1.name) }
    for key in keys {
      var link = IPLink(ip: store.ref(key), pod: nil, subnet: nil, isFine: place(of: key).map { state($0).isFine } ?? true)
      if let life = state.book.last(key), life.content >= 0 {
        let object = store.objects[Int(life.content)]
        let values = names.map { store.value(object, .field, $0).map { store.texts[$0] } ?? "" }
        if !values[1].isEmpty { link.pod = ResourceRef(.pod, namespace: values[1], name: values[0]) }
        if !values[2].isEmpty { link.subnet = ResourceRef(.subnet, name: values[2]) }
      }
      body(link)
    }
  }

  /// When IP objects of this name were made, each with an address it held. Times have whole seconds unless audited.
  public func creations(of ip: ResourceRef) -> [(address: String, created: Instant)] {
    state.lives(of: ip).flatMap { life -> [(address: String, created: Instant)] in
      guard let created = life.created?.instant, let fields = state.record(of: life)?.fields else { return [] }
      return [fields["spec.v4IpAddress"], fields["spec.v6IpAddress"]].compactMap { $0 }.filter { !$0.isEmpty }
        .map { ($0, created) }
    }
  }
}
