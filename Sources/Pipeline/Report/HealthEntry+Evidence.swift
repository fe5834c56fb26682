import ClusterState
import Diagnosis
import Model
import Reports

extension HealthEntry {
  /// Puts together what logs and the status of the pods say about the controllers.
  init(_ health: ControllerHealth, _ lives: ControllerLives, _ state: ClusterState) {
    self.init()
    starts = health.starts.count
    crashes = health.crashes.count
    firstCrash = health.isUndated ? nil : health.crashes.first.map { Instant(nanoseconds: $0) }
    lastCrash = health.isUndated ? nil : health.crashes.last.map { Instant(nanoseconds: $0) }
    isDown = health.isDown
    leaderChanges = health.leaderChanges.count
    restarts = state.restarts(ofContainer: "kube-ovn-controller").reduce(0) { $0 + $1.restarts }
    release = lives.running?.releaseText ?? ""
  }
}

extension ReportDocument {
  /// A hash of what was read and with which rules: the same input gives the same run.
  var runHash: String {
    let contents = inputs.map { input in
      input.sha256.isEmpty ? "\(input.name) \(input.bytes.total) \(input.lines)" : input.sha256
    }
    var sha = SHA256()
    for text in [tool.version, tool.rulePack] + contents {
      (Array(text.utf8) + [0]).withUnsafeBytes { sha.update($0) }
    }
    return String(sha.hexDigest().prefix(16))
  }
}
