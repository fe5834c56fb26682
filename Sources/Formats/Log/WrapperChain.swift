/// The wrappers of a stream, outermost first.
struct WrapperChain: Equatable {
  /// Deepest nesting.
  static let depthLimit = 3
  private(set) var wrappers: [any LineWrapper.Type] = []

  static func == (a: WrapperChain, b: WrapperChain) -> Bool { a.description == b.description }

  /// For reports: `cri > klog`.
  var description: String { (wrappers.map { $0.id } + ["klog"]).joined(separator: " > ") }

  /// Strips as many wrappers as the line has.
  @inline(__always)
  func strip(_ text: UnsafeRawBufferPointer, _ line: inout WrappedLine) {
    for wrapper in wrappers where !wrapper.strip(text, &line) { return }
  }

  /// The chain under which most of the first lines are klog, and how many are; `nil` when none is under any.
  static func vote(_ head: UnsafeRawBufferPointer) -> (chain: WrapperChain, fitting: Int, looked: Int)? {
    var votes: [(chain: WrapperChain, count: Int)] = []
    var looked = 0
    var start = 0
    while start < head.count, looked < 200 {
      var end = start
      while end < head.count, head[end] != 0x0A { end += 1 }
      if end > start {
        looked += 1
        if let chain = chain(for: head, start, end) {
          if let k = votes.firstIndex(where: { $0.chain == chain }) { votes[k].count += 1 } else { votes.append((chain, 1)) }
        }
      }
      start = end + 1
    }
    guard let best = votes.max(by: { $0.count < $1.count }) else { return nil }
    return (best.chain, best.count, looked)
  }

  /// The chain that brings one line down to a klog header.
  private static func chain(for text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> WrapperChain? {
    func search(_ line: WrappedLine, _ depth: Int) -> [any LineWrapper.Type]? {
      var parsed = LogLine()
      if KlogHeader.parse(text, line.start, line.end, into: &parsed) { return [] }
      guard depth < depthLimit else { return nil }
      for wrapper in LineWrapperRegistry.all {
        var inner = line
        if wrapper.strip(text, &inner), inner.start > line.start, let rest = search(inner, depth + 1) { return [wrapper] + rest }
      }
      return nil
    }
    guard let found = search(WrappedLine(start: start, end: end), 0) else { return nil }
    var chain = WrapperChain()
    chain.wrappers = found
    return chain
  }
}
