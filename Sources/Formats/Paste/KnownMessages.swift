import ByteLexing
import CEmbedded

/// The wording of the catalogue of messages, for pastes alone: it tells a complaint of the controller that was copied without
/// the header of its line, and how a message ends of which somebody left the end out.
///
/// What a message means is the vocabulary's business; here it is only known again.
struct KnownMessages: Sendable {
  /// Those that are compiled into the program.
  static let builtIn = KnownMessages(catalogue())

  private enum Part: Sendable {
    case text([UInt8])
    /// A field without blanks and quotes, and any other field.
    case name, anything
  }

  private struct Message: Sendable {
    var parts: [Part] = []
    /// The file that prints it; the first of several.
    var file: [UInt8]
    /// The controller prints it for what fails, and nobody else says so.
    var isComplaint: Bool
  }

  private var messages: [Message] = []
  /// Numbers of those that begin with the same four bytes.
  private var byOpening: [UInt32: [Int]] = [:]
  private var firstBytes = [Bool](repeating: false, count: 256)

  /// Fewer bytes of wording are words that anybody may write.
  private static let leastWording = 20
  private static let longest = 2048

  /// Reads the catalogue, whose lines the vocabulary checks; a line that does not fit is left out.
  init(_ catalogue: [UInt8]) {
    for line in catalogue.split(separator: 0x0a) where line.first != UInt8(ascii: "#") {
      let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard columns.count == 8 else { continue }
      let file = columns[1].prefix { $0 != UInt8(ascii: ",") }
      var message = Message(
        parts: Self.parts(columns[7]), file: file == [UInt8(ascii: "*")] ? Self.anyFile : Array(file),
        isComplaint: false)
      guard case .text(let opening) = message.parts.first, opening.count >= 4 else { continue }
      message.isComplaint =
        Self.isOfWork(columns[0]) && columns[3].allSatisfy { Self.complaints.contains($0) }
        && message.parts.reduce(0) { if case .text(let text) = $1 { $0 + text.count } else { $0 } } >= Self.leastWording
      byOpening[Self.key(opening), default: []].append(messages.count)
      firstBytes[Int(opening[0])] = true
      messages.append(message)
    }
  }

  private static let anyFile = Array("controller.go".utf8)
  private static let complaints = Set("EWF".utf8)

  /// Messages of libraries are other programs' as well, and so is what any client says of something that fails or is not
  /// there.
  private static func isOfWork(_ kind: ArraySlice<UInt8>) -> Bool {
    let area = kind.prefix { $0 != UInt8(ascii: ".") }
    let others: [StaticString] = ["process", "lease", "watch", "api", "event", "work"]
    if others.contains(where: { area.elementsEqual(bytes($0)) }) { return false }
    for end: StaticString in [".not-found", ".failed", "networks-failed"]
    where kind.suffix(end.utf8CodeUnitCount).elementsEqual(bytes(end)) {
      return false
    }
    return true
  }

