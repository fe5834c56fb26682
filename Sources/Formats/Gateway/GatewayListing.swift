import Model

/// Lines of `iptables -t nat -L -n`, with or without counters: the name of a chain, a header, and a row for each rule.
struct GatewayListing {
  private var current: String?

  /// Lines of a chain are being read.
  var isOpen: Bool { current != nil }

  /// The chain of `Chain SHARED_SNAT (1 references)`; `nil` for other lines.
  static func chain(_ line: String) -> String? {
    let words = line.prefix(200).split(separator: " ")
    guard words.count > 2, words[0] == "Chain", words[2].hasPrefix("("), line.hasSuffix(")") else { return nil }
    return String(words[1])
  }

  /// The line may stand below the name of a chain: a header or a rule.
  static func isRow(_ line: String) -> Bool {
    line.contains(" prot opt ") || line.contains(" -- ")
  }

  /// Takes a line; the rule of `0 0 SNAT all -- * net1 10.0.1.0/24 0.0.0.0/0 to:172.18.0.12`, if it is one of a chain of the
  /// gateway. Untrusted; O(line).
  mutating func take(_ line: String) -> ObjectRecord? {
    if let chain = Self.chain(line) {
      current = chain
      return nil
    }
    guard let chain = current, !GatewayRulesFormat.asker(ofChain: chain).isEmpty else { return nil }
    let words = line.prefix(1024).split(separator: " ")
    guard let target = words.firstIndex(where: { $0 == "SNAT" || $0 == "DNAT" }), words.count > target + 4,
      let to = words.first(where: { $0.hasPrefix("to:") })?.dropFirst(3), !to.isEmpty
    else { return nil }
    // Behind the target: protocol, options, interfaces if there are counters, source, destination.
    let ends = words[(target + 3)...].filter { word in
      word.first.map { $0.isHexDigit || $0 == ":" } ?? false && word.contains { $0 == "." || $0 == ":" }
        && !word.contains("dpt:") && !word.contains("spt:")
    }
    guard ends.count >= 2 else { return nil }
    let port = words.first { $0.hasPrefix("dpt:") }.map { String($0.dropFirst(4)) }
    let (source, destination) = (String(ends[0]), String(ends[1]))
    let isSource = chain.hasSuffix("_SNAT")
    return GatewayRulesFormat.object(
      chain: chain, external: isSource ? String(to) : destination, inner: isSource ? source : String(to), port: port,
      proto: Self.names[words[target + 1]] ?? String(words[target + 1]))
  }

  /// Later releases of iptables print numbers.
  private static let names: [Substring: String] = ["6": "tcp", "17": "udp"]
}
