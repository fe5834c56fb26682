import Model

/// Which release one controller process is: what its banner says, and what its call sites say.
public struct ControllerVersion: Sendable, Equatable {
  /// From the banner (`process.version`), which is on standard error only and so often missing.
  public var banner: ReleaseVersion?
  public var estimate: VersionEstimate

  /// Joins the two.
  public init(banner: ReleaseVersion?, estimate: VersionEstimate) {
    self.banner = banner
    self.estimate = estimate
  }

  /// The releases it may be: the banner's if there is one, else the oldest to the newest that the call sites allow.
  /// Nil if neither is known. The upper end of what reaches to `master` is above every release.
  public var releases: ClosedRange<ReleaseVersion>? {
    if let banner { return banner...banner }
    let above = ReleaseVersion(.max, .max, .max)
    guard !estimate.tags.isEmpty else { return nil }
    let newest = estimate.newest ?? above
    let oldest = estimate.oldest ?? newest
    return min(oldest, newest)...newest
  }

  /// True if the call sites point at other releases than the banner: a patched build, or a banner of another process.
  /// Both are to be shown then.
  public var isContradicted: Bool {
    guard let banner, !estimate.tags.isEmpty else { return false }
    return !estimate.includes(banner)
  }
}
