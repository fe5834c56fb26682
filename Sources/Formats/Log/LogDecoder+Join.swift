import ByteLexing

/// Records that are made of more than one line: split lines, and the header of klog's own files.
extension LogDecoder {
  /// Adds a part of a split line and delivers the line once it is whole.
  mutating func join(_ text: RawSpan, _ chunk: RawSpan, _ line: WrappedLine, _ raw: RawLine) -> Bool {
    // A writer that died in mid-line leaves a part without end; the next one begins with a header.
    if partials.waits(line), KlogText.header(text, line.start, line.end) != nil, let left = partials.take(line) {
      deliver(left, chunk)
      if !line.isPartial { return deliverOne(text, chunk, line, raw, copies: true, .anything) }
    }
    if let whole = partials.add(text, line, raw, limit: lineLimit) { deliver(whole, chunk) }
    return true
  }

  /// Delivers a joined line.
  private mutating func deliver(_ whole: PartialLines.Pending, _ chunk: RawSpan) {
    var line = WrappedLine(0, whole.text.count)
    line.outer = whole.outer
    line.outerIsTransport = whole.outerIsTransport
    line.origin = whole.origin
    line.isTruncated = whole.isTruncated
    // More than 4 GiB cannot be one length; the rest is accounted for at once.
    let length = UInt32(clamping: whole.rawLength)
    if whole.rawLength > Int(length) { sink.account(.recognized, whole.rawLength - Int(length)) }
    let raw = RawLine(offset: whole.offset, number: whole.number, length: length)
    let text = whole.text
    _ = deliverOne(text.span.bytes, chunk, line, raw, copies: true, .anything)
  }

  /// Delivers lines that still wait for their end. Call it at the end of the stream.
  mutating func finish(_ chunk: RawSpan) {
    for left in partials.takeAll() { deliver(left, chunk) }
    closeFileHeader(chunk)
    batch.flush(chunk)
  }

  /// Delivers a line of klog's file header; false if it is none.
  mutating func deliverFileHeader(
    _ text: RawSpan, _ chunk: RawSpan, _ line: WrappedLine, _ raw: RawLine, copies: Bool
  ) -> Bool {
    let step = KlogFileHeader.step(text, line.start, line.end)
    if step == .other { return false }
    if step == .begin { closeFileHeader(chunk) }
    // The head of a file may be cut off in the middle of its header, whose other lines then say nothing.
    if step == .begin || fileHeader.isOpen { fileHeader.take(text, line.start, line.end) }
    describe(.klog)
    var out = LogLine()
    out.isFileHeader = true
    out.origin = origin(of: line)
    origins.setRecord(out.origin, false)
    place(text, chunk, line, raw, copies: copies, &out)
    if step == .end { closeFileHeader(chunk) }
    return true
  }

  /// Tells the sink about a file header whose lines were all seen.
  @inline(__always)
  mutating func closeFileHeader(_ chunk: RawSpan) {
    if fileHeader.isOpen { announceFileHeader(chunk) }
  }

  @inline(never)
  private mutating func announceFileHeader(_ chunk: RawSpan) {
    batch.flush(chunk)
    let header = fileHeader
    fileHeader = KlogFileHeader()
    guard header.wall != LogLine.noTime else { return }
    sink.logFileHeader(
      year: header.year, wall: header.wall, machine: header.machine, goVersion: header.goVersion)
  }
}
