import ByteLexing

/// The shortest way for the most frequent line: klog text without any wrapper.
extension LogDecoder {
  /// Adds the line at `start..<end` of the chunk if it is klog; false leaves it to `decode`. `rawEnd`: behind its line end.
  /// O(header).
  @inline(__always)
  mutating func addPlain(
    _ chunk: RawSpan, _ start: Int, _ end: Int, _ rawEnd: Int, _ offset: UInt64, _ number: UInt32
  ) -> Bool {
    guard isPlainReady, !mayHaveColors, rawEnd &- start <= lineLimit, end > start else { return false }
    var end = end
    if chunk.byte(end &- 1) == 0x0d { end &-= 1 }
    guard let header = neighbor.header(chunk, start, end) else { return false }
    var line = LogLine()
    line.offset = offset &+ UInt64(truncatingIfNeeded: start)
    line.number = number
    line.rawLength = UInt32(truncatingIfNeeded: rawEnd &- start)  // bounded by lineLimit
    line.start = UInt32(truncatingIfNeeded: start)  // chunks are far below 4 GiB
    line.length = UInt32(truncatingIfNeeded: end &- start)
    line.messageStart = UInt32(truncatingIfNeeded: header.messageStart)
    line.fileStart = UInt32(truncatingIfNeeded: header.fileStart)
    line.fileLength = UInt8(truncatingIfNeeded: header.fileEnd &- header.fileStart)  // at most longestFile
    line.callLine = header.callLine
    line.pid = header.pid
    line.wall = header.wall
    line.severity = header.severity
    batch.add(line, in: chunk)
    return true
  }
}
