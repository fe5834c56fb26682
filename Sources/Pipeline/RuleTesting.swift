import FoundationEssentials
import Model
import Rules

/// Runs the examples that rules carry, each as evidence of its own.
public enum RuleTesting {
  /// One example and what came of it.
  public struct Outcome: Sendable {
    public var rule: String
    public var example: String
    /// What differs from what the example says; empty if nothing does.
    public var differences: [String]
  }

  /// The examples of all rules of these files and folders, run with the built-in rules and theirs.
  public static func run(_ paths: [String]) throws -> [Outcome] {
    var own = RulePack()
    for file in files(paths) {
      try own.add(RuleLoading.content(file), file: file)
    }
    var all = try RuleLoading.pack(folders: [])
    for rule in own.rules { all.add(rule) }
    var outcomes: [Outcome] = []
    for rule in own.rules {
      for example in rule.examples {
        outcomes.append(
          Outcome(rule: rule.id, example: example.name, differences: try differences(example, of: rule, in: all)))
      }
    }
    return outcomes
  }

  /// Changed rules of these files and folders that their own examples do not tell from the rule: for each, its id and what
  /// was changed. O(rules × parts × examples).
  public static func survivors(_ paths: [String]) throws -> [(rule: String, change: String)] {
    var own = RulePack()
    for file in files(paths) {
      try own.add(RuleLoading.content(file), file: file)
    }
    var all = try RuleLoading.pack(folders: [])
    for rule in own.rules { all.add(rule) }
    return try survivors(of: own.rules, in: all)
  }

  /// The same of built-in rules.
  public static func survivors(ofBuiltIn rules: [Rule]) throws -> [(rule: String, change: String)] {
    try survivors(of: rules, in: try RuleLoading.pack(folders: []))
  }

  private static func survivors(of rules: [Rule], in pack: RulePack) throws -> [(rule: String, change: String)] {
    let mutants = rules.flatMap { RuleMutant.all(of: $0) }
    // An example that fails anyhow tells nothing.
    var sound: [String: [Rule.Example]] = [:]
    for rule in rules { sound[rule.id] = try rule.examples.filter { try differences($0, of: rule, in: pack).isEmpty } }
    var survivors: [(rule: String, change: String)] = []
    for mutant in mutants {
      var changed = pack
      changed.add(mutant.rule)
      let isKilled = try sound[mutant.rule.id, default: []].contains {
        try !differences($0, of: mutant.rule, in: changed).isEmpty
      }
      if !isKilled { survivors.append((mutant.rule.id, mutant.change)) }
    }
    return survivors
  }

  /// The examples of built-in rules.
  public static func runBuiltIn(_ rule: Rule, _ example: Rule.Example) throws -> [String] {
    try differences(example, of: rule, in: try RuleLoading.pack(folders: []))
  }

  private static func files(_ paths: [String]) -> [String] {
    paths.flatMap { path in (try? RuleLoading.files(in: path)) ?? [path] }
  }

  private static func differences(_ example: Rule.Example, of rule: Rule, in pack: RulePack) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("example-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    if !example.log.isEmpty {
      try example.log.write(to: folder.appendingPathComponent("controller.log"), atomically: true, encoding: .utf8)
    }
    if !example.objects.isEmpty {
      try example.objects.write(to: folder.appendingPathComponent("objects.yaml"), atomically: true, encoding: .utf8)
    }
    if !example.ports.isEmpty {
      try example.ports.write(to: folder.appendingPathComponent("ovn-nb-show.txt"), atomically: true, encoding: .utf8)
    }
    var options = AnalyzeOptions()
    options.inputs = [folder.path]
    let report = try Analysis.run(options, pack: pack).report
    let found = report.findings.filter { $0.verdict != .refuted }
    var differences: [String] = []
    let (got, wanted) = (Set(found.map(\.rule)), Set(example.finds))
    if got != wanted { differences.append("finds \(got.sorted()), not \(wanted.sorted())") }
    let verdict = found.first { $0.rule == rule.id }?.verdict
    if let expected = example.verdict, verdict != expected {
      differences.append("verdict \(verdict?.rawValue ?? "none"), not \(expected.rawValue)")
    }
    if report.bytes.notUnderstood != 0 { differences.append("\(report.bytes.notUnderstood) bytes are not understood") }
    return differences
  }
}
