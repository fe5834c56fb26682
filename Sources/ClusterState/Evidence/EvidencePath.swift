import Model

/// Folder and file name of a stream, with archives counted as folders.
struct EvidencePath: Sendable, Hashable {
  var folder: [String]
  /// File name without endings: `ips` for `ips.yaml.gz`.
  var stem: String

  init(chain: [String]) {
    var parts: [String] = []
    for link in chain {
      parts += link.split(separator: "/", omittingEmptySubsequences: true).map(String.init).filter { $0 != "." }
    }
    let file = parts.popLast() ?? ""
    folder = parts
    stem = file.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init)?.lowercased() ?? ""
  }

  /// The kind that the file name, or else its folder's name, says: `pods.yaml`, `pods/default.json`.
  var kind: ResourceKind? {
    if let named = Self.kind(of: stem) { return named }
    guard let parent = folder.last else { return nil }
    return Self.kind(of: parent.split(separator: ".").first.map { $0.lowercased() } ?? "")
  }

  /// The namespace that the path says: `pods/default.json`, or `default/pods.json`.
  var namespace: String? {
    if Self.kind(of: stem) == nil { return stem.isEmpty ? nil : stem }
    return folder.last
  }

  /// The file's own name says its kind, so that no part of it can stand for a namespace.
  var isNamedAfterKind: Bool { Self.kind(of: stem) != nil }

  /// The path says this namespace: the list was made for it alone.
  func names(_ namespace: String) -> Bool {
    !namespace.isEmpty && (stem == namespace || folder.suffix(3).contains(namespace))
  }

  /// What remains of the file name without the words for kinds: `before` of `ips-before.yaml`.
  var label: String {
    var rest = stem.split { $0 == "-" || $0 == "_" }[...]
    var kept: [Substring] = []
    while let first = rest.first {
      // `iptables-eips` is one word for a kind.
      if let length = (1...rest.count).last(where: { Self.kind(of: rest.prefix($0).joined(separator: "-")) != nil }) {
        rest = rest.dropFirst(length)
      } else {
        kept.append(first)
        rest = rest.dropFirst()
      }
    }
    return kept.joined(separator: "-")
  }

  private static func kind(of word: String) -> ResourceKind? {
    ResourceKind.named(word)
  }
}
