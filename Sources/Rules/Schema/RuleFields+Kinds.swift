import Model
import Vocabulary

/// Words of a rule file that kind files explain.
extension RuleFields {
  /// None of the words is there, of which one must be.
  func lacks(oneOf words: [String]) -> RuleError {
    RuleError(file: file, mark: mark, message: "expected one of these keys: \(words.joined(separator: ", "))")
  }

  /// True for `no`; anything else is left to whoever reads on.
  mutating func isNo(_ key: String) throws(RuleError) -> Bool {
    guard let node = node(key) else { return false }
    let text = try scalar(node)
    return text == "no" || text == "false"
  }

  /// An API kind that a kind file declares.
  mutating func apiKind(_ key: String) throws(RuleError) -> ResourceKind {
    let kinds = try apiKinds(key)
    return kinds.first ?? .unknown
  }

  /// One or several API kinds.
  mutating func apiKinds(_ key: String) throws(RuleError) -> [ResourceKind] {
    var kinds: [ResourceKind] = []
    for (text, mark) in try words(key) {
      let kind = ResourceKind(apiKind: text)
      if kind.isDeclared, kind.apiKind == text {
        kinds.append(kind)
      } else {
        try fail(
          RuleError(file: file, mark: mark, message: unknown(text, ResourceKind.declared.map(\.apiKind))))
      }
    }
    if kinds.isEmpty, !has(key) { try fail(missing(key)) }
    return kinds
  }

  /// A field that is kept of all of the kinds.
  mutating func field(_ key: String, of kinds: [ResourceKind]) throws(RuleError) -> String {
    try fieldPaths(key, of: kinds).first ?? ""
  }

  /// One field or several.
  mutating func fieldPaths(_ key: String, of kinds: [ResourceKind]) throws(RuleError) -> [String] {
    var paths: [String] = []
    for (text, mark) in try words(key) {
      for kind in kinds where !Self.knows(text, kind) {
        let message = "\(kind.apiKind) has no field '\(text)'; " + nearest(text, kind.facts.keeps)
        try fail(RuleError(file: file, mark: mark, message: message))
        break
      }
      paths.append(text)
    }
    if paths.isEmpty { try fail(missing(key)) }
    return paths
  }

  private static func knows(_ path: String, _ kind: ResourceKind) -> Bool {
    if path == "metadata.name" || path == "metadata.namespace" { return true }
    for prefix in ["metadata.labels.", "metadata.annotations.", "status.conditions."] where path.hasPrefix(prefix) {
      return path.count > prefix.count
    }
    return kind.facts.keeps.contains(path)
  }

  /// A reference that the files of the kinds declare, by kind.
  mutating func reference(_ key: String, of kinds: [ResourceKind]) throws(RuleError) -> [ResourceKind: KindReference] {
    let name = try required(key)
    var found: [ResourceKind: KindReference] = [:]
    for kind in kinds {
      if let reference = kind.facts.reference(name) {
        found[kind] = reference
      } else {
        let message = "\(kind.apiKind) has no reference '\(name)'; " + nearest(name, kind.facts.references.map(\.name))
        try fail(error(key, message))
      }
    }
    return found
  }

  /// The name of a reference that at least one of the kinds has.
  mutating func anyReference(_ key: String, of kinds: [ResourceKind]) throws(RuleError) -> String {
    let name = try required(key)
    let names = kinds.flatMap(\.facts.references).map(\.name)
    if !names.contains(name) { try fail(error(key, "no such reference '\(name)'; " + nearest(name, names))) }
    return name
  }

  /// A regular expression.
  mutating func pattern(_ key: String) throws(RuleError) -> TextPattern {
    let text = try required(key)
    do throws(Pattern.Failure) { return try TextPattern(text) } catch {
      throw self.error(key, error.description)
    }
  }

  private func nearest(_ text: String, _ options: [String]) -> String {
    let best = options.min { EditDistance.between(text, $0) < EditDistance.between(text, $1) }
    return best.map { "did you mean '\($0)'?" } ?? "it has none"
  }
}
