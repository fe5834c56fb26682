/// What the first bytes of a stream say it is.
enum ContainerKind: Sendable {
  case plain, gzip
  /// Another compression of a single stream.
  case compressed(String)
  /// Files inside.
  case archive(String)

  /// Bytes that must be seen to decide.
  static let headSize = 512

  /// Recognises by magic numbers only; names mean nothing.
  init(_ head: UnsafeRawBufferPointer) {
    func starts(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
      head.count >= offset + bytes.count && head[offset..<offset + bytes.count].elementsEqual(bytes)
    }
    if starts([0x1F, 0x8B, 0x08]) { self = .gzip; return }
    if starts([0x28, 0xB5, 0x2F, 0xFD]) { self = .compressed("zstd"); return }
    if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { self = .compressed("xz"); return }
    if starts([0x42, 0x5A, 0x68]), head.count > 3, (0x31...0x39).contains(head[3]) {
      self = .compressed("bzip2"); return
    }
    if starts([0x04, 0x22, 0x4D, 0x18]) { self = .compressed("lz4"); return }
    if starts([0x1F, 0x9D]) { self = .compressed("compress"); return }
    if starts([0x50, 0x4B, 0x03, 0x04]) || starts([0x50, 0x4B, 0x05, 0x06]) { self = .archive("zip"); return }
    if starts([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { self = .archive("7z"); return }
    if starts(Array("070701".utf8)) || starts(Array("070707".utf8)) || starts(Array("070702".utf8)) {
      self = .archive("cpio"); return
    }
    if Self.isTarHeader(head) { self = .archive("tar"); return }
    self = .plain
  }

  /// What begins so is no container.
  static func isPlain(_ head: UnsafeRawBufferPointer) -> Bool {
    if case .plain = ContainerKind(head) { true } else { false }
  }

  /// A tar header proves itself by its checksum, with or without the `ustar` magic.
  private static func isTarHeader(_ head: UnsafeRawBufferPointer) -> Bool {
    guard head.count >= 512, head[0] != 0 else { return false }
    var sum = 0
    for i in 0..<512 { sum += i >= 148 && i < 156 ? 0x20 : Int(head[i]) }
    var stated = 0
    var digits = 0
    for i in 148..<156 where head[i] >= 0x30 && head[i] <= 0x37 {
      stated = stated * 8 + Int(head[i] - 0x30)
      digits += 1
    }
    return digits >= 4 && stated == sum
  }
}
