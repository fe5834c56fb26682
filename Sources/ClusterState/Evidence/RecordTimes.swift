import Model

extension ObjectRecord {
  /// Newest time anywhere in the object that the cluster itself wrote: the object was read no earlier than this.
  var newestTime: Instant? {
    var newest = created
    func take(_ time: Instant?) {
      if let time, newest.map({ time > $0 }) ?? true { newest = time }
    }
    // A pod's deletionTimestamp lies in the future by its grace period.
    take(deletionRequested.map { $0 + -Int64(max(0, deletionGraceSeconds ?? 0)) * 1_000_000_000 })
    for manager in managers { take(manager.time) }
    for (path, value) in fields where path.hasSuffix("Time") || path.hasSuffix("finishedAt") {
      take(Instant(field: value))
    }
    return newest
  }
}
