import Model

/// All mistakes of one file, for `lint`; without it the first one ends the reading.
final class RuleMistakes {
  private(set) var all: [RuleError] = []
  func add(_ error: RuleError) { all.append(error) }
}

/// The keys of one mapping of a rule file; every key must be asked for, the rest are mistakes.
struct RuleFields {
  let file: String
  let mark: Mark
  let mistakes: RuleMistakes?
  private let pairs: [(key: String, keyMark: Mark, value: YAMLNode)]
  private var known: [String] = []
  /// Chinese texts met so far, here and in nested mappings, by their English text.
  private(set) var chinese: [String: String] = [:]

  init(_ node: YAMLNode, file: String, _ mistakes: RuleMistakes?) throws(RuleError) {
    self.mistakes = mistakes
    guard case .mapping(let pairs) = node.value else {
      throw RuleError(file: file, mark: node.mark, message: "expected keys with values here")
    }
    self.file = file
    self.mark = node.mark
    self.pairs = pairs
  }

  /// Notes a mistake and goes on, or throws it.
  func fail(_ error: RuleError) throws(RuleError) {
    guard let mistakes else { throw error }
    mistakes.add(error)
  }

  /// A mistake at the value of a key.
  func error(_ key: String, _ message: String) -> RuleError {
    RuleError(file: file, mark: pairs.first { $0.key == key }?.value.mark ?? mark, message: message)
  }

  /// Complains of every key nobody asked for, with the nearest one that exists.
  func finish() throws(RuleError) {
    for pair in pairs where !known.contains(pair.key) {
      let nearest = known.min { EditDistance.between(pair.key, $0) < EditDistance.between(pair.key, $1) }
      let hint = nearest.map { EditDistance.between(pair.key, $0) <= 3 ? "; did you mean '\($0)'?" : "" } ?? ""
      let all = hint.isEmpty ? "; known here: \(known.joined(separator: ", "))" : hint
      try fail(RuleError(file: file, mark: pair.keyMark, message: "unknown key '\(pair.key)'\(all)"))
    }
  }

  /// Whether the key is there; asks for nothing.
  func has(_ key: String) -> Bool { pairs.contains { $0.key == key } }

  /// Whether the key holds keys with values.
  func isMapping(_ key: String) -> Bool {
    guard let pair = pairs.first(where: { $0.key == key }), case .mapping = pair.value.value else { return false }
    return true
  }

  mutating func node(_ key: String) -> YAMLNode? {
    if !known.contains(key) { known.append(key) }
    return pairs.first { $0.key == key }?.value
  }

  mutating func text(_ key: String) throws(RuleError) -> String? {
    guard let node = node(key) else { return nil }
    return try scalar(node)
  }

  mutating func required(_ key: String) throws(RuleError) -> String {
    guard let text = try text(key), !text.isEmpty else {
      try fail(missing(key))
      return ""
    }
    return text
  }

  /// A text for people: one value, or `en` and beside it `zh`. What is folded over lines becomes one line.
  mutating func wording(_ key: String) throws(RuleError) -> String? {
    guard let node = node(key) else { return nil }
    guard case .mapping = node.value else { return WordingFold.english(try scalar(node)) }
    var fields = try RuleFields(node, file: file, mistakes)
    let english = WordingFold.english(try fields.required("en"))
    if let text = try fields.text("zh") { chinese[english] = WordingFold.chinese(text) }
    try fields.finish()
    return english
  }

  /// Nobody wrote the key, or somebody misspelt it.
  func missing(_ key: String) -> RuleError {
    if key.count > 3, let misspelt = pairs.first(where: { $0.key != key && EditDistance.between($0.key, key) <= 2 }) {
      return RuleError(
        file: file, mark: misspelt.keyMark, message: "unknown key '\(misspelt.key)'; did you mean '\(key)'?")
    }
    return RuleError(file: file, mark: mark, message: "the key '\(key)' is missing here")
  }

  /// As `wording`; the key must be there.
  mutating func requiredWording(_ key: String) throws(RuleError) -> String {
    guard let text = try wording(key), !text.isEmpty else {
      try fail(missing(key))
      return ""
    }
    return text
  }

