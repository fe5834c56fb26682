/// What one part of a path means, and how it has to look.
enum PathField: String, CaseIterable {
  case any = "*"
  case namespace, pod, container, node
  /// A node of kind, which names its nodes itself.
  case kindNode
  /// A folder that may be named after a machine, so not one every machine has.
  case machine
  /// A pod where only its place says so, which every other folder may have.
  case podFolder
  case restart, rotation
  /// A rotation that cannot be `--previous`, which support-bundle-kit stores as `.log.1`.
  case oldRotation
  /// When the kubelet rotated: `20261123-203100`.
  case rotatedAt
  case uid
  /// A whole UUID, or the hash of a static pod.
  case longUID
  case containerID
  case number

  private static let commonFolders: Set<String> = [
    "log", "logs", "var", "pods", "containers", "kube-ovn", "ovn", "openvswitch", "linux",
  ]

  /// Whether `bytes` can be such a name. O(bytes).
  func accepts(_ bytes: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .any: true
    case .namespace, .container: Self.isName(bytes, 63, dots: false)
    case .pod, .node: Self.isName(bytes, 253, dots: true)
    case .kindNode: Self.isName(bytes, 63, dots: false) && Self.isKindNode(bytes)
    case .machine, .podFolder:
      Self.isName(bytes, 253, dots: true) && !Self.commonFolders.contains(String(decoding: bytes, as: UTF8.self))
    case .restart: Self.isDigits(bytes, 1...9)
    case .rotation: Self.isDigits(bytes, 1...3)
    case .oldRotation: Self.isDigits(bytes, 1...3) && !bytes.elementsEqual([0x31]) && !bytes.elementsEqual([0x30])
    case .rotatedAt:
      bytes.count == 15 && Self.isDigits(bytes.prefix(8), 8...8) && bytes.dropFirst(8).first == UInt8(ascii: "-")
        && Self.isDigits(bytes.suffix(6), 6...6)
    case .uid:
      (1...64).contains(bytes.count) && bytes.allSatisfy { Self.isLetterOrDigit($0 | 0x20) || $0 == UInt8(ascii: "-") }
    case .longUID: (32...36).contains(bytes.count) && bytes.allSatisfy { Self.isHex($0) || $0 == UInt8(ascii: "-") }
    case .containerID: (12...64).contains(bytes.count) && bytes.allSatisfy(Self.isHex)
    case .number: Self.isDigits(bytes, 1...20)
    }
  }

  /// A DNS label or subdomain of Kubernetes.
  private static func isName(_ bytes: ArraySlice<UInt8>, _ limit: Int, dots: Bool) -> Bool {
    guard let first = bytes.first, let last = bytes.last, bytes.count <= limit else { return false }
    guard isLetterOrDigit(first), isLetterOrDigit(last) else { return false }
    return bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || (dots && $0 == UInt8(ascii: ".")) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }

  private static func isHex(_ byte: UInt8) -> Bool { (0x61...0x66).contains(byte) || (0x30...0x39).contains(byte) }

  private static func isDigits(_ bytes: ArraySlice<UInt8>, _ lengths: ClosedRange<Int>) -> Bool {
    lengths.contains(bytes.count) && bytes.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isKindNode(_ bytes: ArraySlice<UInt8>) -> Bool {
    var name = bytes
    while let last = name.last, (0x30...0x39).contains(last) { name.removeLast() }
    return ["-control-plane", "-worker"].contains {
      name.count > $0.utf8.count && name.suffix($0.utf8.count).elementsEqual($0.utf8)
    }
  }
}
