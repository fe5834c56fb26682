import ByteLexing
import Model

/// Cuts bytes into lines, strips the wrappers, reads klog headers, and hands batches to the sink.
///
/// Nothing is copied except the parts of a line that a collector had split.
struct LogDecoder {
  /// Longer lines are cut; the rest of the line is counted but not kept.
  static let lineLimit = 1 << 20

  private let sink: any RecordSink
  private var chain: WrapperChain?
  private var batch: [LogLine] = []
  private var number: UInt32 = 0
  private var origins: [String: UInt16] = [:]
  private var lastOriginRange: [UInt8] = []
  private var lastOrigin: UInt16 = 0
  /// Whether a klog record of the writer came before, so that a line without a header continues it.
  private var hasRecord = false
  /// A line that a collector cut into parts: its bytes so far and the first part's line.
  private var parts: [UInt8] = []
  private var partLine: LogLine?
  private var overlong = false

  init(_ sink: any RecordSink, continuesRecord: Bool = false) {
    self.sink = sink
    hasRecord = continuesRecord
    batch.reserveCapacity(4096)
  }

  /// Decodes the whole lines of `text`; returns how many bytes they take, 0 when more bytes are needed.
  mutating func decode(_ text: UnsafeRawBufferPointer, at offset: UInt64, isLast: Bool) -> Int {
    guard text.count > 0, let base = text.baseAddress else { return 0 }
    if chain == nil, let vote = WrapperChain.vote(UnsafeRawBufferPointer(rebasing: text.prefix(64 << 10))) {
      chain = vote.chain
      sink.logChain(vote.chain.description)
    }
    let span = text.bytes
    var start = 0
    while start < text.count {
      var newline = span.firstIndex(of: 0x0A, from: start)
      if newline < 0 {
        if !isLast && text.count - start < Self.lineLimit { break }
        newline = isLast ? text.count : start + Self.lineLimit
        if !isLast { overlong = true }
      }
      let next = min(text.count, newline + (newline < text.count && text[newline] == 0x0A ? 1 : 0))
      take(text, start, newline, next, offset)
      start = next
    }
    _ = base
    flush(text)
    return start
  }

  /// Hands over what is left of a cut line.
  mutating func finish() { if partLine != nil { emitParts() } }

  private mutating func take(_ text: UnsafeRawBufferPointer, _ start: Int, _ newline: Int, _ next: Int, _ offset: UInt64) {
    number &+= 1
    var end = newline
    if end > start, text[end - 1] == 0x0D { end -= 1 }
    var wrapped = WrappedLine(start: start, end: end)
    chain?.strip(text, &wrapped)
    var line = LogLine()
    line.offset = offset + UInt64(start)
    line.number = number
    line.rawLength = UInt32(next - start)
    line.outer = wrapped.outer
    line.outerIsTransport = wrapped.outerIsTransport
    if !wrapped.pod.isEmpty { line.origin = origin(text, wrapped) }
    line.isTruncated = overlong && newline < text.count && text[newline] != 0x0A
    if wrapped.isPartial || partLine != nil {
      collect(text, wrapped, line)
      return
    }
    parse(text, wrapped.start, wrapped.end, &line)
    batch.append(line)
  }

  private mutating func parse(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ line: inout LogLine) {
    line.start = UInt32(start)
    line.length = UInt32(end - start)
    if KlogHeader.parse(text, start, end, into: &line) {
      hasRecord = true
    } else if let header = KlogFileHeader.parse(text, start, end) {
      flush(text)
      sink.logFileHeader(year: header.year, wall: header.wall, machine: "", goVersion: "")
    } else {
      line.isContinuation = hasRecord
    }
  }

  private mutating func collect(_ text: UnsafeRawBufferPointer, _ wrapped: WrappedLine, _ line: LogLine) {
    if parts.count + wrapped.end - wrapped.start <= Self.lineLimit { parts.append(contentsOf: text[wrapped.start..<wrapped.end]) }
    if partLine == nil { partLine = line } else { partLine?.rawLength &+= line.rawLength }
    guard !wrapped.isPartial else { return }
    flush(text)
    emitParts()
  }

  private mutating func emitParts() {
    guard var line = partLine else { return }
    parts.withUnsafeBytes { bytes in
      parse(bytes, 0, bytes.count, &line)
      var one = [line]
      swap(&one, &batch)
      flush(bytes)
      swap(&one, &batch)
    }
    parts.removeAll(keepingCapacity: true)
    partLine = nil
  }

  private mutating func flush(_ text: UnsafeRawBufferPointer) {
    guard !batch.isEmpty else { return }
    sink.log(batch.span, in: text.bytes)
    batch.removeAll(keepingCapacity: true)
  }

  private mutating func origin(_ text: UnsafeRawBufferPointer, _ line: WrappedLine) -> UInt16 {
    let range = min(line.pod.lowerBound, line.container.isEmpty ? line.pod.lowerBound : line.container.lowerBound)..<max(line.pod.upperBound, line.container.upperBound)
    if text[range].elementsEqual(lastOriginRange) { return lastOrigin }
    lastOriginRange = Array(text[range])
    let pod = String(decoding: text[line.pod], as: UTF8.self)
    let container = String(decoding: text[line.container], as: UTF8.self)
    let namespace = String(decoding: text[line.namespace], as: UTF8.self)
    let key = "\(namespace)/\(pod)/\(container)"
    if let known = origins[key] {
      lastOrigin = known
    } else {
      guard origins.count < Int(UInt16.max) - 1 else { return 0 }
      let id = UInt16(origins.count + 1)
      origins[key] = id
      flush(text)
      sink.origin(id, LogOrigin(namespace: namespace, pod: pod, container: container))
      lastOrigin = id
    }
    return lastOrigin
  }
}
