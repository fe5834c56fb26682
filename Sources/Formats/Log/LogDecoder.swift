import ByteLexing
import Model

/// Decides line by line what a line is, and hands what it found to the sink.
///
/// The chain of wrappers found last is tried first. Only a line whose content is not understood under it is looked at
/// under every other chain, so that a change of wrapping in mid-stream costs one search and loses nothing.
struct LogDecoder {
  /// What became of a line under a chain.
  enum Outcome {
    /// It was delivered or accounted for.
    case done
    /// The wrappers came off, but what is inside was not understood; nothing was delivered.
    case text
    /// A wrapper did not fit.
    case misfit
  }

  /// How much to insist.
  enum Insistence {
    /// Deliver only what is understood.
    case understoodOnly
    /// Deliver whatever the wrappers hold.
    case anything
  }

  /// What the wrappers hold.
  enum Payload: UInt8 {
    case klog = 1
    case vlog = 2
    case json = 4
    case text = 8

    /// Shown at the end of a chain's description.
    var name: StaticString {
      switch self {
      case .klog: "klog"
      case .vlog: "vlog"
      case .json: "json"
      case .text: "text"
      }
    }
  }

  let sink: any RecordSink
  /// Longest line that is kept whole, in bytes.
  let lineLimit: Int
  /// How the stream is cut into lines or records, for the description of the chain; nil for plain lines.
  let framing: String?
  var batch: LineBatch
  var origins: OriginTable
  var partials = PartialLines()
  var fileHeader = KlogFileHeader()
  private(set) var chain = WrapperChain()
  private var layers: [any LineWrapper.Type] = []
  private var scratchPool: [[UInt8]] = []
  private var described: Set<String> = []
  /// Bits of the payloads that were described for the current chain.
  private var describedPayloads: UInt8 = 0
  /// Origin of lines that name none, from a collector's mark.
  var section = OriginKey()
  /// Origin of the line delivered last; an indented line without wrapper continues that one.
  var lastOrigin: UInt16 = 0

  /// A decoder at the begin of a stream.
  init(_ sink: any RecordSink, lineLimit: Int, framing: String? = nil) {
    self.sink = sink
    self.lineLimit = lineLimit
    self.framing = framing
    self.batch = LineBatch(sink)
    self.origins = OriginTable(sink)
  }

  /// The newest line that says which one of its file it is: that number, and the one that it has here.
  var numbered: (number: Int, here: Int) = (0, 0)

  /// Time that stood on the line before, alone: the time of the line that follows.
  var announced: Int64?

  /// Somewhere in the lines at hand there are colours.
  var mayHaveColors = false

  /// A plain klog line changes nothing of what the decoder remembers, so it may take the short way.
  private(set) var isPlainReady = false
  /// For such lines.
  var neighbor = KlogNeighbor()

  /// Takes `chain` as the one to try first.
  mutating func use(_ chain: WrapperChain) {
    self.chain = chain
    describedPayloads = 0
    layers = chain.layers.map { LineWrapperRegistry.all[$0] }
  }

  /// Tells the sink about a chain the first time that a line of it was delivered.
  @inline(__always)
  mutating func describe(_ payload: Payload) {
    if describedPayloads & payload.rawValue == 0 { describeNew(payload) }
  }

  @inline(never)
  private mutating func describeNew(_ payload: Payload) {
    describedPayloads |= payload.rawValue
    // Text is worth mentioning only where there is nothing else.
    if payload == .text && !described.isEmpty { return }
    let description = (framing.map { $0 + " > " } ?? "") + chain.description(of: payload.name)
    if described.count < 64, described.insert(description).inserted { sink.logChain(description) }
  }

  /// Decodes one line. `isStable` says that `text` is what the batch will be flushed with. O(line).
  mutating func decode(_ text: RawSpan, _ line: WrappedLine, _ raw: RawLine, isStable: Bool = true) {
    decodeLine(text, line, raw, isStable: isStable)
    isPlainReady =
      layers.isEmpty && section.isEmpty && !fileHeader.isOpen && lastOrigin == 0 && origins.continues(0)
      && partials.isEmpty && announced == nil
  }

