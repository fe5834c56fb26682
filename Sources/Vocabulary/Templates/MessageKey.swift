/// Hash keys of the template table: which file prints the message, and how it begins.
enum MessageKey {
  /// Bytes of the message that take part in the key. Three, because templates such as `ip {ip} …` begin with no more.
  static let openingLength = 3
  /// The key of templates that any file may print.
  static let anyFile: UInt64 = 0
  /// Stands for the opening of templates that begin with a placeholder.
  static let noOpening: UInt64 = 1 << 32

  /// Hash of a file name. O(1): its ends and its length, which tell the names of one program apart; where names are
  /// hostile the full name is compared afterwards.
  @inline(__always)
  static func file(_ name: UnsafeRawBufferPointer) -> UInt64 {
    let count = name.count
    guard count >= 8, let base = name.baseAddress else { return short(name) }
    let head = base.loadUnaligned(as: UInt64.self)
    let tail = base.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    return mix(head ^ (tail &* 0x9E37_79B9_7F4A_7C15) &+ UInt64(truncatingIfNeeded: count)) | 1
  }

  @inline(__always)
  private static func short(_ name: UnsafeRawBufferPointer) -> UInt64 {
    guard let base = name.baseAddress, name.count > 0 else { return anyFile }
    var word: UInt64 = 0
    if name.count >= 4 {
      let tail = base.loadUnaligned(fromByteOffset: name.count - 4, as: UInt32.self)
      word = UInt64(base.loadUnaligned(as: UInt32.self)) | UInt64(tail) << 32
    } else {
      for i in 0..<name.count { word = word << 8 | UInt64(name[i]) }
    }
    return mix(word &+ UInt64(truncatingIfNeeded: name.count) &* 0x9E37_79B9_7F4A_7C15) | 1
  }

  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    let product = value &* 0xD6E8_FEB8_6659_FD93
    return product ^ (product >> 32)
  }

  /// Joins the two parts; never 0, which marks an empty slot.
  @inline(__always)
  static func joined(file: UInt64, opening: UInt64) -> UInt64 {
    let key = mix(file &+ opening &* 0xA24B_AED4_963E_E407)
    return key == 0 ? 1 : key
  }
}
