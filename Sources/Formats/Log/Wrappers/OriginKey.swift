import ByteLexing

/// The names that wrappers gave for the writer of a line, as bytes that can be compared at once.
struct OriginKey: Hashable {
  /// Which name; the raw value tags it in the key.
  enum Field: UInt8 {
    case namespace = 1
    case pod, container, node
  }

  /// Longest name taken over; Kubernetes allows 253 bytes.
  static let longestName = 256

  private(set) var bytes: [UInt8] = []

  var isEmpty: Bool { bytes.isEmpty }

  /// Adds a name; empty, overlong and unprintable ones are left out.
  mutating func add(_ field: Field, _ text: RawSpan, _ range: Range<Int>) {
    guard !range.isEmpty, range.count <= Self.longestName else { return }
    for i in range where text.byte(i) <= 0x20 || text.byte(i) == 0x7f { return }
    bytes.append(field.rawValue)
    for i in range { bytes.append(text.byte(i)) }
    bytes.append(0)
  }

  /// The names by field; of two names for one field the later, inner one wins.
  var origin: LogOrigin {
    var origin = LogOrigin()
    for part in bytes.split(separator: 0) {
      guard let tag = part.first, let field = Field(rawValue: tag) else { continue }
      let name = String(decoding: part.dropFirst(), as: UTF8.self)
      switch field {
      case .namespace: origin.namespace = name
      case .pod: origin.pod = name
      case .container: origin.container = name
      case .node: origin.node = name
      }
    }
    return origin
  }
}
