import ByteLexing
import Model

/// Reads times that a person typed.
public enum TimeText {
  /// RFC 3339, with a space instead of the T if need be; `nil` if it is none.
  public static func instant(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    return parseRFC3339(bytes.span.bytes).map { Instant(nanoseconds: $0) }
  }
}
