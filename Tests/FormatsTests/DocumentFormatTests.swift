import Testing

@testable import Formats

@Suite struct DocumentFormatTests {
  private static let after = "fixtures/recordings/1.12.28-races-and-repairs/evidence/after/"

  /// The same objects come out of JSON and YAML.
  @Test(arguments: ["ips", "subnets"])
  func bothSyntaxesAgree(_ name: String) throws {
    let json = try Collector.read(try Repository.bytes(Self.after + name + ".json"), as: JSONDocumentsFormat.self)
    let yaml = try Collector.read(try Repository.bytes(Self.after + name + ".yaml"), as: YAMLDocumentsFormat.self)
    #expect(json.objects.count > 5)
    #expect(json.objects.map(\.name) == yaml.objects.map(\.name))
    for (a, b) in zip(json.objects, yaml.objects) {
      #expect(a.fields == b.fields)
      #expect(a.labels == b.labels && a.finalizers == b.finalizers && a.uid == b.uid)
      #expect(a.created == b.created && a.deletionRequested == b.deletionRequested)
    }
  }

  @Test(arguments: [
    #"{"apiVersion":"v1","kind":"List","items":[{"kind":"IP","metadata":{"name":"a"}},{"kind":"IP","metadata":{"name":"b"}}],"metadata":{}}"#,
    #"{"items":[{"kind":"IP","metadata":{"name":"a"}},{"kind":"IP","metadata":{"name":"b"}}],"kind":"List"}"#,
    #"{"kind":"IPList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"#,
    #"[{"kind":"IP","metadata":{"name":"a"}},{"kind":"IP","metadata":{"name":"b"}}]"#,
    "{\"kind\":\"IP\",\"metadata\":{\"name\":\"a\"}}\n{\"kind\":\"IP\",\"metadata\":{\"name\":\"b\"}}\n",
    #"{"type":"ADDED","object":{"kind":"IP","metadata":{"name":"a"}}}{"type":"MODIFIED","object":{"kind":"IP","metadata":{"name":"b"}}}"#,
  ])
  func readsEveryShapeOfJSON(_ text: String) throws {
    for step in [1, 5, 1 << 20] {
      let found = try Collector.read(Array(text.utf8), as: JSONDocumentsFormat.self, step: step)
      #expect(found.objects.map(\.name) == ["a", "b"])
      #expect(found.objects.allSatisfy { $0.kind == "IP" })
      #expect(found.total == text.utf8.count)
    }
  }

  @Test(arguments: [
    "apiVersion: v1\nitems:\n- kind: IP\n  metadata:\n    name: a\n- kind: IP\n  metadata:\n    name: b\nkind: List\n",
    "apiVersion: v1\nkind: IPList\nitems:\n  - metadata:\n      name: a\n  - metadata: {name: b}\n",
    "- kind: IP\n  metadata: {name: a}\n- kind: IP\n  metadata: {name: b}\n",
    "kind: IP\nmetadata:\n  name: a\n---\nkind: IP\nmetadata:\n  name: \"b\"\n",
  ])
  func readsEveryShapeOfYAML(_ text: String) throws {
    for step in [1, 5, 1 << 20] {
      let found = try Collector.read(Array(text.utf8), as: YAMLDocumentsFormat.self, step: step)
      #expect(found.objects.map(\.name) == ["a", "b"])
      #expect(found.objects.allSatisfy { $0.kind == "IP" })
      #expect(found.total == text.utf8.count)
    }
  }

  @Test func refusesAliases() throws {
    let found = try Collector.read(Array("a: &x [1]\nb: *x\nkind: IP\n".utf8), as: YAMLDocumentsFormat.self)
    #expect(found.objects.isEmpty)
    #expect(found.bytes[.notUnderstood] == 25)
  }

  @Test func anEmptyListIsAList() throws {
    #expect(try Collector.read(Array("apiVersion: v1\nitems: []\nkind: List\n".utf8), as: YAMLDocumentsFormat.self).lists.count == 1)
    #expect(try Collector.read(Array(#"{"kind":"PodList","items":[]}"#.utf8), as: JSONDocumentsFormat.self).lists.first?.itemKind == "Pod")
  }

  @Test func readsAuditRecords() throws {
    let text = """
      {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete","verb":"patch","user":{"username":"jane"},\
      "objectRef":{"resource":"ips","name":"a.ns"},"responseStatus":{"code":200},"requestObject":{"metadata":{"finalizers":null}},\
      "responseObject":{"kind":"IP","metadata":{"name":"a.ns","deletionTimestamp":"2026-11-23T20:31:00Z"}},\
      "requestReceivedTimestamp":"2026-11-23T20:31:00.000001Z","stageTimestamp":"2026-11-23T20:31:00.000002Z"}
      {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"2","stage":"ResponseComplete","verb":"get","objectRef":{"resource":"ips"}}
      """
    let found = try Collector.read(Array(text.utf8), as: JSONDocumentsFormat.self)
    let record = try #require(found.audits.first)
    #expect(found.audits.count == 1)
    #expect(record.user == "jane" && record.code == 200 && record.resource == "ips")
    #expect(record.removesFinalizer)
    #expect(record.object?.deletionRequested != nil)
    #expect(found.bytes[.recognized] ?? 0 > 100)
  }

  /// Cut or changed anywhere, nothing crashes and every byte is accounted for.
  @Test(arguments: ["ips.json", "ips.yaml", "subnets.yaml", "events.json.gz"])
  func survivesDamage(_ name: String) throws {
    let bytes = Array(try Repository.bytes(Self.after + name).prefix(12_000))
    let format: any StreamFormat.Type = name.contains("json") ? JSONDocumentsFormat.self : YAMLDocumentsFormat.self
    var random = SeededGenerator(state: 7)
    for _ in 0..<100 {
      var damaged = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
      if !damaged.isEmpty, Bool.random(using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      #expect(try Collector.read(damaged, as: format).total == damaged.count)
    }
  }
}
