/// One object by name. Two objects that shared a name at different times have the same reference and different UIDs.
public struct ResourceRef: Hashable, Sendable, Comparable {
  public var kind: ResourceKind
  /// Empty for cluster-scoped objects.
  public var namespace: String
  public var name: String

  /// Names one object.
  public init(_ kind: ResourceKind, namespace: String = "", name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// `Pod ns/name` or `IP name`, the form reports print.
  public var display: String { kind.apiKind + " " + (namespace.isEmpty ? name : namespace + "/" + name) }

  public static func < (a: ResourceRef, b: ResourceRef) -> Bool {
    if a.kind != b.kind { return a.kind < b.kind }
    if a.namespace != b.namespace { return a.namespace < b.namespace }
    return a.name < b.name
  }
}
