import CEmbedded
import Model

/// The rules of a run: the built-in ones, and those of the user's folders.
public struct RulePack: Sendable {
  /// In the order of their ids.
  public private(set) var rules: [Rule] = []
  /// Changes with the content of the built-in rules; printed by `version`.
  public static let version = "1"

  /// The built-in rules. Throws only if a built-in rule is broken, which a test rules out.
  public static func builtIn() throws(RuleError) -> RulePack {
    var pack = RulePack()
    var count = 0
    guard let files = cembedded_files(&count) else { return pack }
    for i in 0..<count {
      let path = String(cString: files[i].path)
      guard path.hasPrefix("rules/") else { continue }
      let bytes = Array(UnsafeBufferPointer(start: files[i].bytes, count: files[i].length))
      try pack.add(bytes, file: path)
    }
    return pack
  }

  /// The file of a built-in rule, as it was written; `nil` if there is none of that id.
  public static func source(of id: String) -> String? {
    var count = 0
    guard let files = cembedded_files(&count) else { return nil }
    for i in 0..<count {
      let path = String(cString: files[i].path)
      guard path.hasPrefix("rules/"), path.split(separator: "/").last?.hasPrefix(id + "-") ?? false else { continue }
      return String(decoding: UnsafeBufferPointer(start: files[i].bytes, count: files[i].length), as: UTF8.self)
    }
    return nil
  }

  /// A pack without rules.
  public init() {}

  /// Adds a rule; one of the same id is replaced.
  public mutating func add(_ yaml: [UInt8], file: String) throws(RuleError) {
    add(try Rule(yaml: yaml, file: file))
  }

  /// Adds a rule; one of the same id is replaced.
  public mutating func add(_ rule: Rule) {
    rules.removeAll { $0.id == rule.id }
    rules.append(rule)
    rules.sort { $0.id < $1.id }
  }
}
