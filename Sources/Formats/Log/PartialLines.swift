import ByteLexing

/// Joins lines that a container runtime split, per origin and stream.
///
/// At most `most` lines wait at once and none grows beyond the line limit; bytes over it are counted, not kept.
struct PartialLines {
  static let most = 64

  /// Which stream of which origin.
  struct Key: Hashable {
    var origin: OriginKey
    var stream: UInt8
  }

  /// A line of which the end is still to come.
  struct Pending {
    var text: [UInt8] = []
    /// Of the first part.
    var offset: UInt64 = 0
    var number: UInt32 = 0
    /// Of all parts.
    var rawLength = 0
    var outer = LogLine.noTime
    var outerIsTransport = false
    var isTruncated = false
    var origin = OriginKey()
  }

  private(set) var pending: [Key: Pending] = [:]

  var isEmpty: Bool { pending.isEmpty }

  /// True if a line of the stream waits for its end.
  func waits(_ line: borrowing WrappedLine) -> Bool {
    !pending.isEmpty && pending[Key(origin: line.origin, stream: line.stream)] != nil
  }

  /// Adds a part, which is the last one unless `line.isPartial`; returns the whole line once it is.
  mutating func add(_ text: RawSpan, _ line: WrappedLine, _ raw: RawLine, limit: Int) -> Pending? {
    let key = Key(origin: line.origin, stream: line.stream)
    var whole =
      pending.removeValue(forKey: key)
      ?? Pending(
        offset: raw.offset, number: raw.number, outer: line.outer, outerIsTransport: line.outerIsTransport,
        origin: line.origin)
    let room = max(0, limit - whole.text.count)
    let kept = min(room, line.end - line.start)
    whole.text.append(text, line.start..<line.start + kept)
    if kept < line.end - line.start || line.isTruncated { whole.isTruncated = true }
    whole.rawLength += Int(raw.length)
    if line.isPartial && pending.count < Self.most {
      pending[key] = whole
      return nil
    }
    return whole
  }

  /// Takes out the line that waits for the stream of `line`.
  mutating func take(_ line: borrowing WrappedLine) -> Pending? {
    pending.removeValue(forKey: Key(origin: line.origin, stream: line.stream))
  }

  /// Takes out all lines that wait, in the order in which they began.
  mutating func takeAll() -> [Pending] {
    let all = pending.values.sorted { $0.offset < $1.offset }
    pending.removeAll()
    return all
  }
}

/// Where a line lies in the stream.
struct RawLine {
  var offset: UInt64
  var number: UInt32
  /// With its line end.
  var length: UInt32
}
