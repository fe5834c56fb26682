import Model
import Reports
import Rules

@testable import Pipeline

/// A rule file of somebody else: it is a rule, or it is told what is wrong with it.
struct RuleTarget: FuzzTarget {
  func run(_ input: FuzzInput) {
    let isRule = (try? Rule(yaml: input.bytes, file: "fuzz.yaml")) != nil
    require(isRule == Rule.mistakes(yaml: input.bytes, file: "fuzz.yaml").isEmpty, "lint and run differ about a rule")
  }
}

/// A harvest of somebody else, under a digest that is right.
struct HarvestTarget: FuzzTarget {
  func run(_ input: FuzzInput) {
    var hash = SHA256()
    input.bytes.withUnsafeBytes { hash.update($0) }
    _ = try? HarvestFile.read(HarvestIdentity(AnalyzeOptions()), input.refill(input.bytes + hash.digest()))
  }
}

/// A file of pseudonyms.
struct MapTarget: FuzzTarget {
  func run(_ input: FuzzInput) { _ = RedactionMap(String(decoding: input.bytes, as: UTF8.self)) }
}
