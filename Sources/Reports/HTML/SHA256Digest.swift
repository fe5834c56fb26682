import Model

/// Digests as a content policy writes them.
enum SHA256Digest {
  /// SHA-256 of a text's UTF-8 bytes, in base64.
  static func base64(_ text: String) -> String {
    var hash = SHA256()
    var copy = text
    copy.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
    return encode(hash.digest())
  }

  private static func encode(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var out = ""
    for i in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32(i + $1 < bytes.count ? bytes[i + $1] : 0) }
      for k in 0..<4 { out.append(i + k <= bytes.count ? letters[Int(group >> UInt32(18 - 6 * k) & 63)] : "=") }
    }
    return out
  }
}
