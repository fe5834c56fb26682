extension FindingChange {
  /// The change without the names of the cluster. Names are numbered as they are met.
  public func redacted(_ redaction: Redaction) -> FindingChange {
    var out = self
    redaction.learn(object)
    out.object = redaction.ref(object)
    out.title = redaction.said(title)
    out.place = redaction.path(place)
    out.reasons = reasons.map(redaction.said)
    return out
  }
}
