import ByteLexing

/// Reads the block style of YAML that `kubectl` and other Go programs write, into a document tree.
///
/// libyaml is the judge of everything else: whatever is not plainly that style (anchors, tags, comments, flow
/// collections, folded blocks, tabs) makes `read` give up, and `YAMLEventReader` reads the document instead. Exists
/// because it is several times faster; a test compares the two on all fixtures. Input is untrusted.
struct YAMLBlockReader {
  /// Thrown for what is left to libyaml.
  struct Unusual: Error {}

  let tree: DocumentTree
  let bytes: UnsafeRawBufferPointer
  /// Column of the content that is read next.
  var indent = 0
  /// The content of the current line, without blanks at its end.
  var start = 0
  var end = 0
  /// Where the next line begins.
  var next = 0
  /// Blank lines between the line before and the current one.
  var blankLines = 0
  var isAtEnd = false
  var depth: UInt32 = 0
  /// Text that is not in the source as it stands is put together here.
  var scratch: [UInt8] = []

  /// Reads one document into `tree`. False if it is not in the style described above.
  static func read(_ source: RawSpan, into tree: DocumentTree) -> Bool {
    tree.begin(with: source)
    return source.withUnsafeBytes { bytes in
      var reader = YAMLBlockReader(tree: tree, bytes: bytes)
      do throws(Unusual) {
        try reader.advance()
        guard !reader.isAtEnd else { return false }
        if !reader.isDash, try reader.mapKey() == nil { return false }
        try reader.node(key: 0..<0, parent: -1)
        return reader.isAtEnd
      } catch {
        return false
      }
    }
  }

  private init(tree: DocumentTree, bytes: UnsafeRawBufferPointer) {
    self.tree = tree
    self.bytes = bytes
  }

  // MARK: Lines

  /// Goes to the next line with content.
  mutating func advance() throws(Unusual) {
    blankLines = 0
    while next < bytes.count {
      let lineStart = next
      let lineEnd = self.lineEnd(lineStart)
      next = min(bytes.count, lineEnd + 1)
      var first = lineStart
      while first < lineEnd, bytes[first] == UInt8(ascii: " ") { first += 1 }
      var last = lineEnd
      while last > first, bytes[last - 1] == UInt8(ascii: " ") || bytes[last - 1] == UInt8(ascii: "\r") { last -= 1 }
      if first == last {
        blankLines += 1
        continue
      }
      if bytes[first] == UInt8(ascii: "\t") || bytes[first] == UInt8(ascii: "#") { throw Unusual() }
      if first == lineStart { try refuseMarker(first) }
      indent = first - lineStart
      start = first
      end = last
      return
    }
    isAtEnd = true
    indent = -1
  }

