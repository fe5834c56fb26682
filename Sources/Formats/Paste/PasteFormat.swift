import ByteLexing
import Model

/// A text that somebody pasted together: an issue, a chat, the scrollback of a terminal. Each piece is read by its own
/// format, and what the whole shows is a selection: it proves no absence.
public struct PasteFormat: Sendable {
  public static let id = "paste"

  /// Longest text that is looked at as a paste. The text of an issue has 64 KiB at most; what is longer is one file.
  public static let longest = 1 << 20

  /// Writers told apart; pieces of logs beyond share the last.
  private static let mostWriters = 500

  private let pieces: [PastePiece]
  private let lines: [PasteLine]
  private let absences: PasteAbsences
  private let course: PasteCourse

  /// What it is made of, for `inspect`: one short phrase.
  public let reason: String

  /// Cuts `text`, which is the whole stream; `nil` if it is no paste, but a file of one format. O(text).
  public init?(_ text: RawSpan, _ hints: PathHints) {
    guard text.byteCount > 0, text.byteCount <= Self.longest, text.byte(0) != 0 else { return nil }
    let cutter = PasteCutter(text)
    let evidence = cutter.pieces.filter(\.form.isEvidence)
    guard !evidence.isEmpty else { return nil }
    pieces = cutter.pieces
    lines = cutter.lines
    absences = cutter.absences
    course = cutter.course
    let forms = Set(evidence.map(\.form))
    reason =
      "\(evidence.count) \(evidence.count == 1 ? "piece" : "pieces") of \(cutter.marks == 0 ? "text" : "a paste")"
    let hasProse = pieces.contains { $0.form == .prose }
    if forms == [.log] {
      // Remarks in a log do not make it an excerpt; what stands between the marks of a terminal or of Markdown is one.
      guard cutter.marks > 0 || isBroken(text) else { return nil }
    } else if cutter.marks == 0 {
      if forms.count == 1, !hasProse {
        // No format but this one knows rows and ports without what stands above them, nor what is indented or quoted
        // as a whole.
        let sure: Set<PastePiece.Form> = [.events, .refusal]
        guard sure.isSuperset(of: forms) || Self.isUnknown(text, hints) else { return nil }
      } else if !isMixed(text) {
        return nil
      }
    }
  }

  private static func isUnknown(_ text: RawSpan, _ hints: PathHints) -> Bool {
    FormatRegistry.identify(text.extracting(first: 64 << 10), hints) == nil
  }

  /// A window or a mail program broke lines of a log.
  private func isBroken(_ text: RawSpan) -> Bool {
    pieces.contains { $0.form == .log && Self.wrapping(lines[$0.lines], text)?.count ?? 0 > 0 }
  }

  /// Without any mark of a person, only pieces of different formats that can be read show that a file is put together.
  private func isMixed(_ text: RawSpan) -> Bool {
    var forms: Set<PastePiece.Form> = []
    for piece in pieces where piece.form.isEvidence && !forms.contains(piece.form) {
      let counter = UnderstandingCounter()
      read(piece, text, 0, FormatContext(provenance: Provenance(input: "", chain: [""])), counter, firstOrigin: 1)
      if counter.understood > 0 { forms.insert(piece.form) }
    }
    if forms.count > 1 { return true }
    return forms.count == 1 && forms != [.log] && pieces.contains { $0.form == .prose }
  }

