import Model

/// Stands between the reader of one piece and the sink of the whole: puts places back to where they lie in the stream,
/// gives every piece of a log a writer of its own, and says of every list that it is an excerpt.
final class PieceSink: RecordSink {
  /// Where a line of the piece begins in the stream, and where in the text that is read.
  struct Place {
    var raw: Int
    var read: Int
    /// Number of the line in the piece, from 0.
    var line: Int
    /// Bytes by which the line that is read is longer, or shorter, than the line of the stream.
    var added = 0
  }

  private let base: any RecordSink
  private let piece: PastePiece
  /// One for each line that is read.
  private let places: [Place]
  private let stream: UInt64
  /// Number that the origin 0 of this piece has in the stream.
  private let firstOrigin: UInt16
  /// Highest origin number handed on.
  private(set) var lastOrigin: UInt16
  private var hasWriter = false
  /// The times of its lines are not theirs.
  var isUndated = false
  private let course: PasteCourse
  private let absences: PasteAbsences

  /// `places` belong to the lines of `piece`; `stream` is the offset of the text in the stream.
  init(
    _ base: any RecordSink, _ piece: PastePiece, places: [Place], stream: UInt64, firstOrigin: UInt16,
    course: PasteCourse = PasteCourse(), absences: PasteAbsences = PasteAbsences()
  ) {
    self.course = course
    self.absences = absences
    self.base = base
    self.piece = piece
    self.places = places
    self.stream = stream
    self.firstOrigin = firstOrigin
    lastOrigin = firstOrigin
  }

  func log(_ lines: Span<LogLine>, in text: RawSpan) {
    var moved: [LogLine] = []
    moved.reserveCapacity(lines.count)
    for i in lines.indices {
      var line = lines[i]
      if line.origin == 0 { announce() }
      tell(line, text)
      if isUndated { line.wall = LogLine.noTime }
      line.origin = number(line.origin)
      let placed = place(line.offset, UInt64(line.number))
      line.offset = placed.offset
      if places.indices.contains(Int(line.number) - 1) {
        line.rawLength = UInt32(clamping: Int(line.rawLength) - places[Int(line.number) - 1].added)
      }
      line.number = UInt32(clamping: placed.line)
      moved.append(line)
    }
    base.log(moved.span, in: text)
  }

  /// Hands on what the daemon on a node, or kubelet, says of a pod that waits for an address: their logs are no evidence
  /// otherwise.
  private func tell(_ line: LogLine, _ text: RawSpan) {
    let begin = Int(line.severity == 0 ? line.start : line.messageStart)
    let range = begin..<max(begin, Int(line.start) + Int(line.length))
    guard PasteMarks.tellsOfWaiting(text, range.lowerBound, range.upperBound),
      let event = EventRow.told(text.text(range))
    else { return }
    base.clusterEvent(event, at: place(RecordPosition(offset: line.offset, line: UInt64(line.number))))
  }

  /// Lines that name no writer are those of the pod that the command asked for.
  private func announce() {
    guard !hasWriter else { return }
    hasWriter = true
    var origin = LogOrigin()
    if let command = piece.command, command.verb == "logs" {
      origin = LogOrigin(namespace: command.namespace, pod: command.name, container: command.container)
    }
    base.origin(firstOrigin, origin)
  }

  private func number(_ id: UInt16) -> UInt16 {
    let number = firstOrigin.addingReportingOverflow(id)
    return number.overflow ? .max : number.partialValue
  }

  private func place(_ offset: UInt64, _ line: UInt64) -> RecordPosition {
    let index = min(max(0, Int(clamping: line) - 1), places.count - 1)
    let within = max(0, Int(clamping: offset) - places[index].read)
    return RecordPosition(
      offset: stream + UInt64(places[index].raw + within),
      line: UInt64(piece.lines.lowerBound + places[index].line) + 1)
  }

  private func place(_ position: RecordPosition) -> RecordPosition {
    var placed = place(position.offset, position.line)
    placed.length = position.length
    return placed
  }

