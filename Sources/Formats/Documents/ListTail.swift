import ByteLexing

/// Reads what stands behind the items of a list, without parsing it: whether the list is a page that goes on.
enum ListTail {
  /// A list that goes on elsewhere.
  struct Page {
    /// Items that follow, if the list says how many.
    var remaining: Int?
  }

  /// The page's mark, `nil` if there is none: `continue` with a token, or `remainingItemCount` above zero.
  static func page(_ bytes: RawSpan) -> Page? {
    let remaining = value(bytes, of: "remainingItemCount").flatMap { Int($0) }
    let token = value(bytes, of: "continue") ?? ""
    return token.isEmpty && remaining ?? 0 <= 0 ? nil : Page(remaining: remaining)
  }

  /// The scalar behind a key, in JSON or YAML; `nil` if the key is not there, at most 64 bytes of it.
  private static func value(_ bytes: RawSpan, of key: StaticString) -> String? {
    let length = key.utf8CodeUnitCount
    let at = bytes.firstIndex(of: key)
    guard at >= 0 else { return nil }
    var next = at + length
    func skip(_ wanted: (UInt8) -> Bool) { while next < bytes.byteCount, wanted(bytes.byte(next)) { next += 1 } }
    skip { $0 == UInt8(ascii: "\"") }
    skip { $0 == UInt8(ascii: " ") }
    guard next < bytes.byteCount, bytes.byte(next) == UInt8(ascii: ":") else { return nil }
    next += 1
    skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    let start = next
    skip {
      $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}")
        && $0 != UInt8(ascii: "'")
    }
    return bytes.text(start..<min(next, start + 64))
  }
}