  /// Reads the stream, which the feed holds as a whole. Every byte is accounted for.
  public func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) {
    let stream = feed.offset
    sink.selection()
    feed.withUnreadSpan { text in
      var origin: UInt16 = 1
      var writers = 0
      var samples = 0
      let course = course(text, context)
      for piece in pieces {
        if piece.form.isEvidence {
          let last = read(piece, text, stream, context, sink, firstOrigin: origin, course: course)
          writers += piece.form == .log ? 1 : 0
          if writers < Self.mostWriters { origin = last + 1 }
          continue
        }
        let bytes = raw(piece)
        sink.account(piece.form == .mark ? .recognized : .notUnderstood, bytes.count)
        if piece.form == .prose, samples < 3 {
          samples += 1
          sink.sample(
            text.extracting(bytes.lowerBound..<min(bytes.upperBound, bytes.lowerBound + 512)),
            at: RecordPosition(offset: stream + UInt64(bytes.lowerBound), line: UInt64(piece.lines.lowerBound) + 1))
        }
      }
    }
    feed.consume(feed.unreadCount)
  }

  /// With what each piece shows, which tells what is shown again further below. O(text).
  private func course(_ text: RawSpan, _ context: FormatContext) -> PasteCourse {
    var course = course
    for piece in pieces where piece.form.isEvidence && piece.form != .log {
      let shown = ShownObjects(piece.cluster)
      read(piece, text, 0, context, shown, firstOrigin: 1)
      course.take(shown: shown.keys, by: piece)
    }
    course.close()
    return course
  }

  private func raw(_ piece: PastePiece) -> Range<Int> {
    lines[piece.lines.lowerBound].raw..<lines[piece.lines.upperBound - 1].next
  }

  // MARK: Pieces

  /// Reads one piece by its own format; returns the highest number of an origin used.
  @discardableResult
  private func read(
    _ piece: PastePiece, _ text: RawSpan, _ stream: UInt64, _ context: FormatContext, _ sink: any RecordSink,
    firstOrigin: UInt16, course: PasteCourse = PasteCourse()
  ) -> UInt16 {
    var bytes: [UInt8] = []
    var places: [PieceSink.Place] = []
    bytes.reserveCapacity(raw(piece).count)
    let indent = piece.form == .log ? 0 : lines[piece.lines.lowerBound].indent
    let heads = piece.form == .log ? LostHeaders(lines[piece.lines], text) : nil
    let breaks = piece.form == .log ? Self.wrapping(lines[piece.lines], text) : nil
    var added = 0
    var isRest = false
    for (number, line) in lines[piece.lines].enumerated() {
      var start = min(line.start + min(indent, line.indent), line.end)
      let (begin, read) = (start, bytes.count)
      if !isRest { places.append(PieceSink.Place(raw: start, read: read, line: number)) }
      if let lost = heads?.header(number, line, text) {
        bytes += lost.header
        start = lost.begin
      }
      let joint = breaks?.joints[number] ?? nil
      if piece.form == .log, line.isAltered || joint != nil || isRest,
        let mended = PasteMending.mended(text, start, line.end, isFramed: line.isFramed)
      {
        bytes += mended
      } else {
        bytes.append(text, start..<line.end)
      }
      if let joint { bytes += joint } else { bytes.append(text, line.end..<line.next) }
      let more = bytes.count - read - (line.next - begin)
      places[places.count - 1].added += more
      added += more
      isRest = joint != nil
    }
    // Quote marks and the indent of the whole were recognised for what they are.
    sink.account(.recognized, raw(piece).count - (bytes.count - added))
    let moved = PieceSink(
      sink, piece, places: places, stream: stream, firstOrigin: firstOrigin, course: course, absences: absences)
    moved.isUndated = heads?.isUndated ?? false
    var done = 0
    var feed = ByteFeed(chunk: max(4096, bytes.count + 1)) { buffer in
      let count = min(buffer.count, bytes.count - done)
      buffer.copyBytes(from: bytes[done..<done + count])
      done += count
      return count
    }
    var provenance = context.provenance
    provenance.hints.fileName = piece.command?.resource ?? ""
    if let namespace = piece.command?.namespace, !namespace.isEmpty { provenance.hints.namespace = namespace }
    let own = FormatContext(provenance: provenance, itemLimit: context.itemLimit)
    do {
      if let format = format(piece, bytes.span.bytes, provenance.hints) {
        try format.read(&feed, own, into: moved)
      } else {
        try FragmentReader(form: piece.form, command: piece.command).read(&feed, own, into: moved)
      }
    } catch {
      // The feed is memory and cannot fail.
    }
    if feed.unreadCount > 0 { sink.account(.notUnderstood, feed.unreadCount) }
    return moved.lastOrigin
  }

  /// Which lines of a log go on in the next; `nil` for logs in a wrapping, whose lines have lengths of their own.
  private static func wrapping(_ lines: ArraySlice<PasteLine>, _ text: RawSpan) -> PasteWrapping? {
    let opening = PasteOpening()
    for line in lines where !line.isBlank && !opening.isKlog(line, text) {
      if opening.isLog(line, text) || ChainSearch.mayHoldKlog(text, line.start, line.end) { return nil }
    }
    return PasteWrapping(lines, text) { opening.isKlog($0, text) }
  }

  /// `nil` for fragments.
  private func format(_ piece: PastePiece, _ text: RawSpan, _ hints: PathHints) -> (any StreamFormat.Type)? {
    switch piece.form {
    case .log: LogFormat.self
    case .yaml: ObjectsYAMLFormat.self
    case .table: KubectlTableFormat.self
    case .describe: KubectlDescribeFormat.self
    case .json: FormatRegistry.identify(text.extracting(first: 64 << 10), hints)?.format ?? ObjectsJSONFormat.self
    case .list: NorthboundTextFormat.self
    case .gatewayRules: GatewayRulesFormat.self
    case .rows, .events, .refusal, .ports, .portNames, .mark, .prose: nil
    }
  }
}

/// Counts what a piece gives, to know whether it can be read at all.
private final class UnderstandingCounter: RecordSink {
  private(set) var understood = 0

  func log(_ lines: Span<LogLine>, in text: RawSpan) {
    for i in lines.indices where lines[i].severity != 0 { understood += Int(lines[i].rawLength) }
  }
  func account(_ use: ByteUse, _ bytes: Int) { if use == .understood { understood += bytes } }
  func origin(_ id: UInt16, _ origin: LogOrigin) {}
  func list(_ header: ListHeader) {}
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {}
  func audit(_ record: AuditRecord, at position: RecordPosition) {}
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {}
  func port(_ port: NorthboundPort, at position: RecordPosition) {}
  func sample(_ text: RawSpan, at position: RecordPosition) {}
}

/// Keeps which objects a piece shows.
private final class ShownObjects: RecordSink {
  private(set) var keys: Set<PasteCourse.Key> = []
  private let cluster: String

  init(_ cluster: String) { self.cluster = cluster }

  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {
    keys.insert(PasteCourse.Key(object, cluster))
  }
  func log(_ lines: Span<LogLine>, in text: RawSpan) {}
  func account(_ use: ByteUse, _ bytes: Int) {}
  func origin(_ id: UInt16, _ origin: LogOrigin) {}
  func list(_ header: ListHeader) {}
  func audit(_ record: AuditRecord, at position: RecordPosition) {}
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {}
  func port(_ port: NorthboundPort, at position: RecordPosition) {}
  func sample(_ text: RawSpan, at position: RecordPosition) {}
}
