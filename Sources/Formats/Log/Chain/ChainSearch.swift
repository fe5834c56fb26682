import ByteLexing

/// Finds out how a line is wrapped by looking for a klog header inside every combination of wrappers.
struct ChainSearch {
  /// Lines longer than this are not searched: a klog header lies near the beginning of what the wrappers hold.
  static let longestLine = 64 << 10

  /// Layers that may still be taken off; bounds the work on input made to match many wrappers at once.
  private var budget = 12

  /// The chain under which the line at `start..<end` is klog; nil if there is none. O(line × wrappers).
  static func chain(of text: RawSpan, _ start: Int, _ end: Int) -> WrapperChain? {
    guard end - start <= longestLine, mayHoldKlog(text, start, end) || GoogleEntry.mayBe(text, start, end) else {
      return nil
    }
    var search = ChainSearch()
    return search.find(text, WrappedLine(start, end), WrapperChain())
  }

  /// The distinctive chain that the line has, whatever is inside; plain if there is none. O(line × wrappers).
  static func distinctiveChain(of text: RawSpan, _ start: Int, _ end: Int) -> WrapperChain {
    guard end - start <= longestLine else { return WrapperChain() }
    return peel(text, WrappedLine(start, end), WrapperChain())
  }

  private static func peel(_ text: RawSpan, _ line: WrappedLine, _ chain: WrapperChain) -> WrapperChain {
    guard chain.layers.count < WrapperChain.deepest else { return chain }
    for (index, wrapper) in LineWrapperRegistry.all.enumerated() where wrapper.isDistinctive {
      var inner = line
      inner.isDecoded = false
      var scratch: [UInt8] = []
      guard wrapper.unwrap(&inner, in: text, into: &scratch) == .content else { continue }
      if inner.isDecoded { return peel(scratch.span.bytes, inner, chain.appending(index)) }
      return peel(text, inner, chain.appending(index))
    }
    return chain
  }

  /// `.go:12]` must be there, also when the line is quoted as JSON; says no to most other lines at the speed of memmem.
  static func mayHoldKlog(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    // Beyond the line, it would be looked for again for each line of a text that has none.
    let line = text.extracting(start..<end)
    var at = 0
    while true {
      let hit = line.firstIndex(of: ".go:" as StaticString, from: at)
      guard hit >= 0 else { return false }
      at = hit + 4
      while at < line.byteCount, line.byte(at) &- 0x30 <= 9 { at += 1 }
      // Editors of Markdown put a backslash in front of it.
      if at > hit + 4, at + 1 < line.byteCount, line.byte(at) == UInt8(ascii: "\\") { at += 1 }
      if at > hit + 4, at < line.byteCount, line.byte(at) == UInt8(ascii: "]") { return true }
    }
  }

  /// Number of the layer of colours.
  static let colors = LineWrapperRegistry.all.firstIndex { $0 == ColorWrapper.self } ?? 0

  /// The chain with the layer of colours, if the line needs it and the chain has none. Colours may stand behind the header only,
  /// as those that mark what was looked for.
  static func coloured(_ chain: WrapperChain, _ text: RawSpan, _ line: WrappedLine) -> WrapperChain? {
    guard !chain.layers.contains(colors), chain.layers.count < WrapperChain.deepest,
      ColorWrapper.isPresent(text, line.start, line.end)
    else { return nil }
    return chain.appending(colors)
  }

  private mutating func find(_ text: RawSpan, _ line: WrappedLine, _ chain: WrapperChain) -> WrapperChain? {
    if KlogText.header(text, line.start, line.end) != nil || KlogPaste.header(text, line.start, line.end) != nil {
      return Self.coloured(chain, text, line) ?? chain
    }
    guard chain.layers.count < WrapperChain.deepest else { return nil }
    for (index, wrapper) in LineWrapperRegistry.all.enumerated() where wrapper.holdsJSON || chain.layers.last != index {
      if !wrapper.isPresent(text, line.start, line.end) { continue }
      if wrapper.isBareName, chain.hasMark { continue }
      var inner = line
      inner.isDecoded = false
      var scratch: [UInt8] = []
      guard wrapper.unwrap(&inner, in: text, into: &scratch) == .content else { continue }
      budget -= 1
      guard budget > 0 else { return nil }
      let found =
        inner.isDecoded
        ? find(scratch.span.bytes, inner, chain.appending(index)) : find(text, inner, chain.appending(index))
      if let found { return found }
    }
    return nil
  }
}
