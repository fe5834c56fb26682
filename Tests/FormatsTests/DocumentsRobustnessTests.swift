import ByteLexing
import Model
import Testing

@testable import Formats

/// Whatever the bytes are: every one is accounted once, nothing crashes, and the buffer's size does not matter.
@Suite struct DocumentsRobustnessTests {
  private func format(_ name: String, _ bytes: [UInt8]) throws -> any StreamFormat.Type {
    try #require(Documents.identify(bytes, name), "\(name)")
  }

  @Test(arguments: Documents.all)
  func mutationsAreAccounted(_ name: String) throws {
    let original = try Documents.fixture(name)
    let format = try format(name, original)
    var random = SeededGenerator(state: UInt64(original.count))
    let interesting: [UInt8] = Array("{}[]\":,\n- \\'#|&*!\t".utf8) + [0, 0x1B, 0xFF, 0xC3]
    for round in 0..<200 {
      var bytes = original
      if round % 4 == 0 { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
      for _ in 0..<(round % 5) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = interesting.randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(interesting.randomElement(using: &random) ?? 0, at: at)
        default:
          let end = min(bytes.count, at + Int.random(in: 1...60, using: &random))
          bytes.replaceSubrange(at..<end, with: bytes[at..<end] + bytes[at..<end])
        }
      }
      // `read` itself checks that the parts add up to the whole.
      let sink = try Documents.read(bytes, as: format, named: name, chunk: [64, 1000, 65536][round % 3])
      #expect(sink.samples.count <= 3)
      if sink.notUnderstood > 0 { #expect(!sink.samples.isEmpty) }
    }
  }

  @Test(arguments: Documents.all)
  func bufferSizeDoesNotMatter(_ name: String) throws {
    let bytes = try Documents.fixture(name)
    let format = try format(name, bytes)
    let whole = try Documents.read(bytes, as: format, named: name)
    for chunk in [1, 2, 3, 7, 64, 4096] {
      let sink = try Documents.read(bytes, as: format, named: name, chunk: chunk)
      #expect(sink.objects == whole.objects && sink.events == whole.events && sink.audits == whole.audits)
      #expect(sink.ports == whole.ports && sink.lists == whole.lists && sink.positions == whole.positions)
      #expect(sink.uses == whole.uses, "\(name) by \(chunk)")
    }
  }

  @Test(arguments: Documents.all)
  func anyFormatSurvivesAnyInput(_ name: String) throws {
    let bytes = Array(try Documents.fixture(name).prefix(6000))
    for format in FormatRegistry.all { _ = try Documents.read(bytes, as: format, named: name) }
  }

  @Test func theFeedsErrorPassesAndTheRestIsAccounted() throws {
    struct Broken: Error {}
    for name in Documents.all {
      let bytes = try Documents.fixture(name)
      let format = try format(name, bytes)
      let half = bytes.count / 2
      let sink = CollectingSink()
      var at = 0
      var feed = ByteFeed(chunk: 512) { buffer in
        if at >= half { throw Broken() }
        let count = min(buffer.count, half - at)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
        at += count
        return count
      }
      let context = FormatContext(provenance: Provenance(input: name, chain: [name]))
      #expect(throws: Broken.self) { try format.read(&feed, context, into: sink) }
      #expect(sink.total == half, "\(name)")
    }
  }

  @Test func brokenItemsCostOnlyThemselves() throws {
    func pod(_ name: String) -> String { #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\#(name)"}}"# }
    // A torn line between whole ones.
    let torn = pod("a") + "\n" + String(pod("lost").dropLast(8)) + "\n" + pod("b") + "\n" + pod("c") + "\n"
    #expect(try Documents.read(torn, as: ObjectsJSONFormat.self).objects.map(\.name) == ["a", "b", "c"])
    // A bracket too few, so that the structure runs on to the end.
    let open = pod("a") + "\n" + String(pod("lost").dropLast(1)) + "\n" + pod("b") + "\n"
    #expect(try Documents.read(open, as: ObjectsJSONFormat.self).objects.map(\.name) == ["a", "b"])
    // Text between values, and a bad value inside a list.
    let list = #"{"apiVersion":"v1","items":["# + pod("a") + ",{\"x\":tru}," + pod("b") + #"],"kind":"List"}"#
    let sink = try Documents.read("noise\n" + list + "\nmore noise", as: ObjectsJSONFormat.self)
    #expect(sink.objects.map(\.name) == ["a", "b"])
    #expect(sink.notUnderstood == "noise\n".utf8.count + #"{"x":tru}"#.utf8.count + "more noise".utf8.count)
    // An item of a pretty-printed list whose string lost its end.
    func item(_ text: String) -> String {
      "        {\n            \"kind\": \"Pod\",\n            \"metadata\": {\"name\": \(text)}\n        }"
    }
    let pretty =
      "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n" + item("\"a\"") + ",\n" + item("\"lost") + ",\n"
      + item("\"b\"")
    #expect(
      try Documents.read(pretty + "\n    ],\n    \"kind\": \"List\"\n}\n", as: ObjectsJSONFormat.self).objects.map(
        \.name)
        == ["a", "b"])
  }

  @Test func itemsBeyondTheLimitAreSkipped() throws {
    let big = String(repeating: "x", count: 50_000)
    func pod(_ name: String, _ label: String) -> String {
      #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\#(name)","labels":{"l":"\#(label)"}}}"#
    }
    let json = "[" + [pod("a", "1"), pod("big", big), pod("b", "2")].joined(separator: ",\n") + "]"
    let read = try Documents.read(Array(json.utf8), as: ObjectsJSONFormat.self, chunk: 1024, itemLimit: 20_000)
    #expect(read.objects.map(\.name) == ["a", "b"])
    func item(_ name: String, _ label: String) -> String {
      "- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: \(name)\n    labels:\n      l: \"\(label)\"\n"
    }
    let yaml =
      "apiVersion: v1\nitems:\n" + item("a", "1") + item("big", big) + item("b", "2") + item("c", "3") + "kind: List\n"
    let other = try Documents.read(Array(yaml.utf8), as: ObjectsYAMLFormat.self, chunk: 1024, itemLimit: 20_000)
    #expect(other.objects.map(\.name) == ["a", "b", "c"])
  }

  @Test func hostileStructure() throws {
    let deep = #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"x":"# + String(repeating: "[", count: 100_000)
    let sink = try Documents.read(deep + String(repeating: "]", count: 100_000) + "}", as: ObjectsJSONFormat.self)
    #expect(sink.objects.isEmpty && sink.samples.count == 1)
    _ = try Documents.read(String(repeating: "{\n", count: 50_000), as: ObjectsJSONFormat.self)
    _ = try Documents.read(String(repeating: "[", count: 50_000), as: ObjectsJSONFormat.self)
    _ = try Documents.read(String(repeating: "\"", count: 50_001), as: ObjectsJSONFormat.self)
    _ = try Documents.read(String(repeating: "a:\n- ", count: 20_000), as: ObjectsYAMLFormat.self)
    _ = try Documents.read("[" + String(repeating: "1,", count: 100_000) + "2]", as: ObjectsJSONFormat.self)
  }
}
