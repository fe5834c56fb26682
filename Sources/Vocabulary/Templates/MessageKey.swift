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
    if name.isEmpty { return anyFile }
    let ends = ends(name)
    let (count, factor) = (UInt64(truncatingIfNeeded: name.count), 0x9E37_79B9_7F4A_7C15 as UInt64)
    return (name.count >= 8 ? mix(ends.head ^ (ends.tail &* factor) &+ count) : mix(ends.head &+ count &* factor)) | 1
  }

  /// The first and the last eight bytes of a name: with its length, all of a name of at most sixteen bytes.
  @inline(__always)
  static func ends(_ name: UnsafeRawBufferPointer) -> (head: UInt64, tail: UInt64) {
    guard name.count >= 8, let base = name.baseAddress else { return (short(name), 0) }
    return (base.loadUnaligned(as: UInt64.self), base.loadUnaligned(fromByteOffset: name.count &- 8, as: UInt64.self))
  }

  /// All bytes of a name of less than eight.
  @inline(__always)
  private static func short(_ name: UnsafeRawBufferPointer) -> UInt64 {
    if name.count >= 4, let base = name.baseAddress {
      let tail = base.loadUnaligned(fromByteOffset: name.count &- 4, as: UInt32.self)
      return UInt64(base.loadUnaligned(as: UInt32.self)) | UInt64(tail) << 32
    }
    var word: UInt64 = 0
    for i in 0..<name.count { word = word << 8 | UInt64(name[i]) }
    return word
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
