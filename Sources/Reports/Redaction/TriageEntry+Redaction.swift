extension TriageEntry {
  /// The entry without the names of the cluster and of where the bundle lies. What incidents are told apart by is left out.
  public func redacted(_ redaction: Redaction) -> TriageEntry {
    var out = self
    out.path = redaction.path(path)
    out.error = redaction.said(error)
    out.identity = Identity()
    out.identity.cluster = redaction.name(identity.cluster)
    return out
  }
}