  /// `---` and `...` at the begin of a line end a document, even inside a scalar.
  func refuseMarker(_ at: Int) throws(Unusual) {
    guard at + 3 <= bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: ".") else { return }
    if bytes[at + 1] == bytes[at], bytes[at + 2] == bytes[at] { throw Unusual() }
  }

  /// Offset of the line end at or after `at`, or of the end of the source.
  @inline(__always)
  func lineEnd(_ at: Int) -> Int {
    let hit = bytes.bytes.firstIndex(of: UInt8(ascii: "\n"), from: at)
    return hit < 0 ? bytes.count : hit
  }

  /// True if the content begins with the dash of a sequence.
  @inline(__always)
  var isDash: Bool {
    bytes[start] == UInt8(ascii: "-") && (end == start + 1 || bytes[start + 1] == UInt8(ascii: " "))
  }

  func append(_ kind: DocumentTree.Kind, _ key: Range<Int>, _ text: Range<Int>) throws(Unusual) -> Int {
    guard let index = tree.append(kind, key: key, text: text) else { throw Unusual() }
    return index
  }

  // MARK: Collections

  /// The node whose content begins at `start`; it belongs to a collection at column `parent`.
  private mutating func node(key: Range<Int>, parent: Int) throws(Unusual) {
    if isDash {
      try sequence(key: key)
    } else if let own = try mapKey() {
      try map(key: key, first: own)
    } else {
      try scalar(key: key, at: start, parent: parent)
    }
  }

  private mutating func enter() throws(Unusual) {
    depth += 1
    if depth > DocumentTree.depthLimit { throw Unusual() }
  }

  private mutating func sequence(key: Range<Int>) throws(Unusual) {
    try enter()
    let list = try append(.list, key, 0..<0)
    let column = indent
    repeat {
      if end == start + 1 {
        try advance()
        if isAtEnd || indent <= column {
          _ = try append(.null, 0..<0, 0..<0)
        } else {
          try node(key: 0..<0, parent: column)
        }
      } else {
        var content = start + 1
        while bytes[content] == UInt8(ascii: " ") { content += 1 }
        if bytes[content] == UInt8(ascii: "\t") { throw Unusual() }
        indent += content - start
        start = content
        if isDash {
          try sequence(key: 0..<0)
        } else if let own = try mapKey() {
          try map(key: 0..<0, first: own)
        } else {
          try scalar(key: 0..<0, at: start, parent: column)
        }
      }
    } while !isAtEnd && indent == column && isDash
    if !isAtEnd, indent > column { throw Unusual() }
    tree.close(list)
    depth -= 1
  }

  /// A map whose first key was found already.
  private mutating func map(key: Range<Int>, first: MapKey) throws(Unusual) {
    try enter()
    let map = try append(.map, key, 0..<0)
    let column = indent
    var own = first
    while true {
      if own.value == end {
        try advance()
        if isAtEnd || indent < column || (indent == column && !isDash) {
          _ = try append(.null, own.key, 0..<0)
        } else {
          // Go's YAML writers put the dashes of a list under its key, not right of it.
          try node(key: own.key, parent: indent == column ? column - 1 : column)
        }
      } else {
        try scalar(key: own.key, at: own.value, parent: column)
      }
      if isAtEnd || indent < column { break }
      guard indent == column, !isDash, let following = try mapKey() else { throw Unusual() }
      own = following
    }
    tree.close(map)
    depth -= 1
  }

  /// A key, and where the value begins on the same line (the line's end if it does not).
  private struct MapKey {
    var key: Range<Int>
    var value: Int
  }

  /// The key at `start`, or `nil` if the content is no key.
  private mutating func mapKey() throws(Unusual) -> MapKey? {
    let first = bytes[start]
    var colon: Int
    var key: Range<Int>
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      guard let close = bytes[(start + 1)..<end].firstIndex(of: first) else { return nil }
      colon = close + 1
      key = (start + 1)..<close
      guard colon < end, bytes[colon] == UInt8(ascii: ":") else { return nil }
      if bytes[key].contains(UInt8(ascii: "\\")), first == UInt8(ascii: "\"") { throw Unusual() }
    } else {
      if Self.isIndicator(first) { return nil }
      colon = start
      while true {
        let hit = bytes.bytes.extracting(colon..<end).firstIndex(of: UInt8(ascii: ":"))
        if hit < 0 { return nil }
        colon += hit
        if colon + 1 == end || bytes[colon + 1] == UInt8(ascii: " ") { break }
        if bytes[colon + 1] == UInt8(ascii: "\t") { throw Unusual() }
        colon += 1
      }
      key = start..<colon
      if key.isEmpty { throw Unusual() }
      if first == UInt8(ascii: "?") || first == UInt8(ascii: "-"), key.count == 1 || bytes[start + 1] == 0x20 {
        throw Unusual()
      }
      try checkPlain(key)
      while bytes[key.upperBound - 1] == UInt8(ascii: " ") { key = key.lowerBound..<(key.upperBound - 1) }
    }
    var value = colon + 1
    if value < end, bytes[value] != UInt8(ascii: " ") { return nil }
    while value < end, bytes[value] == UInt8(ascii: " ") { value += 1 }
    if value < end, bytes[value] == UInt8(ascii: "\t") { throw Unusual() }
    return MapKey(key: key, value: value)
  }

  /// True for bytes that begin something else than a plain scalar.
  static func isIndicator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"),
      UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "'"):
      true
    default: false
    }
  }
}
