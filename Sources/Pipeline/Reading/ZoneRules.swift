import Glibc
import Model

/// Offsets of one time zone, from the system's file of it (RFC 8536). The name comes from the command line; the file is
/// the system's, and a broken one is no zone.
struct ZoneRules: Sendable {
  private var transitions: [(at: Int64, offset: Int)] = []
  /// Before the first transition.
  private var first = 0
  /// After the last one.
  private var rule: ZoneRule?

  /// A zone that never changes.
  init(offset: Int) { first = offset }

  /// The zone of that name, such as `Asia/Shanghai`; `nil` if the system knows none.
  init?(named name: String) {
    if ["UTC", "GMT", "Z"].contains(name) {
      self.init(offset: 0)
      return
    }
    let isName = name.utf8.allSatisfy {
      ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || [0x2B, 0x2D, 0x2F, 0x5F].contains($0)
    }
    guard isName, !name.isEmpty, !name.hasPrefix("/") else { return nil }
    for folder in ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"] {
      if let bytes = FileBytes.read(folder + "/" + name, limit: 1 << 20), let zone = ZoneRules(file: bytes) {
        self = zone
        return
      }
    }
    return nil
  }

  /// Reads a file of the format TZif; `nil` if it is none.
  init?(file bytes: [UInt8]) {
    guard var part = Part(bytes, at: 0, timeSize: 4) else { return nil }
    if part.version >= UInt8(ascii: "2") {
      guard let second = Part(bytes, at: part.end, timeSize: 8) else { return nil }
      part = second
      let footer = bytes[part.end...]
      if footer.first == 0x0A, let end = footer.dropFirst().firstIndex(of: 0x0A) {
        rule = ZoneRule(String(decoding: footer[(part.end + 1)..<end], as: UTF8.self))
      }
    }
    guard let offsets = part.offsets(bytes), let first = offsets.first else { return nil }
    self.first = first
    for i in 0..<part.times {
      let kind = Int(bytes[part.begin + part.times * part.timeSize + i])
      guard kind < offsets.count else { return nil }
      transitions.append((part.time(bytes, i), offsets[kind]))
    }
  }

  /// Seconds east of UTC at an instant, in seconds since the epoch. O(log transitions).
  func offset(at instant: Int64) -> Int {
    guard let last = transitions.last else { return rule?.offset(at: instant) ?? first }
    if instant >= last.at, let rule { return rule.offset(at: instant) }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : transitions[low - 1].offset
  }

  /// One of the two bodies of a file.
  private struct Part {
    var version: UInt8
    var timeSize: Int
    var times: Int
    var types: Int
    var begin: Int
    var end: Int

    init?(_ bytes: [UInt8], at start: Int, timeSize: Int) {
      guard bytes.count >= start + 44, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
      let counts = (0..<6).map { Int(ZoneRules.number(bytes, start + 20 + $0 * 4, 4)) }
      guard counts.allSatisfy({ $0 >= 0 && $0 < 100_000 }) else { return nil }
      (version, self.timeSize, times, types) = (bytes[start + 4], timeSize, counts[3], counts[4])
      begin = start + 44
      end =
        begin + times * (timeSize + 1) + types * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1] + counts[0]
      if end > bytes.count { return nil }
    }

    func time(_ bytes: [UInt8], _ i: Int) -> Int64 { ZoneRules.number(bytes, begin + i * timeSize, timeSize) }

    func offsets(_ bytes: [UInt8]) -> [Int]? {
      let start = begin + times * (timeSize + 1)
      let found = (0..<types).map { Int(ZoneRules.number(bytes, start + $0 * 6, 4)) }
      return found.allSatisfy { abs($0) <= 26 * 3600 } ? found : nil
    }
  }

  /// A signed number, high byte first.
  private static func number(_ bytes: [UInt8], _ at: Int, _ size: Int) -> Int64 {
    let value = bytes[at..<at + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}
