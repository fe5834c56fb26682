import Model

/// All formats that read whole streams, one line each. Where two are equally sure, the earlier one wins.
public enum FormatRegistry {
  public static let all: [any StreamFormat.Type] = [
    LogFormat.self,
    AuditFormat.self,
    ObjectsJSONFormat.self,
    ObjectsYAMLFormat.self,
    KubectlTableFormat.self,
    KubectlDescribeFormat.self,
    NorthboundJSONFormat.self,
    NorthboundTextFormat.self,
    OVSDBFileFormat.self,
    GatewayRulesFormat.self,
  ]

  /// The format that is surest about a stream which begins with `head`, or `nil` if none is.
  public static func identify(
    _ head: RawSpan, _ hints: PathHints
  ) -> (format: any StreamFormat.Type, confidence: Confidence)? {
    var best: (format: any StreamFormat.Type, confidence: Confidence)?
    for format in all {
      let confidence = format.probe(head, hints)
      if confidence.value > (best?.confidence.value ?? 0) { best = (format, confidence) }
    }
    return best
  }
}
