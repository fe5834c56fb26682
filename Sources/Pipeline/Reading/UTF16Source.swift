import ByteLexing

/// A stream that may be text in UTF-16 with a byte order mark, as the shell of Windows writes redirected output: handed
/// out as it is, or as UTF-8. Units that pair with nothing become U+FFFD. Used by one thread; input is untrusted.
final class UTF16Source {
  /// The stream begins with a byte order mark of UTF-16.
  let isText: Bool
  /// Bytes of UTF-8 handed out.
  private(set) var decodedCount: UInt64 = 0

  private let refill: ByteFeed.Refill
  private var raw: [UInt8]
  private let isBigEndian: Bool
  private var decoder = UTF16()
  private var decoded: [UInt8] = []
  private var hasStarted = false
  private static let headSize = 16 << 10

  /// Reads the first two bytes of the stream.
  init(_ refill: @escaping ByteFeed.Refill) {
    self.refill = refill
    raw = []
    var first = [UInt8](repeating: 0, count: 2)
    var count = 0
    while count < 2 {
      let got =
        (try? first.withUnsafeMutableBytes { try refill(UnsafeMutableRawBufferPointer(rebasing: $0[count...])) }) ?? 0
      if got == 0 { break }
      count += got
    }
    raw = Array(first[..<count])
    isText = raw == [0xFF, 0xFE] || raw == [0xFE, 0xFF]
    isBigEndian = raw.first == 0xFE
  }

  /// The stream as it is.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if raw.isEmpty { return try refill(buffer) }
    let count = min(raw.count, buffer.count)
    buffer.copyBytes(from: raw[..<count])
    raw.removeFirst(count)
    return count
  }

  /// The beginning in UTF-8, to recognise it by; reads ahead.
  var decodedHead: [UInt8] {
    var chunk = [UInt8](repeating: 0, count: Self.headSize)
    while raw.count < Self.headSize {
      let got = (try? chunk.withUnsafeMutableBytes { try refill($0) }) ?? 0
      if got == 0 { break }
      raw += chunk[..<got]
    }
    var text: [UInt8] = []
    var decoder = UTF16()
    decode(raw[min(2, raw.count)...], with: &decoder, into: &text)
    return text
  }

  /// The stream as UTF-8, without the byte order mark.
  func readDecoded(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while decoded.isEmpty {
      var chunk = [UInt8](repeating: 0, count: 64 << 10)
      let held = raw.count
      let got = try chunk.withUnsafeMutableBytes { try refill($0) }
      raw += chunk[..<got]
      if !hasStarted, raw.count >= 2 {
        hasStarted = true
        raw.removeFirst(2)
      }
      if got == 0 && held == 0 { return 0 }
      // What is cut in the middle of a pair of units waits for the rest, unless there is none.
      var usable = raw.count / 2 * 2
      if got > 0, usable >= 2, isHighSurrogate(raw[usable - 2], raw[usable - 1]) { usable -= 2 }
      if got == 0 { usable = raw.count }
      decode(raw[..<usable], with: &decoder, into: &decoded)
      raw.removeFirst(usable)
      if got == 0 && decoded.isEmpty { return 0 }
    }
    let count = min(decoded.count, buffer.count)
    buffer.copyBytes(from: decoded[..<count])
    decoded.removeFirst(count)
    decodedCount += UInt64(count)
    return count
  }

  private func isHighSurrogate(_ first: UInt8, _ second: UInt8) -> Bool {
    (isBigEndian ? first : second) & 0xFC == 0xD8
  }

  private func decode(_ bytes: ArraySlice<UInt8>, with decoder: inout UTF16, into text: inout [UInt8]) {
    var at = bytes.startIndex
    var units = AnyIterator<UInt16> { [isBigEndian] in
      guard at < bytes.endIndex else { return nil }
      defer { at += 2 }
      guard at + 1 < bytes.endIndex else { return 0xFFFD }
      return isBigEndian
        ? UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1]) : UInt16(bytes[at + 1]) << 8 | UInt16(bytes[at])
    }
    while true {
      switch decoder.decode(&units) {
      case .scalarValue(let scalar): text.append(contentsOf: String(scalar).utf8)
      case .error: text.append(contentsOf: "\u{FFFD}".utf8)
      case .emptyInput: return
      }
    }
  }
}