  func origin(_ id: UInt16, _ origin: LogOrigin) {
    lastOrigin = max(lastOrigin, number(id))
    base.origin(number(id), origin)
  }

  func logFileHeader(year: Int, wall: Int64, machine: String, goVersion: String) {
    base.logFileHeader(year: year, wall: wall, machine: machine, goVersion: goVersion)
  }
  func gap(_ reason: String, at position: RecordPosition) { base.gap(reason, at: place(position)) }
  func logChain(_ description: String) { base.logChain(description) }
  func listIsCut() { base.listIsCut() }
  func listContinues(remaining: Int?) { base.listContinues(remaining: remaining) }
  func list(_ header: ListHeader) {
    base.list(header)
    base.listIsCut()
  }
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {
    var object = object
    if object.namespace.isEmpty, !TableKind.isClusterScoped(object.kind), piece.form == .table {
      // A table without the column is one of the namespace that was asked for.
      guard let namespace = piece.command?.namespace, !namespace.isEmpty else { return }
      object.namespace = namespace
    }
    let key = PasteCourse.Key(object, piece.cluster)
    if isOver(key) { return }
    object.fields.merge(told(of: key)) { $1 }
    if course.staysDeleted(key, shownAt: piece.lines.lowerBound) { object.fields["answers.delete"] = "accepted" }
    object.fields.merge(absences.fields(of: object, listedAt: piece.moment, course)) { $1 }
    if piece.isPart || course.isOfSeveralClusters, object.kind == "Pod" { object.fields["answers.selected"] = "yes" }
    base.object(object, change: change, at: place(position))
  }
  func packed(_ object: inout PackedObject, change: WatchChange?, at position: RecordPosition) {
    // What somebody wrote to be made, as in the steps of an issue, is no object: the API server gives those a UID and times.
    let isManifest =
      object.uid.isEmpty && object.resourceVersion == nil && object.created == PackedObject.noTime
      && object.deletion == PackedObject.noTime
    if isManifest { return }
    let record = object.record
    let key = PasteCourse.Key(record, piece.cluster)
    if isOver(key) { return }
    let shown = told(of: key).merging(absences.fields(of: record, listedAt: piece.moment, course)) { $1 }
    for (path, value) in shown.sorted(by: { $0.key < $1.key }) {
      object.add(.field, object.append(path), object.append(value))
    }
    base.packed(&object, change: change, at: place(position))
  }

  /// The paste shows further below that the object went, or that what refused its deletion does so no more.
  private func isOver(_ key: PasteCourse.Key) -> Bool {
    course.isGone(key, shownAt: piece.moment)
      || piece.form == .refusal && course.isDeleted(key, below: piece.lines.lowerBound)
  }

  /// In which times of the paste the object is shown.
  private func told(of key: PasteCourse.Key) -> [String: String] {
    guard let span = course.span(key, shownAt: piece.lines.lowerBound) else { return [:] }
    return ["shown.from": String(span.lowerBound), "shown.to": String(span.upperBound)]
  }

  func audit(_ record: AuditRecord, at position: RecordPosition) { base.audit(record, at: place(position)) }
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {
    var record = record
    if record.namespace.isEmpty, let namespace = piece.command?.namespace, !namespace.isEmpty {
      record.namespace = namespace
      if !TableKind.isClusterScoped(record.involvedKind) { record.involvedNamespace = namespace }
    }
    base.clusterEvent(record, at: place(position))
  }
  func port(_ port: NorthboundPort, at position: RecordPosition) {
    var port = port
    port.isExcerpt = true
    // Each command was asked at a time of its own.
    port.block = UInt32(clamping: place(0, UInt64(max(1, port.block))).line)
    base.port(port, at: place(position))
  }
  func account(_ use: ByteUse, _ bytes: Int) { base.account(use, bytes) }
  func sample(_ text: RawSpan, at position: RecordPosition) { base.sample(text, at: place(position)) }
}
