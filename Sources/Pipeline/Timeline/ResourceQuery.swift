import Model

/// What a timeline is asked for: an object by kind and name, or anything by an address, a MAC or a UID.
public enum ResourceQuery: Sendable, Hashable {
  case object(ResourceRef)
  case address(String)
  case mac(String)
  case uid(String)

  /// Reads `pod/ns/name`, `ip/name`, `10.16.0.5`, `00:00:00:aa:bb:cc`, a UID; `nil` if the text is none of them.
  public init?(_ text: String) {
    if let slash = text.firstIndex(of: "/") {
      let name = String(text[text.index(after: slash)...])
      guard let kind = ResourceKind.named(String(text[..<slash])), !name.isEmpty else { return nil }
      self.init(kind, name)
      return
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 6, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isHexDigit) }) {
      self = .mac(text.lowercased())
    } else if Self.isUID(text) {
      self = .uid(text.lowercased())
    } else if Self.isAddress(text) {
      self = .address(text)
    } else {
      return nil
    }
  }

  /// An object by kind and `name` or `namespace/name`.
  public init(_ kind: ResourceKind, _ name: String) {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    self = .object(
      parts.count == 2 ? ResourceRef(kind, namespace: parts[0], name: parts[1]) : ResourceRef(kind, name: name))
  }

  /// A pod by `namespace/name`, as logs name them; `nil` if these are no names of Kubernetes.
  public init?(podIn text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    func isName(_ part: Substring, dots: Bool) -> Bool {
      guard let first = part.first, let last = part.last, part.count <= 253 else { return false }
      return first != "-" && first != "." && last != "-" && last != "."
        && part.utf8.allSatisfy {
          ($0 >= 0x61 && $0 <= 0x7a) || $0 &- 0x30 <= 9 || $0 == UInt8(ascii: "-") || (dots && $0 == UInt8(ascii: "."))
        }
    }
    guard parts.count == 2, isName(parts[0], dots: false), isName(parts[1], dots: true) else { return nil }
    self.init(.pod, text)
  }

  /// The kind a bare word stands for, so that the next word is the name: `pod ns/name`.
  public static func kind(_ word: String) -> ResourceKind? {
    ResourceKind.named(word)
  }

  /// What was asked for, for people.
  public var display: String {
    switch self {
    case .object(let ref): ref.display
    case .address(let text): "address \(text)"
    case .mac(let text): "MAC \(text)"
    case .uid(let text): "UID \(text)"
    }
  }

  private static func isUID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
  }

  private static func isAddress(_ text: String) -> Bool {
    let octets = text.split(separator: ".", omittingEmptySubsequences: false)
    if octets.count == 4 { return octets.allSatisfy { UInt8($0) != nil } }
    return text.contains(":") && text.count <= 45 && text.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
  }
}
