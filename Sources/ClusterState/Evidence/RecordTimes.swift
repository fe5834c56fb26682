import ByteLexing
import Model

extension PackedObject {
  /// Newest time anywhere in the object that the cluster itself wrote: the object was read no earlier than this.
  var newest: Int64 {
    // `noTime` is older than any time.
    var newest = created
    if deletion != Self.noTime {
      // A pod's deletionTimestamp lies in the future by its grace period.
      let asked = Instant(nanoseconds: deletion) + -Int64(max(0, grace ?? 0)) * 1_000_000_000
      newest = max(newest, asked.nanoseconds)
    }
    for manager in managers { newest = max(newest, manager.time) }
    return withBytes { bytes in
      for attribute in attributes where attribute.section == .field {
        let key = UnsafeRawBufferPointer(
          rebasing: bytes[Int(attribute.key.start)..<Int(attribute.key.start) + Int(attribute.key.count)])
        guard Self.isTime(key) else { continue }
        let value = bytes[Int(attribute.value.start)..<Int(attribute.value.start) + Int(attribute.value.count)]
        if let time = parseRFC3339(UnsafeRawBufferPointer(rebasing: value).bytes) { newest = max(newest, time) }
      }
      return newest
    }
  }

  /// True for the paths of times: `status.startTime`, `…terminated.finishedAt`.
  private static func isTime(_ path: UnsafeRawBufferPointer) -> Bool {
    switch path.last {
    case UInt8(ascii: "e"): path.bytes.hasBytes("Time", at: path.count - 4)
    case UInt8(ascii: "t"): path.bytes.hasBytes("finishedAt", at: path.count - 10)
    default: false
    }
  }
}
