import ByteLexing
import Model

/// What is inside the wrappers.
extension LogDecoder {
  /// Delivers the content of a line; false if it was not understood and only what is understood is wanted.
  mutating func deliver(
    _ text: RawSpan, _ chunk: RawSpan, _ line: inout WrappedLine, _ raw: RawLine, copies: Bool,
    _ insistence: Insistence
  ) -> Bool {
    trimLineEnd(text, &line)
    if line.isPartial || partials.waits(line) { return join(text, chunk, line, raw) }
    if copies, let lineEnd = firstLineEnd(text, line) {
      return deliverLines(text, chunk, line, raw, firstEnd: lineEnd, insistence)
    }
    return deliverOne(text, chunk, line, raw, copies: copies, insistence)
  }

  /// Delivers a line that holds no line end.
  mutating func deliverOne(
    _ text: RawSpan, _ chunk: RawSpan, _ line: WrappedLine, _ raw: RawLine, copies: Bool, _ insistence: Insistence
  ) -> Bool {
    var out = LogLine()
    if let header = KlogText.header(text, line.start, line.end) ?? KlogPaste.header(text, line.start, line.end) {
      closeFileHeader(chunk)
      describe(.klog)
      out.severity = header.severity
      out.wall = header.wall
      out.pid = header.pid
      out.callLine = header.callLine
      out.fileLength = UInt8(truncatingIfNeeded: header.fileEnd - header.fileStart)  // at most 255, see longestFile
      out.fileStart = UInt32(header.fileStart - line.start)
      out.messageStart = UInt32(header.messageStart - line.start)
      out.origin = origin(of: line)
      origins.setRecord(out.origin, true)
      place(text, chunk, line, raw, copies: copies, &out)
      return true
    }
    if deliverFileHeader(text, chunk, line, raw, copies: copies) { return true }
    if let vlog = VlogText(text, line.start, line.end) {
      describe(.vlog)
      out.severity = vlog.severity
      out.fileLength = UInt8(truncatingIfNeeded: vlog.module.count)
      out.fileStart = UInt32(vlog.module.lowerBound - line.start)
      out.messageStart = UInt32(vlog.messageStart - line.start)
      out.origin = origin(of: line)
      var timed = line
      timed.outer = vlog.time
      timed.outerIsTransport = false
      origins.setRecord(out.origin, true)
      place(text, chunk, timed, raw, copies: copies, &out)
      return true
    }
    if deliverStructured(text, chunk, line, raw) { return true }
    if isBlank(text, line) {
      sink.account(.recognized, Int(raw.length))
      return true
    }
    if takeTime(text, line, raw) { return true }
    guard insistence == .anything else { return false }
    if notice(text, chunk, line, raw) { return true }
    describe(.text)
    out.origin = origin(of: line)
    out.isContinuation = origins.continues(out.origin)
    place(text, chunk, line, raw, copies: copies, &out)
    return true
  }

  /// Takes a time that stands alone on its line; false for other lines. Without a zone it says nothing that the line below
  /// it does not say itself.
  private mutating func takeTime(_ text: RawSpan, _ line: WrappedLine, _ raw: RawLine) -> Bool {
    guard line.end - line.start >= 19, line.end - line.start < 40, text.byte(line.start) &- 0x30 <= 9,
      let time = WrittenTime(text, line.start, line.end), time.end == line.end
    else { return false }
    if time.hasZone { announced = time.nanoseconds }
    sink.account(.recognized, Int(raw.length))
    return true
  }

  /// Number of the line's origin: what the wrappers name, or else the section that a collector announced.
  mutating func origin(of line: WrappedLine) -> UInt16 {
    origins.id(line.origin.isEmpty ? section : line.origin)
  }

  /// Takes note of the number that a line had in its file: where more numbers than lines go by, some were left out.
  private mutating func count(_ number: Int, _ chunk: RawSpan, _ raw: RawLine) {
    let here = Int(raw.number)
    if numbered.number > 0, number - numbered.number > here - numbered.here, here > numbered.here {
      batch.flush(chunk)  // the sink shall know what came before
      sink.gap(
        CollectorNotice.leftOut, at: RecordPosition(offset: raw.offset, line: UInt64(raw.number), length: raw.length))
    }
    numbered = (number, here)
  }

