import ByteLexing
import Model

/// All formats, in the order that decides between equal confidences.
public enum FormatRegistry {
  /// One line a format.
  public static let all: [any StreamFormat.Type] = [
    LogFormat.self
  ]

  /// The format that is surest of a stream's first bytes; nil if none claims it. Input is untrusted.
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
