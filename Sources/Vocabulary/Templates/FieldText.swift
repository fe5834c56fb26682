import Model

/// Which bytes a field of some role may have; keeps a template from swallowing more than a name.
enum FieldText: UInt8, BitwiseCopyable {
  /// Any bytes, also none.
  case anything
  /// No white space and no quote, at least one byte: names, keys, UIDs.
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

  @inline(__always)
  func accepts(_ byte: UInt8) -> Bool {
    switch self {
    case .anything: true
    case .name, .optionalName: byte > 0x20 && byte != 0x22 && byte != 0x7F
    case .digits: byte &- 48 < 10
    }
  }

  @inline(__always)
  var mayBeEmpty: Bool { self == .anything || self == .optionalName }
}
