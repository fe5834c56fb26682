/// Numbers the writers that wrappers name, and remembers which of them have written a klog record.
struct OriginTable {
  private let sink: any RecordSink
  private var ids: [OriginKey: UInt16] = [:]
  private var hasRecord: [Bool] = [false]
  private var lastKey = OriginKey()
  private var lastID: UInt16 = 0

  /// An empty table that announces new origins to `sink`.
  init(_ sink: any RecordSink) { self.sink = sink }

  /// The number of an origin, 0 for none; a new one is announced. Beyond 65 535 origins all are 0.
  mutating func id(_ key: OriginKey) -> UInt16 {
    if key.isEmpty { return 0 }
    if key == lastKey { return lastID }
    lastKey = key
    if let known = ids[key] {
      lastID = known
    } else if let next = UInt16(exactly: ids.count + 1) {
      ids[key] = next
      hasRecord.append(false)
      lastID = next
      sink.origin(next, key.origin)
    } else {
      lastID = 0
    }
    return lastID
  }

  /// True if the origin was met and wrote a klog record; does not announce it.
  func isKnownWriter(_ key: OriginKey) -> Bool {
    if key.isEmpty { return hasRecord[0] }
    guard let id = ids[key] else { return false }
    return hasRecord[Int(id)]
  }

  /// The origin has (or, after a new start, no longer has) a record that lines can continue.
  @inline(__always)
  mutating func setRecord(_ id: UInt16, _ value: Bool) { hasRecord[Int(id)] = value }

  /// Lines of this origin can continue a record.
  func continues(_ id: UInt16) -> Bool { hasRecord[Int(id)] }
}
