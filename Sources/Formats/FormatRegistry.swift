import ByteLexing
import Model

/// All formats that read whole streams, in the order in which they are asked.
public enum FormatRegistry {
  public static let all: [any StreamFormat.Type] = [LogFormat.self, JSONDocumentsFormat.self, YAMLDocumentsFormat.self]

  /// The format that is surest of the stream, if any is.
  public static func identify(_ head: RawSpan, _ hints: PathHints) -> (format: any StreamFormat.Type, confidence: Confidence)? {
    var best: (format: any StreamFormat.Type, confidence: Confidence)?
    for format in all {
      let confidence = format.probe(head, hints)
      if confidence.value > (best?.confidence.value ?? 0) { best = (format, confidence) }
    }
    return best
  }
}
