/// A Kube-OVN release number, such as `v1.12.28`.
public struct ReleaseVersion: Comparable, Hashable, Sendable, CustomStringConvertible {
  public let major: UInt16
  public let minor: UInt16
  public let patch: UInt16

  /// A release from its three numbers.
  public init(_ major: UInt16, _ minor: UInt16, _ patch: UInt16) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads `v1.12.28` or `1.12.28`; a suffix such as `-debug` or `-mc` is accepted and dropped. Nil if it is none.
  public init?(_ text: some StringProtocol) {
    var digits = text.utf8[...]
    if digits.first == UInt8(ascii: "v") { digits = digits.dropFirst() }
    if let end = digits.firstIndex(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }) {
      digits = digits[..<end]
    }
    let numbers = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard numbers.count == 3 else { return nil }
    var values: [UInt16] = []
    for number in numbers {
      guard !number.isEmpty, number.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
      var value: UInt16 = 0
      for digit in number {
        let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(UInt16(digit - 48))
        guard !overflow, !carry else { return nil }
        value = sum
      }
      values.append(value)
    }
    self.init(values[0], values[1], values[2])
  }

  /// Reads the tag of an image, such as `docker.io/kubeovn/kube-ovn:v1.15.4@sha256:…`; nil if it is no release.
  public init?(image: String) {
    guard let tag = image.split(separator: "@").first?.split(separator: ":").last else { return nil }
    self.init(tag)
  }

  /// True if both belong to one release line, such as 1.12.
  public func isSameLine(as other: ReleaseVersion) -> Bool { major == other.major && minor == other.minor }

  public static func < (a: ReleaseVersion, b: ReleaseVersion) -> Bool {
    (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
  }

  public var description: String { "v\(major).\(minor).\(patch)" }
}

extension ClosedRange<ReleaseVersion> {
  /// One release as it is, several by the first and the last that it may be.
  public var releaseText: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)–\(upperBound)" }
}
