import Model

/// What a finding is known by in every run that sees the same thing.
///
/// Each object has a hash of the rule and of its kind, namespace and name; that of a finding is made from the least hash
/// of its objects. So a finding that gains or loses a few objects, because more evidence was read or time went on, mostly
/// keeps its fingerprint, and order plays no part. The cluster is not part of it, for not all evidence names the cluster:
/// reports give it beside the fingerprint.
public struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
  public let value: UInt64

  /// That of an object of a finding.
  public init(rule: String, object: ResourceRef) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in [rule, object.kind.apiKind, object.namespace, object.name] {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      // A byte that no text has, so that parts do not run into one another.
      hash = (hash ^ 0xff) &* 0x100_0000_01b3
    }
    value = Self.mixed(hash)
  }

  /// That of a finding about these objects; of none, that of the rule alone.
  public init(rule: String, objects: [ResourceRef]) {
    let least = objects.lazy.map { Fingerprint(rule: rule, object: $0).value }.min()
    // The least of many begins with zeros: it is mixed again so that its beginning tells findings apart.
    value = Self.mixed((least ?? Fingerprint(rule: rule, object: ResourceRef(.other, name: "")).value) &+ 1)
  }

  /// Short names of findings, made of rule and fingerprint: as many digits as tell them apart. One object may be in two
  /// findings of one rule, for it leaked before, and again: those are numbered. O(findings).
  public static func names(of findings: [(rule: String, fingerprint: String)]) -> [String] {
    var length = 4
    func name(_ finding: (rule: String, fingerprint: String)) -> String {
      finding.rule + "-" + finding.fingerprint.prefix(length)
    }
    while length < 16, Set(findings.map(name)).count < findings.count { length += 4 }
    var used: [String: Int] = [:]
    return findings.map { finding in
      let name = name(finding)
      let count = used[name, default: 0] + 1
      used[name] = count
      return count == 1 ? name : "\(name)-\(count)"
    }
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// The finalizer of MurmurHash3: every bit of the input changes half of the output.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var x = value
    x = (x ^ (x >> 33)) &* 0xff51_afd7_ed55_8ccd
    x = (x ^ (x >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return x ^ (x >> 33)
  }
}
