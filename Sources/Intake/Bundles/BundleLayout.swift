/// One row of the table of bundles: the paths that tell a kind.
struct BundleLayout: Sendable {
  /// Paths of which one is as good as many.
  struct Sign: Sendable {
    let patterns: [PathPattern]
    /// Proves the kind alone; of others it takes two.
    let isStrong: Bool

    static func strong(_ patterns: String...) -> Sign {
      Sign(patterns: patterns.flatMap(PathPattern.alternatives), isStrong: true)
    }

    static func weak(_ patterns: String...) -> Sign {
      Sign(patterns: patterns.flatMap(PathPattern.alternatives), isStrong: false)
    }
  }

  let kind: BundleKind
  /// Kinds that are parts of this one: not bundles of their own at its root or below.
  let parts: Set<String>
  let signs: [Sign]

  init(_ id: String, _ title: String, parts: Set<String> = [], _ signs: [Sign]) {
    kind = BundleKind(id: id, title: title)
    self.parts = parts
    self.signs = signs
  }

  var strongMask: UInt64 {
    var mask: UInt64 = 0
    for (i, sign) in signs.enumerated() where sign.isStrong { mask |= 1 << UInt64(i) }
    return mask
  }
}
