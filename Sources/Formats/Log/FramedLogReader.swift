import ByteLexing
import Model

/// Reads a stream whose records are not lines, through one of the framings.
struct FramedLogReader {
  private var decoder: LogDecoder
  private var framing: any RecordFraming
  private let sink: any RecordSink
  private let lineLimit: Int
  private var number: UInt32 = 1
  private var record = FramedRecord()
  private var samples = 0

  /// A reader of a stream that `framing` recognised.
  init(_ framing: any RecordFraming.Type, _ sink: any RecordSink, lineLimit: Int) {
    self.framing = framing.init()
    self.sink = sink
    self.lineLimit = lineLimit
    decoder = LogDecoder(sink, lineLimit: lineLimit, framing: framing.id)
  }

  /// Reads the stream to its end; every byte is accounted for also when the feed throws.
  mutating func read(_ feed: inout ByteFeed) throws {
    do {
      while true {
        if feed.unreadCount == 0, try !feed.fill() { break }
        if step(&feed, isAtEnd: feed.isAtEnd) { continue }
        if try !feed.fill(), !feed.isAtEnd { giveUp(&feed) }
      }
    } catch {
      while feed.unreadCount > 0 { if !step(&feed, isAtEnd: true) { giveUp(&feed) } }
      finish(&feed)
      throw error
    }
    finish(&feed)
  }

  private mutating func finish(_ feed: inout ByteFeed) {
    feed.withUnreadSpan { decoder.finish($0) }
  }

  /// Handles one record; false if it is not complete.
  private mutating func step(_ feed: inout ByteFeed, isAtEnd: Bool) -> Bool {
    var consumed = 0
    let offset = feed.offset
    feed.withUnreadSpan { unread in
      record.reset()
      switch framing.next(unread, isAtEnd: isAtEnd, into: &record) {
      case .incomplete: return
      case .recognized(let count):
        consumed = count
        sink.account(.recognized, count)
      case .notUnderstood(let count):
        consumed = count
        notUnderstood(unread, count, offset)
      case .record(let count):
        consumed = count
        deliver(count, offset)
      }
      for i in 0..<consumed where unread.byte(i) == 0x0a { number &+= 1 }
    }
    feed.consume(consumed)
    return consumed > 0
  }

  private mutating func deliver(_ count: Int, _ offset: UInt64) {
    record.close(limit: lineLimit)
    // One length cannot be 4 GiB or more; the feed's limit keeps records far below.
    let length = UInt32(clamping: count)
    if count > Int(length) { sink.account(.recognized, count - Int(length)) }
    let raw = RawLine(offset: offset, number: number, length: length)
    let text = record.text
    decoder.decode(text.span.bytes, record.line, raw, isStable: false)
  }

  private mutating func notUnderstood(_ unread: RawSpan, _ count: Int, _ offset: UInt64) {
    sink.account(.notUnderstood, count)
    samples += 1
    guard samples <= 5 else { return }
    sink.sample(
      unread.extracting(0..<min(count, 4096)),
      at: RecordPosition(offset: offset, line: UInt64(number), length: UInt32(clamping: count)))
  }

  /// A record is larger than the feed may hold: what there is of it is not understood.
  private mutating func giveUp(_ feed: inout ByteFeed) {
    let count = feed.unreadCount
    let offset = feed.offset
    feed.withUnreadSpan { notUnderstood($0, count, offset) }
    feed.consume(count)
  }
}
