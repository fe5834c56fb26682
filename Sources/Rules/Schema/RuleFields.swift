import Model

/// The keys of one mapping of a rule file; every key must be asked for, the rest are mistakes.
struct RuleFields {
  let file: String
  let mark: Mark
  private let pairs: [(key: String, keyMark: Mark, value: YAMLNode)]
  private var known: [String] = []
  /// Chinese texts met so far, here and in nested mappings, by their English text.
  private(set) var chinese: [String: String] = [:]

  init(_ node: YAMLNode, file: String) throws(RuleError) {
    guard case .mapping(let pairs) = node.value else {
      throw RuleError(file: file, mark: node.mark, message: "expected keys with values here")
    }
    self.file = file
    self.mark = node.mark
    self.pairs = pairs
  }

  /// Throws for the first key nobody asked for, with the nearest one that exists.
  func finish() throws(RuleError) {
    for pair in pairs where !known.contains(pair.key) {
      let nearest = known.min { EditDistance.between(pair.key, $0) < EditDistance.between(pair.key, $1) }
      let hint = nearest.map { EditDistance.between(pair.key, $0) <= 3 ? "; did you mean '\($0)'?" : "" } ?? ""
      let all = hint.isEmpty ? "; known here: \(known.joined(separator: ", "))" : hint
      throw RuleError(file: file, mark: pair.keyMark, message: "unknown key '\(pair.key)'\(all)")
    }
  }

  mutating func node(_ key: String) -> YAMLNode? {
    known.append(key)
    return pairs.first { $0.key == key }?.value
  }

  mutating func text(_ key: String) throws(RuleError) -> String? {
    guard let node = node(key) else { return nil }
    return try scalar(node)
  }

  mutating func required(_ key: String) throws(RuleError) -> String {
    guard let text = try text(key), !text.isEmpty else {
      throw missing(key)
    }
    return text
  }

  /// A text for people: one value, or `en` and beside it `zh`. What is folded over lines becomes one line.
  mutating func wording(_ key: String) throws(RuleError) -> String? {
    guard let node = node(key) else { return nil }
    guard case .mapping = node.value else { return WordingFold.english(try scalar(node)) }
    var fields = try RuleFields(node, file: file)
    let english = WordingFold.english(try fields.required("en"))
    if let text = try fields.text("zh") { chinese[english] = WordingFold.chinese(text) }
    try fields.finish()
    return english
  }

  /// Nobody wrote the key, or somebody misspelt it.
  private func missing(_ key: String) -> RuleError {
    if key.count > 3, let misspelt = pairs.first(where: { $0.key != key && EditDistance.between($0.key, key) <= 2 }) {
      return RuleError(
        file: file, mark: misspelt.keyMark, message: "unknown key '\(misspelt.key)'; did you mean '\(key)'?")
    }
    return RuleError(file: file, mark: mark, message: "the key '\(key)' is missing here")
  }

  /// As `wording`; the key must be there.
  mutating func requiredWording(_ key: String) throws(RuleError) -> String {
    guard let text = try wording(key), !text.isEmpty else {
      throw missing(key)
    }
    return text
  }

  mutating func flag(_ key: String) throws(RuleError) -> Bool {
    guard let node = node(key) else { return false }
    switch try scalar(node) {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw RuleError(file: file, mark: node.mark, message: "expected true or false")
    }
  }

  /// A word of an enumeration.
  mutating func word<E: RawRepresentable & CaseIterable>(_ key: String, _ type: E.Type) throws(RuleError) -> E?
  where E.RawValue == String {
    guard let node = node(key) else { return nil }
    let text = try scalar(node)
    guard let value = E(rawValue: text) else {
      throw RuleError(file: file, mark: node.mark, message: unknown(text, E.allCases.map(\.rawValue)))
    }
    return value
  }

  /// One word, or a list of words.
  mutating func words(_ key: String) throws(RuleError) -> [(text: String, mark: Mark)] {
    guard let node = node(key) else { return [] }
    if case .sequence(let items) = node.value {
      var texts: [(text: String, mark: Mark)] = []
      for item in items { texts.append((try scalar(item), item.mark)) }
      return texts
    }
    return [(try scalar(node), node.mark)]
  }

