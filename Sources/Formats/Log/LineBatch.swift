import ByteLexing

/// Lines gathered for one call of the sink: they lie either in the chunk that is being read, or in an arena of their own.
struct LineBatch {
  /// Their text and what was read from it still lie in the nearest cache when the sink looks at them.
  static let mostLines = 128
  static let arenaSize = 256 << 10

  private let sink: any RecordSink
  private let store = Store()
  private var count = 0
  private var arena: [UInt8] = []
  private var isInArena = false

  /// An empty batch.
  init(_ sink: any RecordSink) {
    self.sink = sink
  }

  /// Adds a line whose ranges refer to `chunk`.
  @inline(__always)
  mutating func add(_ line: LogLine, in chunk: RawSpan) {
    if isInArena || count >= Self.mostLines { flush(chunk) }
    put(line)
  }

  /// Adds a line whose ranges refer to the arena; `append` its text first.
  mutating func addFromArena(_ line: LogLine) { put(line) }

  @inline(__always)
  private mutating func put(_ line: LogLine) {
    precondition(count < Self.mostLines)
    store.lines[count] = line
    count &+= 1
  }

  /// Makes room in the arena, for what `append` will put there; lines of `chunk` that wait are delivered.
  mutating func openArena(after chunk: RawSpan) {
    if !isInArena || count >= Self.mostLines || arena.count >= Self.arenaSize { flush(chunk) }
    isInArena = true
  }

  /// Copies text into the arena and returns where it begins there.
  mutating func append(_ text: RawSpan, _ range: Range<Int>) -> Int {
    let start = arena.count
    arena.append(text, range)
    return start
  }

  /// Delivers what waits; `chunk` is what lines outside the arena refer to.
  @inline(never)
  mutating func flush(_ chunk: RawSpan) {
    if count > 0 {
      let lines = UnsafeBufferPointer(start: store.lines, count: count)
      count = 0
      if isInArena {
        sink.log(lines.span, in: arena.span.bytes)
      } else {
        sink.log(lines.span, in: chunk)
      }
    }
    arena.removeAll(keepingCapacity: true)
    isInArena = false
  }

  /// Room for the lines: an array would be asked for each line whether somebody else has a copy of it.
  private final class Store {
    let lines = UnsafeMutablePointer<LogLine>.allocate(capacity: LineBatch.mostLines)

    deinit { lines.deallocate() }
  }
}
