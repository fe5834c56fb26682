import Model
import Testing

@testable import ClusterState

/// The compact form gives back what was put in.
@Suite struct StorageTests {
  private func record(_ name: String, uid: String, fields: [String: String] = [:]) -> ObjectRecord {
    var o = ObjectRecord()
    (o.kind, o.name, o.uid, o.fields) = ("IP", name, uid, fields)
    o.created = Instant(seconds: 1_795_465_860)
    return o
  }

  private func add(_ o: ObjectRecord, to store: inout ObjectStore) -> Int32 {
    store.add(
      PackedObject(o), change: nil, isFull: true, stream: 0, at: RecordPosition(offset: 7, line: 2, length: 9)
    ).index
  }

  @Test(arguments: [
    "b079feb9-826f-4ea5-be73-4d00bf42cebf", "00000000-0000-4000-a000-000000000001",
    "B079FEB9-826F-4EA5-BE73-4D00BF42CEBF",
    "no uuid", "", "b079feb9-826f-4ea5-be73-4d00bf42cebg", "b079feb9826f4ea5be734d00bf42cebf",
  ])
  func uidsComeBackAsTheyWere(_ text: String) {
    var store = ObjectStore()
    let uid = store.uid(text)
    #expect(store.text(uid) == text)
    #expect(store.find(uid: text) == uid)
    #expect(uid.isNone == text.isEmpty)
  }

  @Test func recordsComeBackAsTheyWere() {
    var store = ObjectStore()
    var full = record(
      "a.ns", uid: "b079feb9-826f-4ea5-be73-4d00bf42cebf",
      fields: [
        "spec.subnet": "net-1", "spec.v4IpAddress": "10.0.0.2", "spec.ipAddress": "10.0.0.2", "spec.podType": "",
      ])
    full.labels = ["net-1": "", "ovn.kubernetes.io/subnet": "net-1"]
    full.annotations = ["kubernetes.io/x": "y"]
    full.finalizers = ["f"]
    full.owners = [.init(kind: "Pod", name: "a", uid: "u-1"), .init(kind: "Pod", name: "b", uid: "u-2")]
    full.deletionRequested = Instant(seconds: 1_795_465_900)
    full.deletionGraceSeconds = 30
    full.resourceVersion = 12
    let bare = record("b.ns", uid: "")
    let indices = [full, bare, full].map { add($0, to: &store) }
    #expect(store.record(indices[0]) == full)
    #expect(store.record(indices[1]) == bare)
    #expect(store.record(indices[2]) == full)
    #expect(store.deletionRequested(store.objects[0]) == Instant(seconds: 1_795_465_870))
  }

  @Test func anotherStoreIsTakenOverWhole() {
    var first = ObjectStore()
    var second = ObjectStore()
    let records = (0..<300).map { i in
      record(
        "ip-\(i % 200)", uid: "uid \(i)",
        fields: ["spec.subnet": "net-\(i % 7)", "spec.podName": "pod-\(i)", "spec.x\(i % 5)": "\(i)"])
    }
    for (i, o) in records.enumerated() { _ = i < 100 ? add(o, to: &first) : add(o, to: &second) }
    _ = first.absorb(second, streamBase: 3)
    for (i, o) in records.enumerated() { #expect(first.record(Int32(i)) == o) }
    #expect(first.keys.count == 200)
    #expect(first.objects[150].stream == 3)
  }

  @Test func replacingKeepsTheNewerAndNoMore() {
    var store = ObjectStore()
    let first = add(record("a", uid: "u", fields: ["a": "longer one", "b": "longer two"]), to: &store)
    let other = add(record("b", uid: "v", fields: ["a": "kept"]), to: &store)
    for i in 0..<5 {
      let newer = record("a", uid: "u", fields: ["a": "longer \(i)"])
      let at = RecordPosition(offset: 0, line: 1)
      #expect(store.replace(first, with: PackedObject(newer), stream: 0, at: at) == first)
      #expect(store.record(first) == newer)
      #expect(store.record(other).fields == ["a": "kept"])
    }
    #expect(store.objects.count == 2)
  }

  @Test func ofTwoAttributesWithOneNameTheLaterCounts() {
    var packed = PackedObject()
    (packed.kind, packed.name) = (packed.append("IP"), packed.append("a"))
    for value in ["first", "second"] { packed.add(.field, packed.append("spec.subnet"), packed.append(value)) }
    var store = ObjectStore()
    _ = store.add(packed, change: nil, isFull: true, stream: 0, at: RecordPosition(offset: 0, line: 1))
    #expect(store.text(store.objects[0], .field, "spec.subnet") == "second")
    #expect(store.record(0).fields == packed.record.fields)
  }

  @Test func textsAreToldApart() {
    var pool = TextPool()
    let texts =
      (0..<20_000).map { "text \($0 &* 7919)" } + ["a", "ab", "abc", "abcd", "abcdefgh", "abcdefghi", "\u{0}", "é"]
    let ids = texts.map { pool.intern($0) }
    #expect(Set(ids).count == texts.count)
    for (id, text) in zip(ids, texts) { #expect(pool[id] == text && pool.find(text) == id) }
    #expect(pool.find("none of these") == nil)
    #expect(pool.find("") == 0)
  }

  @Test func spreadSnapshotsFindTheSame() {
    for last in [ObjectID(50), 5_000_000] {
      var objects = SnapshotObjects(from: 10, through: last, estimate: 3)
      for (id, index) in [(ObjectID(10), Int32(1)), (last, 2), (10, 3)] { objects.set(id, index) }
      #expect((objects[10], objects[last], objects[11], objects[9]) == (3, 2, nil, nil))
      #expect(objects.count == 2)
      var seen: [ObjectID] = []
      objects.forEach { id, _ in seen.append(id) }
      #expect(seen == [10, last])
    }
  }
}
