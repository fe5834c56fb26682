import Chronicle
import Model
import Vocabulary

/// Which release a process ran: its banner if it stands in the log, else what its call sites agree on.
struct VersionReading {
  var versions: [String] = []
  var evidence = ""
  /// Which it may be; `nil` if that is more than one line of releases.
  var possible: ClosedRange<ReleaseVersion>?

  init(_ life: ProcessLife) {
    var sites: [CallSite: Int] = [:]
    for use in life.callSites {
      sites[CallSite(file: use.file, line: use.line, severity: use.severity, opening: use.opening)] = use.count
    }
    let estimate = CallSiteIndex.builtIn.vote(sites)
    if !life.version.isEmpty {
      versions = [life.version]
      evidence = "version banner" + (life.commit.isEmpty ? "" : ", commit \(life.commit)")
      let exact = ReleaseVersion(life.version)
      possible = exact.map { $0...$0 }
      if let exact, estimate.isTelling, !estimate.includes(exact) {
        evidence += "; call sites say \(estimate.text)"
      }
    } else if estimate.isTelling, let oldest = estimate.tags.first, let newest = estimate.tags.last {
      versions = oldest == newest ? [oldest] : [oldest, newest]
      evidence = "\(estimate.agreeing) of \(estimate.known) known call sites agree"
      if let low = estimate.oldest, let high = estimate.newest, low.isSameLine(as: high) { possible = low...high }
    } else if estimate.known > 0 {
      evidence = "no banner; \(estimate.agreeing) of \(estimate.known) known call sites agree, which tells no release"
    } else {
      evidence = "neither a banner nor known call sites"
    }
  }
}
