import Model

/// Which releases the call sites of a log point at.
public struct VersionEstimate: Sendable, Equatable {
  /// Tags that fit best and equally well, oldest first; `master` may be the last. Empty if nothing was known.
  public let tags: [String]
  /// Distinct call sites that the best tags have.
  public let agreeing: Int
  /// Distinct call sites that any release has.
  public let known: Int
  /// Distinct call sites in source files of Kube-OVN that no release has: those of a build between two releases, or of
  /// another file of that name.
  public let strange: Int
  /// Distinct call sites that were looked at, vendored code included.
  public let examined: Int

  /// The oldest of the best tags.
  public var oldest: ReleaseVersion? { tags.lazy.compactMap { ReleaseVersion($0) }.first }

  /// The newest of the best tags; nil if that is `master`.
  public var newest: ReleaseVersion? { tags.last.flatMap { ReleaseVersion($0) } }

  /// Share of the known call sites that agree, 0 to 1. Below 0.9 the controller is a fork, a patched build, or two
  /// releases are mixed in one log.
  public var agreement: Double { known == 0 ? 0 : Double(agreeing) / Double(known) }

  /// They tell the release: three at least, and all but a few of many. One or two places stand in the same line of some
  /// release by chance, and a place that the release does not have says that it is another build; so does one that none has.
  public var isTelling: Bool { agreeing >= 3 && agreement >= 0.9 && agreeing >= strange * 9 }

  /// `v1.12.26–v1.12.28`, a single tag, or an empty text.
  public var text: String {
    guard let first = tags.first, let last = tags.last else { return "" }
    return first == last ? first : "\(first)–\(last)"
  }

  /// True if the release is among the best tags; a banner that says otherwise contradicts the call sites.
  public func includes(_ release: ReleaseVersion) -> Bool {
    tags.contains { ReleaseVersion($0) == release }
  }
}
