import ByteLexing
import Model

/// Cuts a stream into lines and hands them to the decoder: whole chunks at once, so that nothing is copied.
///
/// Holes of zeros (a file that was truncated under its writer) are skipped in bulk, lines over the limit are cut, and
/// every byte is accounted for also when the feed throws.
struct LogStreamReader {
  /// Bytes looked at to find the chain when the first lines do not show it.
  static let headSize = 64 << 10
  /// Zeros in a row that make a hole; fewer are odd characters of a line.
  static let shortestHole = 16

  var decoder: LogDecoder
  private let sink: any RecordSink
  private let lineLimit: Int
  private var number: UInt32 = 1
  /// Unread bytes known to hold no line end.
  private var searched = 0
  /// Bytes of the hole that is being skipped, 0 outside.
  private var hole = 0
  /// The rest of a line that was cut is being skipped.
  private var isSkipping = false

  /// A reader of a stream, or of a segment that starts at the begin of a line.
  init(_ sink: any RecordSink, lineLimit: Int) {
    self.sink = sink
    self.lineLimit = lineLimit
    decoder = LogDecoder(sink, lineLimit: lineLimit)
  }

  /// Reads the stream to its end.
  mutating func read(_ feed: inout ByteFeed) throws {
    // A part from the middle of a stream continues the record that the part before it ended with.
    if feed.offset > 0 { decoder.origins.setRecord(0, true) }
    do {
      try skipMark(&feed)
      try findChain(&feed)
      while try step(&feed) {}
    } catch {
      finish(&feed)
      throw error
    }
    finish(&feed)
  }

  /// Takes what is left as a last line, which may lack its end.
  private mutating func finish(_ feed: inout ByteFeed) {
    endHole(feed.offset)
    let rest = feed.unreadCount
    if rest > 0 {
      if isSkipping {
        sink.account(.recognized, rest)
      } else {
        let offset = feed.offset
        feed.withUnreadSpan { span in
          lines(span, 0..<rest, offset)
          decoder.batch.flush(span)
        }
      }
      feed.consume(rest)
    }
    feed.withUnreadSpan { decoder.finish($0) }
  }

  /// Skips the byte order mark that some editors put before UTF-8.
  private mutating func skipMark(_ feed: inout ByteFeed) throws {
    guard feed.offset == 0, try feed.require(3) else { return }
    var isMark = false
    feed.withUnreadSpan { isMark = $0.hasBytes("\u{FEFF}") }
    guard isMark else { return }
    sink.account(.recognized, 3)
    feed.consume(3)
  }

  /// Sets the decoder's chain from the first line that shows it, or else from the layout of most lines of the head.
  ///
  /// Which bytes decide does not depend on how they arrive: lines are looked at one by one until one shows a chain.
  private mutating func findChain(_ feed: inout ByteFeed) throws {
    var looked = 0
    while true {
      var found: WrapperChain?
      feed.withUnreadSpan { span in
        while found == nil, looked < Self.headSize {
          let end = span.firstIndex(of: 0x0a, from: looked)
          guard end >= 0 else { return }
          found = ChainSearch.chain(of: span, looked, end)
          looked = end + 1
        }
      }
      if let found { return decoder.use(found) }
      if looked >= Self.headSize || feed.unreadCount >= Self.headSize { break }
      if try !feed.fill() { break }
    }
    feed.withUnreadSpan { decoder.use(ChainVote.distinctive($0, limit: Self.headSize)) }
  }

  /// Handles what is unread, or reads more. False at the end of the stream.
  private mutating func step(_ feed: inout ByteFeed) throws -> Bool {
    if isSkipping { return try skipLine(&feed) }
    if let more = try skipHole(&feed) { return more }
    var usable = 0
    let from = searched
    feed.withUnreadSpan { span in
      var at = span.byteCount
      while at > from, span.byte(at - 1) != 0x0a { at -= 1 }
      usable = at > from ? at : 0
      if usable == 0 { usable = holeStart(span, from) }
    }
    if usable == 0 {
      searched = feed.unreadCount
      if searched >= lineLimit + Self.shortestHole { return cut(&feed) }
      if try feed.fill() { return true }
      return feed.isAtEnd || feed.unreadCount == 0 ? false : cut(&feed)
    }
    let offset = feed.offset
    feed.withUnreadSpan { span in
      lines(span, 0..<usable, offset)
      decoder.batch.flush(span)
    }
    feed.consume(usable)
    searched = 0
    return true
  }

  /// Begin of a hole in the line that is unread, 0 if there is none. `from` bytes were looked at before.
  private func holeStart(_ span: RawSpan, _ from: Int) -> Int {
    let first = span.firstIndex(of: 0x00, from: max(0, from - Self.shortestHole))
    return first <= 0 ? 0 : Self.hole(span, first, span.byteCount)?.lowerBound ?? 0
  }

  /// The first run of zeros in `start..<end` that is long enough to be a hole.
  private static func hole(_ span: RawSpan, _ start: Int, _ end: Int) -> Range<Int>? {
    var at = start
    while true {
      let first = span.firstIndex(of: 0x00, from: at)
      guard first >= 0, first < end else { return nil }
      at = first
      while at < end, span.byte(at) == 0 { at += 1 }
      if at - first >= shortestHole { return first..<at }
    }
  }

