import ByteLexing

/// What a line of YAML looks like, as far as cutting goes.
struct YAMLLine {
  private let bytes: UnsafeRawBufferPointer
  let indent: Int

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    var at = 0
    while at < bytes.count, bytes[at] == UInt8(ascii: " ") { at += 1 }
    indent = at
  }

  /// Nothing but blanks, or a comment.
  var isBlank: Bool {
    indent == bytes.count || bytes[indent] == UInt8(ascii: "\n") || bytes[indent] == UInt8(ascii: "\r")
      || bytes[indent] == UInt8(ascii: "#")
  }
  var isDash: Bool {
    indent < bytes.count && bytes[indent] == UInt8(ascii: "-") && isBlank(from: indent + 1, orSpace: true)
  }
  /// `---` or `...` with nothing but a comment after it.
  var isMarker: Bool {
    indent == 0 && (begins("---") || begins("...")) && isBlank(from: 3, orSpace: false)
  }
  var isDirective: Bool { bytes.first == UInt8(ascii: "%") }
  var isVersion: Bool { begins("apiVersion:") }
  var isKind: Bool { begins("kind:") }
  /// `items:` with nothing behind it.
  var isItems: Bool { begins("items:") && isBlank(from: 6, orSpace: false) }

  private func begins(_ literal: StaticString) -> Bool { bytes.bytes.hasBytes(literal) }

  /// True if nothing, or only a comment, follows; with `orSpace` a blank is enough.
  private func isBlank(from start: Int, orSpace: Bool) -> Bool {
    guard start < bytes.count else { return true }
    if orSpace { return bytes[start] <= 0x20 }
    for at in start..<bytes.count where bytes[at] > 0x20 { return bytes[at] == UInt8(ascii: "#") }
    return true
  }
}
