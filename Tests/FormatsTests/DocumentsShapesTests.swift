import Model
import Testing

@testable import Formats

/// What each way of writing documents gives.
@Suite struct DocumentsShapesTests {
  private func read(_ name: String) throws -> CollectingSink {
    let bytes = try Documents.fixture(name)
    let format = try #require(Documents.identify(bytes, name), "\(name)")
    return try Documents.read(bytes, as: format, named: name)
  }

  @Test(
    arguments: [
      (
        #"{"kind":"IPList","apiVersion":"kubeovn.io/v1","metadata":{"resourceVersion":"9","continue":"eyJ2Ijoi","remainingItemCount":7},"items":[{"metadata":{"name":"a"}}]}"#,
        [Optional(7)]
      ),
      (
        #"{"apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"continue","namespace":"n"}}],"kind":"List","metadata":{"continue":"eyJ2Ijoi","resourceVersion":"9"}}"#,
        [nil]
      ),
      (
        #"{"apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"continue","namespace":"n"}}],"kind":"List","metadata":{"continue":"","resourceVersion":""}}"#,
        []
      ),
      (
        "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: continue\n    namespace: n\nkind: List\nmetadata:\n  continue: eyJ2Ijoi\n  remainingItemCount: 3\n",
        [nil, 3]
      ),
      (
        "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: continue\n    namespace: n\nkind: List\nmetadata:\n  resourceVersion: \"\"\n",
        []
      ),
    ] as [(String, [Int?])])
  func pagesSayThatTheyGoOn(_ text: String, _ pages: [Int?]) throws {
    let bytes = Array(text.utf8)
    let format = try #require(Documents.identify(bytes, "x"))
    let sink = try Documents.read(bytes, as: format, named: "x")
    #expect(sink.pages == pages)
    #expect(sink.objects.count == 1)
  }

  @Test(arguments: [
    ("list.json", "objects-json", 3, 2, [ListHeader.Shape.list]),
    ("typed-list.json", "objects-json", 3, 0, [.typedList]),
    ("array.json", "objects-json", 2, 0, [.array]),
    ("single.json", "objects-json", 1, 0, [.documents]),
    ("concatenated.json", "objects-json", 2, 1, [.documents]),
    ("watch.json", "objects-json", 3, 0, [.watch]),
    ("list.yaml", "objects-yaml", 2, 1, [.list]),
    ("documents.yaml", "objects-yaml", 2, 0, [.documents]),
    ("concatenated.yaml", "objects-yaml", 2, 0, [.documents]),
    ("indented-list.yaml", "objects-yaml", 2, 0, [.list]),
    ("sequence.yaml", "objects-yaml", 2, 0, [.array]),
    ("unusual.yaml", "objects-yaml", 2, 0, [.list]),
  ])
  func shapes(_ name: String, _ format: String, _ objects: Int, _ events: Int, _ shapes: [ListHeader.Shape]) throws {
    let bytes = try Documents.fixture(name)
    #expect(Documents.identify(bytes, name)?.id == format)
    let sink = try read(name)
    #expect(sink.objects.count == objects)
    #expect(sink.events.count == events)
    #expect(sink.lists.map(\.shape) == shapes)
    #expect(sink.notUnderstood == 0)
    #expect(sink.objects.allSatisfy { !$0.kind.isEmpty && !$0.name.isEmpty })
    for (position, object) in zip(sink.positions.filter { _ in events == 0 }, sink.objects) {
      let slice = bytes[Int(position.offset)..<Int(position.offset) + Int(position.length)]
      #expect(String(decoding: slice, as: UTF8.self).contains(object.name))
      let linesBefore = bytes[..<Int(position.offset)].count { $0 == 10 }
      #expect(position.line == UInt64(linesBefore + 1))
    }
  }

  @Test func typedListNamesItsItems() throws {
    let sink = try read("typed-list.json")
    #expect(sink.lists == [ListHeader(itemKind: "IP", resourceVersion: 5129, shape: .typedList)])
    #expect(sink.objects.allSatisfy { $0.kind == "IP" && $0.apiVersion == "kubeovn.io/v1" })
  }

  @Test func objectFields() throws {
    let object = try #require(try read("list.json").objects.first)
    #expect(object.kind == "IP")
    #expect(object.name == "api-64854dcd4c-4hxw6.docs")
    #expect(object.created?.rfc3339 == "2026-11-23T21:24:22.000000Z")
    #expect(object.resourceVersion == 4377)
    #expect(object.finalizers == ["kube-ovn-controller"])
    #expect(object.labels["ovn.kubernetes.io/subnet"] == "ovn-default")
    #expect(object.fields["spec.podName"] == "api-64854dcd4c-4hxw6")
    #expect(object.fields["spec.v6IpAddress"] == "")
    #expect(object.fields["spec.containerID"] == nil)
    let subnet = try #require(try read("list.json").objects.last)
    #expect(subnet.deletionRequested != nil && subnet.deletionGraceSeconds == 0)
    #expect(subnet.fields["spec.excludeIps.0"] == "10.91.0.1")
    #expect(subnet.fields["status.v4usingIPs"] == "2")
    #expect(subnet.fields["status.conditions.Ready"] == "True")
    #expect(subnet.fields["status.conditions.Error.message"] == "Not Observed")
    #expect(subnet.annotations.isEmpty)
  }