  /// Skips zeros at the front; nil if there is no hole there, false at the end of the stream.
  private mutating func skipHole(_ feed: inout ByteFeed) throws -> Bool? {
    var zeros = 0
    var rest = 0
    feed.withUnreadSpan { span in
      while zeros < span.byteCount, span.byte(zeros) == 0 { zeros += 1 }
      rest = span.byteCount - zeros
    }
    if zeros == 0 {
      if feed.unreadCount > 0 { endHole(feed.offset) }
      return nil
    }
    if hole == 0, zeros < Self.shortestHole {
      if rest > 0 { return nil }
      return try feed.fill() ? true : nil  // at the end: odd characters of a last line
    }
    sink.account(.recognized, zeros)
    hole += zeros
    feed.consume(zeros)
    searched = 0
    if rest > 0 { return true }
    return try feed.fill()
  }

  /// Reports the hole that ends at `offset`.
  private mutating func endHole(_ offset: UInt64) {
    guard hole > 0 else { return }
    reportHole(offset - UInt64(hole), hole)
    hole = 0
  }

  private func reportHole(_ offset: UInt64, _ count: Int) {
    sink.gap(
      "hole of \(count) zero bytes: the file was truncated while its writer had it open",
      at: RecordPosition(offset: offset, line: UInt64(number), length: UInt32(clamping: count)))
  }

  /// Delivers the beginning of a line that is too long; the rest is skipped and accounted for.
  private mutating func cut(_ feed: inout ByteFeed) -> Bool {
    let kept = min(lineLimit, feed.unreadCount)
    let offset = feed.offset
    feed.withUnreadSpan { span in
      line(span, 0..<kept, rawEnd: kept, offset, isTruncated: true)
      decoder.batch.flush(span)
    }
    feed.consume(kept)
    searched = 0
    isSkipping = true
    return true
  }

  private func reportLength(_ offset: UInt64) {
    sink.gap(
      "a line longer than \(lineLimit >> 10) KiB: only its beginning was read",
      at: RecordPosition(offset: offset, line: UInt64(number)))
  }

  /// Skips to the end of the line that was cut.
  private mutating func skipLine(_ feed: inout ByteFeed) throws -> Bool {
    var end = -1
    feed.withUnreadSpan { end = $0.firstIndex(of: 0x0a) }
    let count = end < 0 ? feed.unreadCount : end + 1
    if count > 0 { sink.account(.recognized, count) }
    feed.consume(count)
    if end >= 0 {
      isSkipping = false
      number &+= 1
      return true
    }
    return try feed.fill()
  }

  /// Decodes the lines of `range`; the last may lack its end.
  private mutating func lines(_ span: RawSpan, _ range: Range<Int>, _ offset: UInt64) {
    let escape = span.firstIndex(of: 0x1b, from: range.lowerBound)
    decoder.mayHaveColors = escape >= 0 && escape < range.upperBound
    if span.firstIndex(of: 0x00, from: range.lowerBound) >= 0 { return linesWithZeros(span, range, offset) }
    wholeLines(span, range, offset)
  }

  /// The hot loop: plain klog lines go straight into the batch.
  private mutating func wholeLines(_ span: RawSpan, _ range: Range<Int>, _ offset: UInt64) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = span.end(of: start..<range.upperBound, before: 0x0a)
      let rawEnd = min(end &+ 1, range.upperBound)
      if !decoder.addPlain(span, start, end, rawEnd, offset, number) {
        line(span, start..<end, rawEnd: rawEnd, offset)
      }
      number &+= 1
      start = rawEnd
    }
  }

  /// Decodes one line that begins at `range.lowerBound`; its bytes end at `rawEnd`.
  private mutating func line(
    _ span: RawSpan, _ range: Range<Int>, rawEnd: Int, _ offset: UInt64, isTruncated: Bool = false
  ) {
    let start = range.lowerBound
    var wrapped = WrappedLine(start, min(range.upperBound, start + lineLimit))
    wrapped.isTruncated = isTruncated || wrapped.end < range.upperBound
    if !wrapped.isTruncated, wrapped.end > start, span.byte(wrapped.end - 1) == 0x0d { wrapped.end -= 1 }
    if wrapped.isTruncated {
      decoder.batch.flush(span)  // the sink shall know what came before
      reportLength(offset + UInt64(start))
    }
    // What was cut off is accounted for apart, as if it had been skipped in a later chunk.
    let rawLength = wrapped.isTruncated ? wrapped.end - start : rawEnd - start
    if rawEnd - start > rawLength { sink.account(.recognized, rawEnd - start - rawLength) }
    let raw = RawLine(offset: offset + UInt64(start), number: number, length: UInt32(rawLength))
    decoder.decode(span, wrapped, raw)
  }

  /// As `wholeLines`, for a chunk with zeros in it: a hole ends the line before it and belongs to none.
  private mutating func linesWithZeros(_ span: RawSpan, _ range: Range<Int>, _ offset: UInt64) {
    var start = range.lowerBound
    while start < range.upperBound {
      let hit = span.firstIndex(of: 0x0a, from: start)
      let hasEnd = hit >= 0 && hit < range.upperBound
      let end = hasEnd ? hit : range.upperBound
      if let hole = Self.hole(span, start, end) {
        if hole.lowerBound > start { line(span, start..<hole.lowerBound, rawEnd: hole.lowerBound, offset) }
        sink.account(.recognized, hole.count)
        decoder.batch.flush(span)
        reportHole(offset + UInt64(hole.lowerBound), hole.count)
        start = hole.upperBound
        if start < end { continue }
      }
      let rawEnd = hasEnd ? end + 1 : end
      if rawEnd > start { line(span, start..<end, rawEnd: rawEnd, offset) }
      if hasEnd { number &+= 1 }
      start = rawEnd
    }
  }
}
