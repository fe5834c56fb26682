import ByteLexing

/// Looks at the first lines of a stream and counts how they are wrapped and what is inside.
struct ChainVote {
  /// Most lines looked at.
  static let mostLines = 200

  private(set) var lines = 0
  private(set) var klog: [WrapperChain: Int] = [:]
  private(set) var vlog = 0
  private(set) var structured = 0
  private(set) var goCrash = 0
  /// Remarks of the tool that collected a log, which may have found nothing to collect.
  private(set) var notices = 0
  /// There is nothing but zeros, as in a log that was truncated under its writer.
  private(set) var isHole = false
  private(set) var distinctive: [WrapperChain: Int] = [:]

  /// Counts the lines of `head`; an incomplete last one only if it is alone. O(head × wrappers).
  init(_ head: RawSpan, limit: Int) {
    var start = head.hasBytes("\u{FEFF}") ? 3 : 0
    while start < head.byteCount, head.byte(start) == 0 { start += 1 }  // a hole at the front
    isHole = start >= LogStreamReader.shortestHole && start == head.byteCount
    let end = min(head.byteCount, start + limit)
    let isCut = head.byteCount >= limit
    while start < end, lines < Self.mostLines {
      let hit = head.firstIndex(of: 0x0a, from: start)
      let isWhole = hit >= 0 && hit < end
      if !isWhole && lines > 0 && isCut { break }
      var lineEnd = isWhole ? hit : end
      let next = lineEnd + 1
      if lineEnd > start, head.byte(lineEnd - 1) == 0x0d { lineEnd -= 1 }
      count(head, start, lineEnd)
      start = next
    }
  }

  /// Counts the records that `framing` cuts off `head`; an incomplete last one is left out, unless it is the first.
  init(_ head: RawSpan, framing: any RecordFraming.Type) {
    var framing = framing.init()
    var record = FramedRecord()
    var at = 0
    var isAtEnd = false
    while at < head.byteCount, lines < Self.mostLines {
      record.reset()
      switch framing.next(head.extracting(at..<head.byteCount), isAtEnd: isAtEnd, into: &record) {
      case .incomplete:
        if lines > 0 || isAtEnd { return }
        isAtEnd = true
      case .recognized(let count): at += count
      case .notUnderstood(let count):
        at += count
        lines += 1
      case .record(let count):
        at += count
        let text = record.text
        self.count(text.span.bytes, 0, text.count)
      }
    }
  }

  private mutating func count(_ head: RawSpan, _ start: Int, _ end: Int) {
    var first = start
    while first < end, head.byte(first) <= 0x20 { first += 1 }
    guard first < end else { return }
    lines += 1
    if KlogText.header(head, start, end) != nil, !ColorWrapper.isPresent(head, start, end) {
      klog[WrapperChain(), default: 0] += 1
      return
    }
    if let chain = ChainSearch.chain(of: head, start, end) {
      klog[chain, default: 0] += 1
      return
    }
    if KlogFileHeader.step(head, start, end) == .begin { klog[WrapperChain(), default: 0] += 1 }
    if VlogText(head, start, end) != nil { vlog += 1 }
    if head.byte(first) == UInt8(ascii: "{") {
      var message: [UInt8] = []
      if StructuredJSON(head, start, end, appendingTo: &message) != nil { structured += 1 }
    }
    if Self.isGoCrash(head, start) { goCrash += 1 }
    if CollectorNotice(head, start, end) != nil { notices += 1 }
    let chain = ChainSearch.distinctiveChain(of: head, start, end)
    if !chain.isPlain { distinctive[chain, default: 0] += 1 }
  }

  private static func isGoCrash(_ text: RawSpan, _ start: Int) -> Bool {
    text.hasBytes("panic: ", at: start) || text.hasBytes("goroutine ", at: start)
      || text.hasBytes("fatal error: ", at: start)
  }

  /// The chain of most lines of `head` by layout alone; plain if fewer than half have one.
  static func distinctive(_ head: RawSpan, limit: Int) -> WrapperChain {
    let vote = ChainVote(head, limit: limit)
    guard let best = vote.winner(vote.distinctive), best.count * 2 >= vote.lines else { return WrapperChain() }
    return best.chain
  }

  /// The chain with most lines; equal ones are told apart by their layers, so that the answer never varies. Where some lines
  /// have colours, as those in which a word is marked, all are read as if they had.
  func winner(_ counts: [WrapperChain: Int]) -> (chain: WrapperChain, count: Int)? {
    let best = counts.max { a, b in
      a.value != b.value ? a.value < b.value : b.key.layers.lexicographicallyPrecedes(a.key.layers)
    }
    return best.map { chain, count in
      let coloured = chain.appending(ChainSearch.colors)
      return counts[coloured].map { (coloured, count + $0) } ?? (chain, count)
    }
  }
}
