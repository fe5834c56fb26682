/// Writes JSON as bytes: keys in the order given, one space of indent, everything escaped.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var depth = 0
  private var isFirst = true
  private let isPretty: Bool

  init(isPretty: Bool = true) { self.isPretty = isPretty }

  mutating func object(_ body: (inout JSONWriter) -> Void) { nest(0x7B, 0x7D, body) }

  mutating func array<S: Sequence>(_ items: S, _ body: (inout JSONWriter, S.Element) -> Void) {
    nest(0x5B, 0x5D) { w in
      for item in items {
        w.separate()
        body(&w, item)
      }
    }
  }

  mutating func key(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
    separate()
    string(name.description)
    bytes.append(0x3A)
    if isPretty { bytes.append(0x20) }
    body(&self)
  }

  mutating func field(_ name: StaticString, _ value: String) { key(name) { $0.string(value) } }
  mutating func field(_ name: StaticString, _ value: Bool) { key(name) { $0.raw(value ? "true" : "false") } }
  mutating func field(_ name: StaticString, _ value: some BinaryInteger) { key(name) { $0.raw(String(value)) } }
  mutating func field(_ name: StaticString, orNull value: String?) {
    key(name) { w in if let value { w.string(value) } else { w.raw("null") } }
  }
  mutating func field(_ name: StaticString, _ values: [String]) { key(name) { $0.array(values) { $0.string($1) } } }

  /// Nanoseconds as a decimal number of seconds.
  mutating func field(_ name: StaticString, seconds nanoseconds: Int64) {
    let whole = nanoseconds / 1_000_000_000
    var fraction = String(abs(nanoseconds % 1_000_000_000))
    fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    key(name) { $0.raw(fraction.isEmpty ? "\(whole)" : "\(whole).\(fraction)") }
  }

  /// Escapes quotes, backslashes, controls, and the two separators that JavaScript takes for line ends.
  mutating func string(_ text: String) {
    bytes.append(0x22)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: raw("\\\"")
      case 0x5C: raw("\\\\")
      case 0x0A: raw("\\n")
      case 0x0D: raw("\\r")
      case 0x09: raw("\\t")
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: escape(scalar.value)
      default: bytes.append(contentsOf: Array(String(scalar).utf8))
      }
    }
    bytes.append(0x22)
  }

  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func escape(_ value: UInt32) {
    let hex = String(value, radix: 16)
    raw("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
  }

  private mutating func separate() {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
    newline()
  }

  private mutating func newline() {
    guard isPretty else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: depth))
  }

  private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    bytes.append(open)
    depth += 1
    let outer = isFirst
    isFirst = true
    body(&self)
    depth -= 1
    if !isFirst { newline() }
    isFirst = outer
    bytes.append(close)
  }
}
