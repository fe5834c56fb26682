import ByteLexing
import Model

/// Which scalar leaves of which kinds are kept in `ObjectRecord.fields`: those that the kind files (`Sources/Model/Kinds`)
/// list under `keeps`.
///
/// `*` stands for every element of a list (the field is named by its index) or every key of a map. Conditions
/// (`status.conditions`) and metadata are kept for every kind and are not listed. `config.…` of a net-attach-def is
/// read out of the JSON text in `spec.config`. Sources: the API types of Kube-OVN 1.8 to 1.16, and the API
/// documentation of Kubernetes, KubeVirt and Multus.
enum FieldSelection {
  /// Paths by kind.
  static let table = Dictionary(
    ResourceKind.declared.map { ($0.facts.kind, $0.facts.keeps) }, uniquingKeysWith: { first, _ in first })

  /// Kept for kinds that the table does not know.
  static let unknownKind = ["status.phase", "status.ready", "status.reason"]

  /// Most fields kept of one object; a list with more elements is cut there.
  static let fieldLimit = 20_000

  /// True for annotation keys that are kept. `kubectl`'s copy of the whole object is not evidence of anything else.
  static func keepsAnnotation(_ key: UnsafeRawBufferPointer) -> Bool {
    guard key.bytes.firstIndex(of: "kubernetes.io") >= 0 || key.bytes.firstIndex(of: "k8s.cni.cncf.io") >= 0
    else { return false }
    return !DocumentTree.equal(key, "kubectl.kubernetes.io/last-applied-configuration")
  }

  /// The same for a key that was already decoded.
  static func keepsAnnotation(_ key: String) -> Bool {
    Array(key.utf8).withUnsafeBytes { keepsAnnotation($0) }
  }
}