  @Test func watchChanges() throws {
    let sink = try read("watch.json")
    #expect(sink.changes == [.added, .modified, .deleted])
    #expect(sink.objects[0].managers.first?.name == "kube-ovn-controller")
    #expect(sink.objects[0].managers.first?.time != nil)
  }

  @Test func numbersKeepTheirText() throws {
    let text = """
      {"apiVersion":"kubeovn.io/v1","kind":"Subnet","metadata":{"name":"s","resourceVersion":"99999999999999999999999"},
      "status":{"v6usingIPs":340282366920938463463374607431768211455,"v4usingIPs":3.0,
      "v4availableIPs":1.8446744073709552e+19}}
      """
    let object = try #require(try Documents.read(text, as: ObjectsJSONFormat.self).objects.first)
    #expect(object.fields["status.v6usingIPs"] == "340282366920938463463374607431768211455")
    #expect(object.fields["status.v4usingIPs"] == "3.0")
    #expect(object.fields["status.v4availableIPs"] == "1.8446744073709552e+19")
    #expect(object.resourceVersion == nil)
  }

  @Test func networkAttachmentConfig() throws {
    let config =
      #"{\"plugins\":[{\"type\":\"tuning\"},"#
      + #"{\"type\":\"macvlan\",\"ipam\":{\"type\":\"kube-ovn\",\"provider\":\"n.d\"}}]}"#
    let text =
      #"{"apiVersion":"k8s.cni.cncf.io/v1","kind":"NetworkAttachmentDefinition","#
      + #""metadata":{"name":"n","namespace":"d"},"spec":{"config":""# + config + #""}}"#
    let object = try #require(try Documents.read(text, as: ObjectsJSONFormat.self).objects.first)
    #expect(
      object.fields == ["config.type": "macvlan", "config.ipam.type": "kube-ovn", "config.ipam.provider": "n.d"])
  }

  @Test func kindIsGuessedWhenTheListNamesItTooLate() throws {
    let text = """
      apiVersion: kubeovn.io/v1
      items:
      - metadata:
          name: a.b
        spec:
          podName: a
          v4IpAddress: 10.0.0.1
      - metadata:
          name: odd
      kind: IPList
      """
    let sink = try Documents.read(text, as: ObjectsYAMLFormat.self)
    #expect(sink.objects.map(\.kind) == ["IP"])
    #expect(sink.samples.count == 1)
  }

  @Test func stringsAreDecoded() throws {
    let text =
      #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a\u0062c","labels":{"k\n":"\ud83d\ude00 \ud800 \"\\"}}}"#
    let object = try #require(try Documents.read(text, as: ObjectsJSONFormat.self).objects.first)
    #expect(object.name == "abc")
    #expect(object.labels == ["k\n": "😀 \u{FFFD} \"\\"])
  }

  @Test func badBytesDoNotCostTheObject() throws {
    let bytes =
      Array(#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"k":"x"#.utf8) + [0xFF]
      + Array(#"y"}}}"#.utf8)
    let sink = try Documents.read(bytes, as: ObjectsJSONFormat.self)
    #expect(sink.objects.first?.labels == ["k": "x\u{FFFD}y"])
  }

  @Test func eventsOfBothAPIs() throws {
    let text = """
      {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"e","namespace":"d","creationTimestamp":\
      "2026-01-01T00:00:00Z"},"eventTime":"2026-01-01T00:00:01.5Z","note":"text","reason":"R","type":"Warning",\
      "regarding":{"kind":"Pod","name":"p","namespace":"d","uid":"u"},"reportingController":"kubelet",\
      "series":{"count":7,"lastObservedTime":"2026-01-01T00:05:00Z"},"deprecatedFirstTimestamp":null}
      """
    let event = try #require(try Documents.read(text, as: ObjectsJSONFormat.self).events.first)
    #expect(event.message == "text" && event.component == "kubelet" && event.count == 7)
    #expect(event.involvedKind == "Pod" && event.involvedUID == "u")
    #expect(event.first?.rfc3339 == "2026-01-01T00:00:01.500000Z")
    #expect(event.last?.rfc3339 == "2026-01-01T00:05:00.000000Z")
    let core = try #require(try read("list.json").events.first)
    #expect(core.reason == "Scheduled" && core.component == "default-scheduler" && core.first != nil)
  }
}
