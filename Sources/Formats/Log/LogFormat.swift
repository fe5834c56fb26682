import ByteLexing
import Model

/// Logs of Kubernetes components in whatever wrapping: klog text and JSON, zap JSON, OVN's vlog, Go crashes.
public enum LogFormat: StreamFormat {
  public static let id = "log"

  /// Longest line that is kept whole, in bytes.
  static let lineLimit = 1 << 20

  /// 90 if most lines are klog under some chain of wrappers, less if fewer are; the reason names the chain.
  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    let framing = RecordFramingRegistry.framing(of: head)
    let vote =
      framing.map { ChainVote(head, framing: $0) } ?? ChainVote(head, limit: LogStreamReader.headSize)
    if vote.isHole, hints.fileName.contains(".log") { return Confidence(40, "zeros: a log truncated under its writer") }
    guard vote.lines > 0 else { return .none }
    let prefix = framing.map { $0.id + " > " } ?? ""
    if let best = vote.winner(vote.klog) {
      let count = vote.klog.values.reduce(0, +)
      let share = count * 100 / vote.lines
      let reason = "\(prefix)\(best.chain.description(of: "klog")): \(count) of \(vote.lines) lines"
      if share >= 50 { return Confidence(90, reason) }
      // Quote marks and indents also occur around log lines inside objects and descriptions.
      if best.chain.isPlain || !best.chain.isOptional { return Confidence(60, reason) }
      return Confidence(share >= 20 ? 40 : 10, reason)
    }
    func confidence(_ value: Int, _ name: String, _ count: Int) -> Confidence? {
      count * 2 >= vote.lines ? Confidence(value, "\(prefix)\(name): \(count) of \(vote.lines) lines") : nil
    }
    let wrapped = vote.winner(vote.distinctive)
    return confidence(50, "json", vote.structured) ?? confidence(20, "vlog", vote.vlog)
      ?? confidence(20, wrapped?.chain.description(of: "text") ?? "", wrapped?.count ?? 0)
      ?? confidence(20, "remarks of a collector", vote.notices)
      ?? (vote.goCrash > 0 ? Confidence(20, "go crash") : .none)
  }

  /// A stream that begins with `head` may be cut into segments at line ends: its records are lines, not entries of a
  /// journal export, rows of CSV, UTF-16 or items of an array.
  public static func mayBeCut(_ head: RawSpan) -> Bool { RecordFramingRegistry.framing(of: head) == nil }

  /// Where the record at the front of `text` ends, which is what a reader of a stream is shown of it: the end of the line, or
  /// of the JSON value, or of the line inside a JSON string that holds many. O(length); input is untrusted.
  public static func recordEnd(in text: RawSpan) -> Int {
    let hit = (0..<text.byteCount).first { text.byte($0) == 0x0a || text.byte($0) == 0x0d }
    let lineEnd = hit ?? text.byteCount
    guard lineEnd > 0 else { return lineEnd }
    switch text.byte(0) {
    case UInt8(ascii: "\""):
      guard let end = JSONItem.stringEnd(text, 0, lineEnd), JSONRecord.isLog(text, 1..<end - 1) else { return lineEnd }
      return end
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return JSONItem.first(text) == nil ? lineEnd : JSONItem.end(text, 0, limit: lineEnd) ?? lineEnd
    default: return escapedLineEnd(text, lineEnd) ?? lineEnd
    }
  }

  /// `\n` as JSON writes it, before the header of another line.
  private static func escapedLineEnd(_ text: RawSpan, _ limit: Int) -> Int? {
    var at = 0
    while true {
      let hit = text.firstIndex(of: "\\n" as StaticString, from: at)
      guard hit >= 0, hit < limit else { return nil }
      if KlogText.header(text, hit + 2, limit) != nil { return hit }
      at = hit + 2
    }
  }

  /// Begin of the first line at or after `start` that begins a klog record: where a plain klog file may be cut into
  /// segments without tearing a record from its continuation lines. Nil if there is none. O(distance).
  ///
  /// `start` is either 0, at the begin of the file, or any place in a line, the rest of which is skipped.
  public static func segmentStart(in text: RawSpan, from start: Int) -> Int? {
    var at = start
    if start > 0 {
      let end = text.firstIndex(of: 0x0a, from: start - 1)
      guard end >= 0 else { return nil }
      at = end + 1
    }
    while at < text.byteCount {
      let hit = text.firstIndex(of: 0x0a, from: at)
      let end = hit < 0 ? text.byteCount : hit
      if KlogText.header(text, at, end) != nil { return at }
      at = end + 1
    }
    return nil
  }

  /// Reads the stream, or a segment of one, whose feed then starts at an offset above 0 and at the begin of a line.
  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    let limit = max(1, min(lineLimit, context.itemLimit))
    if let framing = try framing(&feed) {
      var reader = FramedLogReader(framing, sink, lineLimit: limit)
      return try reader.read(&feed)
    }
    var reader = LogStreamReader(sink, lineLimit: limit)
    try reader.read(&feed)
  }

  /// The framing of the stream, from its first line; nil if its records are lines. Segments begin at lines.
  private static func framing(_ feed: inout ByteFeed) throws -> (any RecordFraming.Type)? {
    guard feed.offset == 0 else { return nil }
    while true {
      var isEnough = false
      feed.withUnreadSpan { isEnough = isFirstLine($0) }
      if isEnough { break }
      do {
        if try !feed.fill() { break }
      } catch {
        break  // the reader meets the error again, after it has accounted for what came before
      }
    }
    var framing: (any RecordFraming.Type)?
    feed.withUnreadSpan { framing = RecordFramingRegistry.framing(of: $0) }
    return framing
  }

  /// The first line is there, with at least two bytes that are not blank before or after its end.
  private static func isFirstLine(_ text: RawSpan) -> Bool {
    if text.byteCount >= LogStreamReader.headSize { return true }
    // What kind of document begins there may stand a few lines further down.
    if JSONItem.first(text) != nil {
      if JSONItemsFraming.isRecordLine(text) { return true }
      return text.byteCount >= 4096 && (LokiAnswerFraming.recognises(text) || OTLPFraming.recognises(text))
    }
    let end = text.firstIndex(of: 0x0a)
    guard end >= 0, text.byteCount >= 8 else { return false }
    var visible = 0
    for i in 0..<text.byteCount where text.byte(i) > 0x20 {
      visible += 1
      if visible == 2 { return true }
    }
    return false
  }
}
