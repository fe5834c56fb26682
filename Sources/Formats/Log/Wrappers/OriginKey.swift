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
    for i in range {
      let byte = text.byte(i)
      if byte <= 0x20 || byte == 0x7f { return }
    }
    bytes.reserveCapacity(128)
    bytes.append(field.rawValue)
    bytes.append(text, range)
    bytes.append(0)
  }

  /// Adds the name of a container, also as docker under the kubelet spells it:
  /// `k8s_<container>_<pod>_<namespace>_<uid>_<attempt>`.
  mutating func addContainer(_ text: RawSpan, _ range: Range<Int>) {
    guard range.count > 4, range.count <= 1024, text.hasBytes("k8s_", at: range.lowerBound) else {
      return add(.container, text, range)
    }
    var parts: [Range<Int>] = []
    var start = range.lowerBound + 4
    for i in range.dropFirst(4) where text.byte(i) == UInt8(ascii: "_") {
      parts.append(start..<i)
      start = i + 1
    }
    parts.append(start..<range.upperBound)
    add(.container, text, parts[0])
    if parts.count >= 5 {
      add(.pod, text, parts[1])
      add(.namespace, text, parts[2])
    }
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
