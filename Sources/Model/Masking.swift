/// Tells texts that somebody hid before showing them: two that look alike need not be the same.
public enum Masking {
  /// True for `x.x.x.x`, `10.16.*.*`, `00:00:00:xx:xx:xx`, `***`, `<redacted>`, `[hidden]`. Untrusted; O(text).
  public static func hides(_ text: some StringProtocol) -> Bool {
    if text.utf8.contains(where: { marks.contains($0) }) { return true }
    // A short name may be nothing but an x; an address has parts.
    let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
    return parts.count >= 4 && parts.contains { !$0.isEmpty && $0.allSatisfy { letters.contains($0) } }
  }

  private static let marks = Set("*<>[]#".utf8)
  private static let letters = Set("xX?_".utf8)
}
