/// How the Subnets of this cluster are named after namespace and net-attach-def, learned from those whose provider is known.
///
/// Used only to name an object that the log never names; the report calls such a name inferred (`Nic.Basis.analogy`).
struct SubnetNamePattern: Hashable {
  /// A Subnet whose provider is known.
  struct Sample: Hashable {
    var subnet: String
    var namespace: String
    /// `.nad.namespace.ovn` and the like.
    var suffix: String
  }

  /// What stands before, between and after the two names in a Subnet's name.
  private var before: String
  private var between: String
  private var after: String
  private var namespaceFirst: Bool
  /// What follows the net-attach-def's name and the namespace in the provider, for example `.ovn`.
  private var tail: String

  /// The pattern that at least two Subnets agree on and hardly any contradicts.
  static func learned(from samples: [Sample]) -> SubnetNamePattern? {
    var votes: [SubnetNamePattern: Set<Sample>] = [:]
    var total: Set<Sample> = []
    for sample in samples {
      total.insert(sample)
      if let pattern = SubnetNamePattern(sample) { votes[pattern, default: []].insert(sample) }
    }
    guard let best = votes.max(by: { $0.value.count < $1.value.count }), best.value.count >= 2,
      best.value.count * 10 >= total.count * 9
    else { return nil }
    return best.key
  }

  private init?(_ sample: Sample) {
    let parts = sample.suffix.dropFirst().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, parts[1] == sample.namespace, !parts[0].isEmpty, !sample.namespace.isEmpty else {
      return nil
    }
    let nad = parts[0]
    tail = parts.dropFirst(2).map { "." + $0 }.joined()
    if let split = Self.split(sample.subnet, sample.namespace, nad) {
      (before, between, after) = split
      namespaceFirst = true
    } else if let split = Self.split(sample.subnet, nad, sample.namespace) {
      (before, between, after) = split
      namespaceFirst = false
    } else {
      return nil
    }
  }

  /// The provider suffix of a Subnet that fits the pattern in that namespace.
  func suffix(forSubnet name: String, namespace: String) -> String? {
    let lead = namespaceFirst ? before + namespace + between : before
    let trail = namespaceFirst ? after : between + namespace + after
    guard name.hasPrefix(lead), name.hasSuffix(trail), name.utf8.count > lead.utf8.count + trail.utf8.count else {
      return nil
    }
    let nad = name.dropFirst(lead.count).dropLast(trail.count)
    return nad.contains(".") ? nil : ".\(nad).\(namespace)\(tail)"
  }

  private static func split(_ text: String, _ first: String, _ second: String) -> (String, String, String)? {
    guard let a = range(of: first, in: text[...]) else { return nil }
    let rest = text[a.upperBound...]
    guard let b = range(of: second, in: rest) else { return nil }
    return (String(text[..<a.lowerBound]), String(rest[..<b.lowerBound]), String(rest[b.upperBound...]))
  }

  private static func range(of needle: String, in text: Substring) -> Range<String.Index>? {
    var i = text.startIndex
    while i < text.endIndex {
      if text[i...].hasPrefix(needle) { return i..<text.index(i, offsetBy: needle.count) }
      i = text.index(after: i)
    }
    return nil
  }
}