  /// Completes `out`, whose ranges still begin at the line's start, and gives it to the batch.
  mutating func place(
    _ text: RawSpan, _ chunk: RawSpan, _ line: WrappedLine, _ raw: RawLine, copies: Bool, _ out: inout LogLine
  ) {
    if line.number > 0 { count(line.number, chunk, raw) }
    var base = line.start
    if copies {
      batch.openArena(after: chunk)
      base = batch.append(text, line.start..<line.end)
    }
    out.offset = raw.offset
    out.number = raw.number
    out.rawLength = raw.length
    out.start = UInt32(base)
    out.length = UInt32(line.end - line.start)
    out.messageStart += UInt32(base)
    out.fileStart = out.fileLength == 0 ? 0 : out.fileStart + UInt32(base)
    out.outer = line.outer
    out.outerIsTransport = line.outerIsTransport
    if let time = announced {
      // The time of a line copied out of Grafana stands on the line above it.
      if out.outer == LogLine.noTime, out.severity != 0 { out.outer = time }
      announced = nil
    }
    out.isTruncated = line.isTruncated
    lastOrigin = out.origin
    if copies {
      batch.addFromArena(out)
    } else {
      batch.add(out, in: chunk)
    }
  }

  /// Drops `\n` and `\r` at the end, which unescaped content brings along.
  private func trimLineEnd(_ text: RawSpan, _ line: inout WrappedLine) {
    while line.end > line.start {
      let byte = text.byte(line.end - 1)
      if byte != 0x0a && byte != 0x0d { break }
      line.end -= 1
    }
  }

  private func firstLineEnd(_ text: RawSpan, _ line: WrappedLine) -> Int? {
    let hit = text.firstIndex(of: 0x0a, from: line.start)
    return hit >= 0 && hit < line.end ? hit : nil
  }

  /// Delivers a record that holds several lines; the first carries the bytes of all.
  private mutating func deliverLines(
    _ text: RawSpan, _ chunk: RawSpan, _ line: WrappedLine, _ raw: RawLine, firstEnd: Int, _ insistence: Insistence
  ) -> Bool {
    var part = line
    part.end = firstEnd
    trimLineEnd(text, &part)
    guard deliverOne(text, chunk, part, raw, copies: true, insistence) else { return false }
    let none = RawLine(offset: raw.offset, number: raw.number, length: 0)
    var start = firstEnd + 1
    while start <= line.end {
      let hit = text.firstIndex(of: 0x0a, from: start)
      let end = hit >= 0 && hit < line.end ? hit : line.end
      part.start = start
      part.end = end
      trimLineEnd(text, &part)
      _ = deliverOne(text, chunk, part, none, copies: true, .anything)
      start = end + 1
    }
    return true
  }

  /// Delivers klog JSON or zap JSON, whose message has to be rendered.
  private mutating func deliverStructured(_ text: RawSpan, _ chunk: RawSpan, _ line: WrappedLine, _ raw: RawLine)
    -> Bool
  {
    guard line.start < line.end, text.byte(line.start) == UInt8(ascii: "{") else { return false }
    var message: [UInt8] = []
    guard let record = StructuredJSON(text, line.start, line.end, appendingTo: &message) else { return false }
    describe(.json)
    // The file name is laid before the message, so that both lie in one text: "file.go:12] message".
    var out = LogLine()
    out.severity = record.severity
    out.callLine = record.callLine
    out.fileLength = UInt8(truncatingIfNeeded: record.file.count)
    out.origin = origin(of: line)
    origins.setRecord(out.origin, true)
    var whole: [UInt8] = []
    if !record.file.isEmpty {
      whole.append(text, record.file)
      whole.append(contentsOf: ":\(record.callLine)] ".utf8)
    }
    out.messageStart = UInt32(whole.count)
    for byte in message { whole.append(byte == 0x0a ? 0x20 : byte) }
    var timed = WrappedLine(0, min(whole.count, lineLimit))
    timed.outer = record.time
    timed.isTruncated = line.isTruncated || whole.count > lineLimit
    place(whole.span.bytes, chunk, timed, raw, copies: true, &out)
    return true
  }
}
