import Foundation
import Model
import Testing

@testable import Reports

@Suite struct JSONWriterTests {
  @Test func foundationReadsBackEveryText() throws {
    var random = SeededGenerator(seed: 4)
    let texts = (0..<3_000).map { _ in random.text(upTo: 40) } + [Samples.attack]
    for isPretty in [true, false] {
      var w = JSONWriter(pretty: isPretty)
      w.object { w in
        for (index, text) in texts.enumerated() { w.field("\(index)" + text, text) }
      }
      let parsed = try #require(try JSONSerialization.jsonObject(with: Data(w.bytes)) as? [String: String])
      #expect(parsed.count == texts.count)
      for (index, text) in texts.enumerated() {
        #expect(parsed["\(index)" + text].map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
      }
      #expect(
        !String(decoding: w.bytes, as: UTF8.self).unicodeScalars.contains { $0 != "\n" && VisibleText.isActive($0) })
    }
  }

  @Test func layout() {
    var w = JSONWriter(pretty: true)
    w.object { w in
      w.field("a", 1)
      w.key("b")
      w.array { _ in }
      w.list("c", [1, 2]) { $0.integer($1) }
      w.field("d", orNull: nil)
      w.field("e", seconds: -1_500_000)
      w.field("f", seconds: 3_000_000_000)
    }
    #expect(
      String(decoding: w.bytes, as: UTF8.self)
        == "{\n \"a\": 1,\n \"b\": [],\n \"c\": [\n  1,\n  2\n ],\n \"d\": null,\n \"e\": -0.0015,\n \"f\": 3\n}")
  }

  @Test(arguments: Samples.all.map(\.name))
  func reportsFitTheSchema(_ name: String) throws {
    let schema = try JSONSchema(text: ReportSchema.text)
    let bytes = JSONRenderer(options: RenderOptions()).render(Samples.named(name))
    let value = try JSONSerialization.jsonObject(with: Data(bytes))
    #expect(schema.problems(of: value) == [])
  }

  /// The validator and the schema notice what is wrong: each change makes a valid report invalid.
  @Test(arguments: [
    (#""partial": false"#, #""partial": 0"#), (#""verdict": "CONFIRMED""#, #""verdict": "SURE""#),
    (#""headline":"#, #""headlines":"#), (#""outcome": "leaked""#, #""outcome": "gone""#), (#"747000Z""#, #"747Z""#),
    (#""uncertainty": 0.0005"#, #""uncertainty": "0.0005""#),
    (#""schema": "ko-forensics/report/2""#, #""schema": "ko-forensics/report/3""#),
    (#""covered": true,"#, #""covered": true, "more": 1,"#), (#""lines": 1204331"#, #""lines": -1"#),
    ("\"count\": 12\n", "\"count\": 0\n"),
    (#""lines": 1204331"#, #""lines": 1.5"#),
  ])
  func theSchemaIsStrict(_ from: String, _ to: String) throws {
    let text = String(decoding: JSONRenderer(options: RenderOptions()).render(Samples.races), as: UTF8.self)
    let changed = text.replacing(from, with: to, maxReplacements: 1)
    #expect(changed != text)
    let value = try JSONSerialization.jsonObject(with: Data(changed.utf8))
    #expect(try !JSONSchema(text: ReportSchema.text).problems(of: value).isEmpty)
  }

  @Test func keysStandInTheirOrder() {
    let text = String(decoding: JSONRenderer(options: RenderOptions()).render(Samples.races), as: UTF8.self)
    let top = text.split(separator: "\n").filter { $0.hasPrefix(" \"") }.map {
      String($0.dropFirst(2).prefix { $0 != "\"" })
    }
    #expect(
      top == [
        "schema", "tool", "run", "cluster", "headline", "summary", "partial", "controllerHealth", "symptoms",
        "releaseToGoTo", "bundles", "inputs", "bytes", "controllers", "coverage", "findings", "checked", "timelines",
        "unknowns", "notUnderstood",
      ])
  }

  @Test func everyLineOfNDJSONIsOneText() throws {
    let report = Samples.hostile
    let bytes = NDJSONRenderer(options: RenderOptions()).render(report)
    let lines = bytes.split(separator: 0x0a)
    #expect(lines.count > report.findings.count && bytes.last == 0x0a)
    var types: [String] = []
    for line in lines {
      let value = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      types.append(value["type"] as? String ?? "")
    }
    #expect(types.first == "report" && types.count { $0 == "finding" } == report.findings.count)
    #expect(Set(types.dropFirst()).isSubset(of: ["finding", "event"]))
  }
}
