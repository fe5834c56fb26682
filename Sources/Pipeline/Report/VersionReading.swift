import Chronicle
import Model
import Vocabulary

/// Which release a process ran: its banner if it stands in the log, else what its call sites agree on.
struct VersionReading {
  var versions: [String] = []
  var evidence = ""
  var exact: ReleaseVersion?

  init(_ life: ProcessLife) {
    var sites: [CallSite: Int] = [:]
    for use in life.callSites { sites[CallSite(file: use.file, line: use.line, severity: use.severity)] = use.count }
    let estimate = CallSiteIndex.builtIn.vote(sites)
    let range = estimate.map { $0.oldest == $0.newest ? [$0.oldest.description] : [$0.oldest.description, $0.newest.description] } ?? []
    if !life.version.isEmpty {
      versions = [life.version]
      evidence = "version banner" + (life.commit.isEmpty ? "" : ", commit \(life.commit)")
      exact = ReleaseVersion(life.version)
      if let estimate, let exact, !(estimate.oldest...estimate.newest).contains(exact) {
        evidence += "; call sites say \(range.joined(separator: " to "))"
      }
    } else if let estimate {
      versions = range
      evidence = "\(estimate.agreeing) of \(estimate.known) known call sites agree"
      exact = estimate.oldest.isSameLine(as: estimate.newest) ? estimate.newest : nil
    } else {
      evidence = "neither banner nor known call sites"
    }
  }
}
