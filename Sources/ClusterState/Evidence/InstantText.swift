import ByteLexing
import Model

extension Instant {
  /// The RFC 3339 time that a field holds.
  init?(field text: String) {
    let bytes = Array(text.utf8)
    guard let nanoseconds = parseRFC3339(bytes.span.bytes) else { return nil }
    self.init(nanoseconds: nanoseconds)
  }
}
