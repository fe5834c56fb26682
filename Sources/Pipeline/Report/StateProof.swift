import ClusterState
import Model

/// The fields of a dumped object that a claim about it rests on, in one line instead of the whole object.
struct StateProof {
  private let state: ClusterState

  init(_ state: ClusterState) { self.state = state }

  /// `metadata.deletionTimestamp: … · spec.podName: …`; empty for an object that no dump shows. `shared`: fields that are shown
  /// because another object has the same in them.
  func fields(of ref: ResourceRef, shared: [String], heldBy holders: [ResourceRef]) -> String {
    guard let record = state.record(of: ref) else { return "" }
    var parts: [(String, String)] = [("metadata.name", record.name)]
    if let asked = record.deletionRequested { parts.append(("metadata.deletionTimestamp", asked.shortText)) }
    if !record.finalizers.isEmpty { parts.append(("metadata.finalizers", list(record.finalizers))) }
    let owner = [record.fields["spec.namespace"], record.fields["spec.podName"]].compactMap { $0 }.filter {
      !$0.isEmpty
    }
    if ref.kind == .ip, !owner.isEmpty { parts.append(("spec.podName", owner.joined(separator: "/"))) }
    for path in (Self.shown[ref.kind] ?? []) + shared where !parts.contains(where: { $0.0 == path }) {
      if case .value(let value) = state.answer(path, of: ref) { parts.append((path, value)) }
    }
    if !holders.isEmpty { parts.append(("held by", list(holders.map(\.name)))) }
    return parts.map { $0.0 + ": " + $0.1 }.joined(separator: " · ")
  }

  /// The same of a port of OVN.
  static func fields(of port: NorthboundPort) -> String {
    let parts = [
      ("name", port.name), ("addresses", port.addresses.joined(separator: ", ")), ("switch", port.logicalSwitch),
    ]
    return parts.filter { !$0.1.isEmpty }.map { $0.0 + ": " + $0.1 }.joined(separator: " · ")
  }

  private func list(_ names: [String]) -> String {
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? shown + ", … (\(names.count))" : shown
  }

  /// Beside name, deletion and finalizers.
  private static let shown: [ResourceKind: [String]] = [
    .ip: ["spec.subnet"], .subnet: ["status.v4usingIPs", "status.v6usingIPs"], .vpc: ["status.subnets"],
  ]
}