  /// A duration such as `30s`, `5m`, `250ms`, in nanoseconds.
  mutating func duration(_ key: String) throws(RuleError) -> Int64? {
    guard let node = node(key) else { return nil }
    let text = try scalar(node)
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units: [String: Int64] = [
      "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
    ]
    guard let number = Int64(digits), number < 1_000_000, let unit = units[String(text.dropFirst(digits.count))] else {
      throw RuleError(file: file, mark: node.mark, message: "expected a duration such as 30s, 5m or 250ms")
    }
    return number * unit
  }

  mutating func number(_ key: String) throws(RuleError) -> Int? {
    guard let node = node(key) else { return nil }
    guard let value = Int(try scalar(node)), value >= 0 else {
      throw RuleError(file: file, mark: node.mark, message: "expected a whole number")
    }
    return value
  }

  /// A list of mappings, each read by `read`.
  mutating func list<T>(_ key: String, _ read: (inout RuleFields) throws(RuleError) -> T) throws(RuleError) -> [T] {
    guard let node = node(key) else { return [] }
    guard case .sequence(let items) = node.value else {
      throw RuleError(file: file, mark: node.mark, message: "expected a list here")
    }
    var result: [T] = []
    for item in items {
      var fields = try RuleFields(item, file: file)
      result.append(try read(&fields))
      try fields.finish()
      chinese.merge(fields.chinese) { $1 }
    }
    return result
  }

  /// A nested mapping, read by `read`.
  mutating func group<T>(_ key: String, _ read: (inout RuleFields) throws(RuleError) -> T) throws(RuleError) -> T? {
    guard let node = node(key) else { return nil }
    var fields = try RuleFields(node, file: file)
    let value = try read(&fields)
    try fields.finish()
    chinese.merge(fields.chinese) { $1 }
    return value
  }

  /// Observation kinds, at least one; an unknown one is an error with the nearest that exists.
  mutating func kinds(_ key: String) throws(RuleError) -> KindSet {
    let kinds = try kindsIfAny(key)
    if kinds.isEmpty { throw missing(key) }
    return kinds
  }

  /// Observation kinds; none when the key is missing.
  mutating func kindsIfAny(_ key: String) throws(RuleError) -> KindSet {
    var kinds = KindSet()
    for (text, mark) in try words(key) {
      guard let kind = ObservationKind(rawValue: text) else {
        throw RuleError(file: file, mark: mark, message: unknown(text, ObservationKind.allCases.map(\.rawValue)))
      }
      kinds.insert(kind)
    }
    return kinds
  }

  /// One relation or several; the subject itself when the key is missing.
  mutating func relations(_ key: String) throws(RuleError) -> [Rule.Relation] {
    var result: [Rule.Relation] = []
    for (text, mark) in try words(key) {
      guard let relation = Rule.Relation(rawValue: text) else {
        throw RuleError(file: file, mark: mark, message: unknown(text, Rule.Relation.allCases.map(\.rawValue)))
      }
      result.append(relation)
    }
    return result.isEmpty ? [.itself] : result
  }

  func unknown(_ text: String, _ options: [String]) -> String {
    let nearest = options.min { EditDistance.between(text, $0) < EditDistance.between(text, $1) } ?? ""
    return "unknown word '\(text)'; did you mean '\(nearest)'?"
  }

  private func scalar(_ node: YAMLNode) throws(RuleError) -> String {
    guard case .scalar(let text) = node.value else {
      throw RuleError(file: file, mark: node.mark, message: "expected a single value here")
    }
    return text
  }
}

/// Number of single-character changes between two words. O(length²), for short words.
enum EditDistance {
  static func between(_ a: String, _ b: String) -> Int {
    let b = Array(b.utf8)
    var row = Array(0...b.count)
    for (i, x) in a.utf8.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == b[j] ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
