import Model

/// Folder and file name of a stream, with archives counted as folders.
struct EvidencePath: Sendable, Hashable {
  var folder: [String]
  /// File name without endings: `ips` for `ips.yaml.gz`.
  var stem: String
  /// Endings that say nothing of how it is written, such as those of copies and rotated files: `bak` of `ips.yaml.bak`.
  private(set) var suffix = ""

  init(chain: [String]) {
    var parts: [String] = []
    for link in chain {
      parts += link.split(separator: "/", omittingEmptySubsequences: true).map(String.init).filter { $0 != "." }
    }
    let file = parts.popLast() ?? ""
    folder = parts
    let words = file.lowercased().split(separator: ".", omittingEmptySubsequences: true).map(String.init)
    stem = words.first ?? ""
    suffix = words.dropFirst().filter { !Self.formats.contains($0) }.joined(separator: ".")
  }

  private static let formats: Set<String> = [
    "yaml", "yml", "json", "jsonl", "ndjson", "txt", "out", "log", "list", "gz", "zst", "xz", "bz2", "lz4", "tar",
    "tgz",
  ]

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
  var label: String { words.rest }

  /// The kind that an empty list is a list of, by itself or by its path. In a file's name it may stand beside words for a time:
  /// `ips-before.yaml`, but not `kube-node-lease.json`.
  func kind(ofEmpty header: ListHeader) -> ResourceKind? {
    if let kind = ResourceKind.named(header.itemKind) ?? kind { return kind }
    let (rest, found) = words
    let areTimes = rest.split(separator: "-").allSatisfy {
      $0.allSatisfy(\.isNumber) || Self.times.contains(String($0))
    }
    return areTimes ? found : nil
  }

  private static let times: Set<String> = [
    "before", "after", "during", "old", "new", "pre", "post", "then", "now", "first", "second", "last", "latest",
    "previous", "prev", "backup", "copy",
  ]

  private var words: (rest: String, kind: ResourceKind?) {
    var found: ResourceKind?
    var rest = stem.split { $0 == "-" || $0 == "_" }[...]
    var kept: [Substring] = []
    while let first = rest.first {
      // `iptables-eips` is one word for a kind.
      if let length = (1...rest.count).last(where: { Self.kind(of: rest.prefix($0).joined(separator: "-")) != nil }) {
        found = found ?? Self.kind(of: rest.prefix(length).joined(separator: "-"))
        rest = rest.dropFirst(length)
      } else {
        kept.append(first)
        rest = rest.dropFirst()
      }
    }
    return (kept.joined(separator: "-"), found)
  }

  private static func kind(of word: String) -> ResourceKind? {
    ResourceKind.named(word)
  }
}
