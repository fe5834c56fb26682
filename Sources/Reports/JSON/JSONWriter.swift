/// Writes one JSON text. Keys keep the order they are given in; the same calls give the same bytes.
///
/// Callers nest through closures, so brackets always match. O(output).
public struct JSONWriter {
  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []
  private let isPretty: Bool
  /// Per open bracket: nothing has been written in it yet.
  private var isEmpty: [Bool] = []
  private var hasKey = false

  /// - Parameter pretty: one value per line, indented by one blank per level; otherwise everything on one line.
  public init(pretty: Bool) { isPretty = pretty }

  /// Hands over what has been written, and forgets it.
  mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  /// An object; `body` calls `key` before each value or uses the `field` forms.
  public mutating func object(_ body: (inout JSONWriter) -> Void) { bracket(0x7b, 0x7d, body) }

  /// An array; `body` writes its values.
  public mutating func array(_ body: (inout JSONWriter) -> Void) { bracket(0x5b, 0x5d, body) }

  /// Begins a member of an object; exactly one value must follow.
  public mutating func key(_ name: String) {
    separate()
    JSONEscaping.append(name, to: &bytes)
    bytes.append(0x3a)
    if isPretty { bytes.append(0x20) }
    hasKey = true
  }

  /// A string; not trusted.
  public mutating func string(_ value: String) {
    separate()
    JSONEscaping.append(value, to: &bytes)
  }

  /// An integer.
  public mutating func integer(_ value: some BinaryInteger) { literal(String(value)) }

  /// Nanoseconds as seconds with a decimal point and no exponent, exact: 1 500 000 gives `0.0015`.
  public mutating func seconds(nanoseconds: Int64) {
    let magnitude = nanoseconds.magnitude
    var fraction = String(magnitude % 1_000_000_000)
    fraction = String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
    while fraction.utf8.last == 0x30 { fraction.removeLast() }
    literal((nanoseconds < 0 ? "-" : "") + String(magnitude / 1_000_000_000) + (fraction.isEmpty ? "" : "." + fraction))
  }

  /// `true` or `false`.
  public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  /// `null`.
  public mutating func null() { literal("null") }

  /// A line end, for records on lines of their own. Only between texts.
  public mutating func endLine() { bytes.append(0x0a) }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func bracket(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    isEmpty.append(true)
    body(&self)
    let wasEmpty = isEmpty.removeLast()
    if !wasEmpty { indent() }
    bytes.append(close)
  }

  private mutating func separate() {
    if hasKey {
      hasKey = false
      return
    }
    guard let wasEmpty = isEmpty.last else { return }
    if !wasEmpty { bytes.append(0x2c) }
    isEmpty[isEmpty.count - 1] = false
    indent()
  }

  private mutating func indent() {
    guard isPretty else { return }
    bytes.append(0x0a)
    bytes.append(contentsOf: repeatElement(0x20, count: isEmpty.count))
  }
}
