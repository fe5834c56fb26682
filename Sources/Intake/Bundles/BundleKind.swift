/// A kind of bundle, as one tool lays it out.
public struct BundleKind: Sendable, Hashable {
  /// Short and stable: `troubleshoot`.
  public var id: String
  /// What people call it: `troubleshoot support bundle`.
  public var title: String

  /// Names a kind.
  public init(id: String, title: String) {
    self.id = id
    self.title = title
  }
}

/// A bundle found among the inputs.
public struct RecognizedBundle: Sendable, Hashable {
  public var kind: BundleKind
  /// The folder or archive as displayed; an archive that holds nothing else stands for its folder. Not trusted text.
  public var root: String
  /// Which paths say so, below the root. Not trusted text, bounded in length.
  public var reason: String

  /// Describes a bundle.
  public init(kind: BundleKind, root: String, reason: String) {
    self.kind = kind
    self.root = root
    self.reason = reason
  }
}