  private static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  private static func key(_ bytes: some Collection<UInt8>) -> UInt32 {
    bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Fields whose text may be anything.
  private static let loose: [StaticString] = [
    "_", "error", "other", "action", "reason", "namespace", "v4", "v6", "mac",
  ]

  private static func parts(_ template: ArraySlice<UInt8>) -> [Part] {
    var parts: [Part] = []
    var text: [UInt8] = []
    var at = template.startIndex
    while at < template.endIndex {
      let next = at + 1 < template.endIndex ? template[at + 1] : 0
      switch template[at] {
      case UInt8(ascii: "\\"):
        text.append(next == UInt8(ascii: "n") ? 0x0a : next)
        at += 2
      case UInt8(ascii: "{") where next != UInt8(ascii: "{"):
        let end = template[at...].firstIndex(of: UInt8(ascii: "}")) ?? template.endIndex
        let field = template[(at + 1)..<end]
        if let colon = field.firstIndex(of: UInt8(ascii: ":")) {
          text += field[(colon + 1)...]
        } else {
          if !text.isEmpty { parts.append(.text(text)) }
          text = []
          parts.append(loose.contains { field.elementsEqual(bytes($0)) } ? .anything : .name)
        }
        at = end + 1
      case UInt8(ascii: "{"), UInt8(ascii: "}"):
        text.append(template[at])
        at += 2
      default:
        text.append(template[at])
        at += 1
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }

  private static func catalogue() -> [UInt8] {
    var count = 0
    guard let files = cembedded_files(&count) else { return [] }
    for i in 0..<count where String(cString: files[i].path) == "vocabulary/messages.tsv" {
      return Array(UnsafeBufferPointer(start: files[i].bytes, count: files[i].length))
    }
    return []
  }

  // MARK: Messages without a header

  /// The file that prints the complaint at `start..<end`, which is all of it, cut at its end at most; `nil` for other texts.
  /// Untrusted; a table lookup for most lines, else O(text) for each message that begins like it.
  func fileOfComplaint(_ text: RawSpan, _ start: Int, _ end: Int) -> [UInt8]? {
    guard end - start >= Self.leastWording, end - start < Self.longest, firstBytes[Int(text.byte(start))] else {
      return nil
    }
    var line: [UInt8] = []
    line.append(text, start..<end)
    while let last = line.last, Self.closings.contains(last) { line.removeLast() }
    if let file = file(of: line) { return file }
    // A quote behind it may be a person's.
    for quote in Self.quotes where line.count > quote.count && line.suffix(quote.count) == quote[...] {
      return file(of: Array(line.dropLast(quote.count)))
    }
    return nil
  }

  private static let quotes = ["\"", "”", "'"].map { Array($0.utf8) }

  private func file(of line: [UInt8]) -> [UInt8]? {
    let shown = Self.withoutEllipsis(line)
    let isCut = shown.count < line.count
    let said = isCut ? Array(shown) + Self.restOfNotFound(shown) : line
    guard shown.count >= Self.leastWording else { return nil }
    let number = (byOpening[Self.key(said)] ?? []).first {
      messages[$0].isComplaint && rest(of: messages[$0], behind: said[...], isCut: isCut) != nil
    }
    return number.map { messages[$0].file }
  }

  /// Code marks and frames behind a message.
  private static let closings = Set("`*| ".utf8)

  // MARK: Messages without an end

  /// The line as far as it is known how it went on, where somebody put dots for its end; `nil` for lines that end otherwise, or
  /// of which nothing is known.
  ///
  /// Dots that stand for the end of a name become one sign that no name may hold. O(line) for each message that begins like it.
  func completed(_ line: [UInt8]) -> [UInt8]? {
    let shown = Self.withoutEllipsis(line)
    guard shown.count < line.count, line.count < Self.longest else { return nil }
    let begin = Self.message(in: shown)
    let likely = (byOpening[Self.key(shown[begin...])] ?? []).filter { begins(messages[$0], shown[begin...]) }
    if likely.isEmpty || likely.contains(where: { endsWithDots(messages[$0], line[begin...]) }) { return nil }
    let said = Array(shown) + Self.restOfNotFound(shown)
    let rests = Set(likely.compactMap { rest(of: messages[$0], behind: said[begin...], isCut: true) })
    if rests.contains([]) { return said.count > shown.count ? said : nil }
    return said + (rests.count == 1 ? rests.first ?? [] : Self.sign)
  }

  /// The dots are the message's own.
  private func endsWithDots(_ message: Message, _ text: ArraySlice<UInt8>) -> Bool {
    guard case .text(let words) = message.parts.last, words.suffix(3) == [0x2e, 0x2e, 0x2e] else { return false }
    return rest(of: message, behind: text, isCut: false) == []
  }

  private static let sign = Array("…".utf8)

  /// The text before the first field is that of the message, as far as it is shown.
  private func begins(_ message: Message, _ text: ArraySlice<UInt8>) -> Bool {
    guard case .text(let words) = message.parts.first else { return false }
    return text.starts(with: words) || words.starts(with: text)
  }

  /// Without three dots or more, or the sign for them, at the end.
  private static func withoutEllipsis(_ line: [UInt8]) -> ArraySlice<UInt8> {
    var rest = line[...]
    while let last = rest.last, last <= 0x20 { rest.removeLast() }
    var isCut = false
    while rest.count >= 3, rest.suffix(3) == sign[...] {
      rest.removeLast(3)
      isCut = true
    }
    let dots = rest.reversed().prefix { $0 == UInt8(ascii: ".") }.count
    if dots >= 3 {
      rest.removeLast(dots)
      isCut = true
    }
    return isCut ? rest : line[...]
  }

  /// What follows a name in quotes, of which nothing but the begin of `not found` is shown.
  private static func restOfNotFound(_ line: ArraySlice<UInt8>) -> [UInt8] {
    guard let quote = line.lastIndex(of: UInt8(ascii: "\"")), quote > line.startIndex else { return [] }
    let said = line[(quote + 1)...]
    let whole = bytes(" not found")
    guard said.count > 1, said.count < whole.count, whole.starts(with: said) else { return [] }
    return Array(whole.dropFirst(said.count))
  }

  /// Where the message begins: behind the call site, whatever stands in front of it.
  private static func message(in line: ArraySlice<UInt8>) -> Int {
    let mark = bytes(".go:")
    var at = line.startIndex
    while at + mark.count < line.endIndex {
      if line[at] == mark[0], line[at...].starts(with: mark) {
        var end = at + mark.count
        while end < line.endIndex, line[end] &- 0x30 <= 9 { end += 1 }
        if end > at + mark.count, end + 1 < line.endIndex, line[end] == UInt8(ascii: "]"), line[end + 1] == 0x20 {
          return end + 2
        }
      }
      at += 1
    }
    return line.startIndex
  }

  // MARK: Fitting

  /// What of the message is missing behind a text that begins it; `nil` if the text is none of it, or if a field is missing too.
  /// Without `isCut`, nothing may be missing.
  private func rest(of message: Message, behind text: ArraySlice<UInt8>, isCut: Bool) -> [UInt8]? {
    var at = text.startIndex
    var parts = message.parts[...]
    while let part = parts.popFirst() {
      switch part {
      case .text(let words):
        if text[at...].starts(with: words) {
          at += words.count
        } else {
          guard isCut, at < text.endIndex, words.starts(with: text[at...]), parts.isEmpty else { return nil }
          return Array(words.dropFirst(text.endIndex - at))
        }
      case .name, .anything:
        let isName = if case .name = part { true } else { false }
        guard case .text(let words) = parts.first else {
          // The end of a name may be what is missing.
          if isName { return !isCut && text.endIndex > at && text[at...].allSatisfy(Self.isOfName) ? [] : nil }
          return text.endIndex > at ? [] : nil
        }
        if let next = Self.place(of: words, in: text[at...], isName: isName, isLast: parts.count == 1, isCut: isCut) {
          at = next
        } else {
          // The text between ends with the text: what follows it is known all the same.
          guard isCut, !isName, parts.count == 1, at < text.endIndex else { return nil }
          return Self.sign + words
        }
      }
    }
    return at == text.endIndex ? [] : nil
  }

  /// Where the words behind a field begin, of which the end may be missing; the field holds one byte at least.
  private static func place(
    of words: [UInt8], in text: ArraySlice<UInt8>, isName: Bool, isLast: Bool, isCut: Bool
  ) -> Int? {
    var at = text.startIndex + 1
    while at < text.endIndex {
      if isName, !isOfName(text[at - 1]) { return nil }
      if text[at] == words[0] {
        let rest = text[at...]
        let isWhole = rest.starts(with: words) && (!isLast || isName || rest.count == words.count)
        if isWhole || isCut && isLast && rest.count < words.count && words.starts(with: rest) { return at }
      }
      at += 1
    }
    return nil
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
  }
}
