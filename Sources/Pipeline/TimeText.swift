import ByteLexing
import Model

/// Reads times that a person typed.
public enum TimeText {
  /// RFC 3339, with a space instead of the T if need be; `nil` if it is none.
  public static func instant(_ text: String) -> Instant? {
    var copy = text
    return copy.withUTF8 { parseRFC3339(UnsafeRawBufferPointer($0)) }.map { Instant(nanoseconds: $0) }
  }
}