  private mutating func decodeLine(_ text: RawSpan, _ line: WrappedLine, _ raw: RawLine, isStable: Bool) {
    // A word may be marked in any line of a stream that has had no colours so far.
    if mayHaveColors, let coloured = ChainSearch.coloured(chain, text, line) { use(coloured) }
    var attempt = line
    if run(0, text, text, &attempt, raw, copies: !isStable, .understoodOnly) == .done { return }
    if let other = ChainSearch.chain(of: text, line.start, line.end), other != chain {
      let before = chain
      use(other)
      var again = line
      if run(0, text, text, &again, raw, copies: !isStable, .understoodOnly) == .done { return }
      use(before)
    }
    if framing != nil, described.isEmpty {
      // Nothing was understood yet and records come one by one: what proves itself by its layout will do.
      let other = ChainSearch.distinctiveChain(of: text, line.start, line.end)
      if !other.isPlain { use(other) }
    }
    var last = line
    if trusts(text, line), run(0, text, text, &last, raw, copies: !isStable, .anything) == .done { return }
    misfit(text, line, raw, copies: !isStable)
  }

  /// Takes off the layers from `depth` on and delivers what is inside.
  private mutating func run(
    _ depth: Int, _ text: RawSpan, _ chunk: RawSpan, _ line: inout WrappedLine, _ raw: RawLine, copies: Bool,
    _ insistence: Insistence
  ) -> Outcome {
    guard depth < layers.count else {
      return deliver(text, chunk, &line, raw, copies: copies, insistence) ? .done : .text
    }
    var scratch = scratchPool.popLast() ?? []
    scratch.removeAll(keepingCapacity: true)
    defer { scratchPool.append(scratch) }
    line.isDecoded = false
    switch layers[depth].unwrap(&line, in: text, into: &scratch) {
    case .fails: return .misfit
    case .marker:
      sink.account(.recognized, Int(raw.length))
      return .done
    case .content:
      if line.isDecoded { return run(depth + 1, scratch.span.bytes, chunk, &line, raw, copies: true, insistence) }
      return run(depth + 1, text, chunk, &line, raw, copies: copies, insistence)
    }
  }

  /// Loosely matching wrappers are believed for unknown content only if their origin has written log lines before.
  private mutating func trusts(_ text: RawSpan, _ line: WrappedLine) -> Bool {
    if chain.isDistinctive { return true }
    var probe = line
    guard let key = originKey(0, text, &probe) else { return false }
    return key.isEmpty || origins.isKnownWriter(key)
  }

  /// The origin that the current chain names for a line; nil if it does not fit.
  private func originKey(_ depth: Int, _ text: RawSpan, _ line: inout WrappedLine) -> OriginKey? {
    guard depth < layers.count else { return line.origin }
    var scratch: [UInt8] = []
    line.isDecoded = false
    guard layers[depth].unwrap(&line, in: text, into: &scratch) == .content else { return nil }
    if line.isDecoded { return originKey(depth + 1, scratch.span.bytes, &line) }
    return originKey(depth + 1, text, &line)
  }

  /// A line that the chain does not fit: a collector's remark, the rest of a broken line, or nothing known.
  private mutating func misfit(_ text: RawSpan, _ line: WrappedLine, _ raw: RawLine, copies: Bool) {
    if isBlank(text, line) {
      sink.account(.recognized, Int(raw.length))
      return
    }
    if notice(text, text, line, raw) { return }
    let isIndented = text.byte(line.start) <= 0x20
    let continues = (isIndented || chain.isOptional) && origins.continues(lastOrigin)
    var out = LogLine()
    out.origin = continues ? lastOrigin : 0
    out.isContinuation = continues
    place(text, text, line, raw, copies: copies, &out)
  }

  /// A line without a byte above the blank.
  func isBlank(_ text: RawSpan, _ line: WrappedLine) -> Bool {
    var at = line.start
    while at < line.end, text.byte(at) <= 0x20 { at += 1 }
    return at == line.end
  }

  /// Accounts for a line of the collecting tool; false if it is none.
  mutating func notice(_ text: RawSpan, _ chunk: RawSpan, _ line: WrappedLine, _ raw: RawLine) -> Bool {
    guard let notice = CollectorNotice(text, line.start, line.end) else { return false }
    sink.account(.recognized, Int(raw.length))
    switch notice {
    case .harmless: break
    case .gap(let reason):
      batch.flush(chunk)  // the sink shall know what came before
      sink.gap(reason, at: RecordPosition(offset: raw.offset, line: UInt64(raw.number), length: raw.length))
    case .section(let key):
      section = key
      origins.setRecord(origins.id(key), false)
    case .sectionEnd: section = OriginKey()
    }
    return true
  }
}
