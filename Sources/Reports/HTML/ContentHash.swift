import Model

/// Digests in the form a content security policy wants them.
enum ContentHash {
  /// `'sha256-…'` with the digest in base64, for one inline style or script. O(n).
  static func policySource(_ text: String) -> String {
    var hash = SHA256()
    var copy = text
    copy.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
    return "'sha256-" + base64(hash.digest()) + "'"
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)
    var out = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var value: UInt32 = 0
      for i in 0..<3 { value = value << 8 | (i < group.count ? UInt32(group[start + i]) : 0) }
      for i in 0..<4 {
        if i <= group.count {
          out.unicodeScalars.append(alphabet[Int(value >> (18 - 6 * UInt32(i))) & 63])
        } else {
          out += "="
        }
      }
    }
    return out
  }
}