  mutating func flag(_ key: String) throws(RuleError) -> Bool {
    guard let node = node(key) else { return false }
    switch try scalar(node) {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      try fail(RuleError(file: file, mark: node.mark, message: "expected yes or no"))
      return false
    }
  }

  /// A word of an enumeration.
  mutating func word<E: RawRepresentable & CaseIterable>(_ key: String, _ type: E.Type) throws(RuleError) -> E?
  where E.RawValue == String {
    guard let node = node(key) else { return nil }
    let text = try scalar(node)
    guard let value = E(rawValue: text) else {
      try fail(RuleError(file: file, mark: node.mark, message: unknown(text, E.allCases.map(\.rawValue))))
      return nil
    }
    return value
  }

  /// One of a few words.
  mutating func word(_ key: String, _ options: [String]) throws(RuleError) -> String? {
    guard let node = node(key) else { return nil }
    let text = try scalar(node)
    if options.contains(text) { return text }
    try fail(RuleError(file: file, mark: node.mark, message: unknown(text, options)))
    return nil
  }

  /// One word, or a list of words, out of those that there are.
  mutating func words(_ key: String, of options: [String]) throws(RuleError) -> [String] {
    var found: [String] = []
    for (text, mark) in try words(key) {
      if options.contains(text) {
        found.append(text)
      } else {
        try fail(RuleError(file: file, mark: mark, message: unknown(text, options)))
      }
    }
    return found
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
      try fail(RuleError(file: file, mark: node.mark, message: "expected a duration such as 30s, 5m or 250ms"))
      return nil
    }
    return number * unit
  }

  mutating func number(_ key: String) throws(RuleError) -> Int? {
    guard let node = node(key) else { return nil }
    guard let value = Int(try scalar(node)), value >= 0 else {
      try fail(RuleError(file: file, mark: node.mark, message: "expected a whole number"))
      return nil
    }
    return value
  }

  /// A list of mappings, each read by `read`.
  mutating func list<T>(_ key: String, _ read: (inout RuleFields) throws(RuleError) -> T) throws(RuleError) -> [T] {
    guard let node = node(key) else { return [] }
    guard case .sequence(let items) = node.value else {
      try fail(RuleError(file: file, mark: node.mark, message: "expected a list here"))
      return []
    }
    var result: [T] = []
    for item in items {
      do throws(RuleError) {
        var fields = try RuleFields(item, file: file, mistakes)
        result.append(try read(&fields))
        try fields.finish()
        chinese.merge(fields.chinese) { $1 }
      } catch { try fail(error) }
    }
    return result
  }

  /// A nested mapping, read by `read`.
  mutating func group<T>(_ key: String, _ read: (inout RuleFields) throws(RuleError) -> T) throws(RuleError) -> T? {
    guard let node = node(key) else { return nil }
    var fields = try RuleFields(node, file: file, mistakes)
    let value = try read(&fields)
    try fields.finish()
    chinese.merge(fields.chinese) { $1 }
    return value
  }

  /// Observation kinds, at least one; an unknown one is an error with the nearest that exists.
  mutating func kinds(_ key: String) throws(RuleError) -> KindSet {
    let kinds = try kindsIfAny(key)
    if kinds.isEmpty, !has(key) { try fail(missing(key)) }
    return kinds
  }

  /// Observation kinds; none when the key is missing.
  mutating func kindsIfAny(_ key: String) throws(RuleError) -> KindSet {
    var kinds = KindSet()
    for (text, mark) in try words(key) {
      if let kind = ObservationKind(rawValue: text) {
        kinds.insert(kind)
      } else {
        try fail(RuleError(file: file, mark: mark, message: unknown(text, ObservationKind.allCases.map(\.rawValue))))
      }
    }
    return kinds
  }

  func unknown(_ text: String, _ options: [String]) -> String {
    let nearest = options.min { EditDistance.between(text, $0) < EditDistance.between(text, $1) } ?? ""
    return "unknown word '\(text)'; did you mean '\(nearest)'?"
  }

  func scalar(_ node: YAMLNode) throws(RuleError) -> String {
    guard case .scalar(let text) = node.value else {
      throw RuleError(file: file, mark: node.mark, message: "expected a single value here")
    }
    return text
  }
}
