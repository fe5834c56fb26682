import ByteLexing

/// kubetail: `[<pod>] message`, or `[<pod> <container>] message` where pods have several containers.
enum KubetailWrapper: LineWrapper {
  static let id = "kubetail"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard line.start < line.end, text.byte(line.start) == UInt8(ascii: "["),
      let podEnd = Names.end(text, line.start + 1, line.end), podEnd < line.end
    else { return .fails }
    var at = podEnd
    var container: Range<Int>?
    if text.byte(at) == 0x20, let end = Names.end(text, at + 1, line.end) {
      container = at + 1..<end
      at = end
    }
    guard text.hasBytes("] ", at: at), at + 2 <= line.end else { return .fails }
    line.origin.add(.pod, text, line.start + 1..<podEnd)
    if let container { line.origin.add(.container, text, container) }
    line.start = at + 2
    return .content
  }
}
