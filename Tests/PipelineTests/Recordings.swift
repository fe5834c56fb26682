import Foundation
import Model
import Reports

@testable import Pipeline

/// The recorded runs, and what the program says about them.
enum Recordings {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let all: [String] = {
    // Reports name inputs as they were given; relative names keep them the same on every machine.
    _ = FileManager.default.changeCurrentDirectoryPath(root.path)
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "fixtures/recordings")) ?? []
    return all.filter { FileManager.default.fileExists(atPath: "fixtures/recordings/\($0)/truth.json") }.sorted()
  }()

  /// Runs of pods, Subnets and Vpcs; and those whose truth speaks of other kinds too.
  static let names = all.filter { !isOfOtherKinds($0) }
  static let ofOtherKinds = all.filter(isOfOtherKinds)

  private static func isOfOtherKinds(_ name: String) -> Bool {
    (try? truth(name))?.keys.contains("others") == true
  }

  private static func truth(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: root.appendingPathComponent("fixtures/recordings/\(name)/truth.json"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  static func analyze(_ inputs: [String], workers: Int = 0) throws -> AnalysisResult {
    _ = names
    var options = AnalyzeOptions()
    options.inputs = inputs
    options.workers = workers
    return try Analysis.run(options)
  }

  /// What was true at the end of a run: leaked IP objects, stuck Subnets and Vpcs, other objects, and what had healed.
  struct Truth {
    var now: Set<String> = []
    var ever: Set<String> = []

    init(_ name: String) throws {
      let tree = try Recordings.truth(name)
      func list(_ key: String) -> [[String: Any]] { tree[key] as? [[String: Any]] ?? [] }
      for (key, kind, state) in [
        ("ipObjects", "IP", "leaked"), ("subnets", "Subnet", "stuck"), ("vpcs", "Vpc", "stuck"),
      ] {
        for object in list(key) where object["state"] as? String == state {
          now.insert("\(kind)/\(object["name"] as? String ?? "")")
        }
      }
      for object in list("others") where ["leaked", "stuck"].contains(object["state"] as? String) {
        let kind = object["kind"] as? String ?? ""
        // A port of OVN's is no object of Kubernetes; it is named with the IP object or the Vip that it belongs to.
        if kind != "Logical_Switch_Port" { now.insert("\(kind)/\(object["name"] as? String ?? "")") }
      }
      ever = now
      for object in list("healed") {
        ever.insert("\(object["kind"] as? String ?? "")/\(object["name"] as? String ?? "")")
      }
    }
  }

  /// The IP objects that were leaked at the end of a run, with the key of their pod.
  static func leaks(_ name: String) throws -> [(object: String, pod: String)] {
    (try truth(name)["ipObjects"] as? [[String: Any]] ?? []).filter { $0["state"] as? String == "leaked" }.map {
      ("IP/\($0["name"] as? String ?? "")", "\($0["namespace"] as? String ?? "")/\($0["pod"] as? String ?? "")")
    }
  }

  /// Objects that a report says are well, or were never as a rule has it.
  static func ruledOut(_ report: ReportDocument) -> Set<String> {
    let objects = report.findings.flatMap(\.objects).filter { $0.verdict == .resolved || $0.verdict == .refuted }
    return Set(objects.map { "\($0.ref.kind.apiKind)/\($0.ref.name)" })
  }

  /// Objects that a report suspects.
  static func suspicions(_ report: ReportDocument) -> Set<String> {
    let objects = report.findings.flatMap(\.objects).filter { $0.verdict == .suspected }
    return Set(objects.map { "\($0.ref.kind.apiKind)/\($0.ref.name)" })
  }

  /// Objects that a report says are leaked or stuck, with at least that verdict.
  static func claims(_ report: ReportDocument, atLeast verdict: Verdict = .probable) -> Set<String> {
    var found: Set<String> = []
    for object in report.findings.flatMap(\.objects) where object.verdict <= verdict {
      if object.ref.kind == .address { continue }
      if object.outcome == .leaked || object.outcome == .stuck {
        found.insert("\(object.ref.kind.apiKind)/\(object.ref.name)")
      }
    }
    return found
  }
}
