import Model

/// Which bytes a field of some role may have; keeps a template from swallowing more than a name.
enum FieldText: UInt8, BitwiseCopyable {
  /// Any bytes, also none.
  case anything
  /// ASCII without white space, quotes and what pages and chats put around names (`<`, `>`, `&`); at least one byte: names,
  /// keys, UIDs.
  case name
  /// As a name, but may be empty: an address of a family that the Subnet does not have.
  case optionalName
  /// Digits, at least one.
  case digits

  init(_ roles: [FieldRole]) {
    guard let role = roles.first else {
      self = .anything
      return
    }
    switch role {
    case .error, .other, .action, .reason: self = .anything
    case .v4, .v6, .mac, .namespace: self = .optionalName
    case .milliseconds: self = .digits
    default: self = .name
    }
  }

  /// The bit of this kind of field in a table of bytes.
  var bit: UInt8 { 1 << rawValue }

  /// The bits of the kinds that may hold that byte; for names, what `nameLength` counts.
  static func bits(ofByte byte: UInt8) -> UInt8 {
    var bits = FieldText.anything.bit
    let isMarkup = byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "&")
    if byte > 0x20 && byte < 0x7F && byte != 0x22 && !isMarkup {
      bits |= FieldText.name.bit | FieldText.optionalName.bit
    }
    if byte &- 48 < 10 { bits |= FieldText.digits.bit }
    return bits
  }

  /// Such a field never goes on behind the byte, whatever follows it in the template.
  func endsBefore(_ byte: UInt8) -> Bool {
    switch self {
    case .anything: false
    case .name, .optionalName: byte <= 0x20 || byte == 0x22 || byte == 0x7F
    case .digits: byte &- 48 >= 10
    }
  }

  var mayBeEmpty: Bool { self == .anything || self == .optionalName }
}
