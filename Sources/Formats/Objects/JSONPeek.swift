import ByteLexing

/// The keys of the first JSON object in the first bytes of a stream, for telling formats apart.
struct JSONPeek {
  /// True if the object is the first element of an array.
  private(set) var isElement = false
  /// Keys directly inside the object, with the text of string values; other values have none.
  private(set) var keys: [String: String] = [:]
  /// The first byte of each value that is no string.
  private(set) var shapes: [String: UInt8] = [:]

  /// Looks at `head`, which may end anywhere; `nil` if it does not begin with a JSON object, or with an array of them.
  init?(_ head: RawSpan) {
    var at = Self.skip(head, 0)
    if at < head.byteCount, head.byte(at) == UInt8(ascii: "[") {
      isElement = true
      at = Self.skip(head, at + 1)
    }
    guard at < head.byteCount, head.byte(at) == UInt8(ascii: "{") else { return nil }
    at += 1
    while keys.count < 64 {
      at = Self.skip(head, at)
      guard let (key, afterKey) = Self.string(head, at) else { return }
      at = Self.skip(head, afterKey)
      guard at < head.byteCount, head.byte(at) == UInt8(ascii: ":") else { return }
      at = Self.skip(head, at + 1)
      guard at < head.byteCount else {
        keys[key] = ""
        return
      }
      if let (value, afterValue) = Self.string(head, at) {
        keys[key] = value
        at = afterValue
      } else {
        keys[key] = ""
        shapes[key] = head.byte(at)
        guard let end = Self.valueEnd(head, at) else { return }
        at = end
      }
      at = Self.skip(head, at)
      guard at < head.byteCount, head.byte(at) == UInt8(ascii: ",") else { return }
      at += 1
    }
  }

  private static func skip(_ head: RawSpan, _ start: Int) -> Int {
    var at = start
    while at < head.byteCount, head.byte(at) <= 0x20 || (start == 0 && [0xEF, 0xBB, 0xBF].contains(head.byte(at))) {
      at += 1
    }
    return at
  }

  /// The string at `start` without decoding escapes, and the offset after it.
  private static func string(_ head: RawSpan, _ start: Int) -> (String, Int)? {
    guard start < head.byteCount, head.byte(start) == UInt8(ascii: "\"") else { return nil }
    var at = start + 1
    while at < head.byteCount, head.byte(at) != UInt8(ascii: "\"") {
      at += head.byte(at) == UInt8(ascii: "\\") ? 2 : 1
    }
    guard at < head.byteCount else { return nil }
    return (head.text(start + 1..<at), at + 1)
  }

  private static func valueEnd(_ head: RawSpan, _ start: Int) -> Int? {
    let first = head.byte(start)
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      var scan = JSONStructure()
      let rest = head.extracting(start..<head.byteCount)
      guard case .closed = rest.withUnsafeBytes({ scan.run($0, stopAtInnerLists: false) }) else { return nil }
      return start + scan.position
    }
    var at = start
    while at < head.byteCount, head.byte(at) != UInt8(ascii: ","), head.byte(at) != UInt8(ascii: "}") { at += 1 }
    return at
  }
}
