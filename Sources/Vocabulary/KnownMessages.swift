import ByteLexing
import Model

/// The wording of the catalogue, for texts that were pasted: it tells a complaint of the controller that was copied without the
/// header of its line, and how a message ends of which somebody left the end out.
///
/// What a message means the templates tell; here it is only known again.
public struct KnownMessages: Sendable {
  /// Those that are compiled into the program; made on first use.
  public static let builtIn = KnownMessages(Vocabulary.builtIn.table.templates)

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

  init(_ templates: [MessageTemplate]) {
    for template in templates where template.opening.count >= 4 {
      let isComplaint =
        template.severities & MessageTemplate.severityBit(UInt8(ascii: "I")) == 0 && Self.isOfWork(template.kind)
        && template.literalLength >= Self.leastWording
      byOpening[Self.key(template.opening), default: []].append(messages.count)
      firstBytes[Int(template.opening[0])] = true
      messages.append(
        Message(
          parts: Self.parts(template), file: template.files.first ?? Array("controller.go".utf8),
          isComplaint: isComplaint))
    }
  }

  /// Messages of libraries are other programs' as well, and so is what any client says of something that fails or is not
  /// there.
  private static func isOfWork(_ kind: ObservationKind) -> Bool {
    let others: Set = ["process", "lease", "watch", "api", "event", "work"]
    if others.contains(String(kind.rawValue.prefix { $0 != "." })) { return false }
    return ![".not-found", ".failed", "networks-failed"].contains { kind.rawValue.hasSuffix($0) }
  }

  private static func key(_ bytes: some Collection<UInt8>) -> UInt32 {
    bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Fields whose text may be anything.
  private static let loose: Set<FieldRole> = [.error, .other, .action, .reason, .namespace, .v4, .v6, .mac]

  /// Literals that follow each other are one text here.
  private static func parts(_ template: MessageTemplate) -> [Part] {
    var parts: [Part] = []
    for part in template.parts {
      switch (part, parts.last) {
      case (.literal(let more), .text(let text)?), (.named(let more, _), .text(let text)?):
        parts[parts.count - 1] = .text(text + more)
      case (.literal(let text), _), (.named(let text, _), _): parts.append(.text(text))
      case (.placeholder(let roles), _):
        parts.append(roles.count < 2 && roles.allSatisfy(loose.contains) ? .anything : .name)
      }
    }
    return parts
  }

  // MARK: Messages without a header

  /// The file that prints the complaint at `start..<end`, which is all of it, cut at its end at most; `nil` for other texts.
  /// Untrusted; a table lookup for most lines, else O(text) for each message that begins like it.
  public func fileOfComplaint(_ text: RawSpan, _ start: Int, _ end: Int) -> [UInt8]? {
    guard end - start >= Self.leastWording, end - start < Self.longest, firstBytes[Int(text.byte(start))] else {
      return nil
    }
    var line = text.extracting(start..<end).withUnsafeBytes { Array($0) }
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
  public func completed(_ line: [UInt8]) -> [UInt8]? {
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
    let whole = Array(" not found".utf8)
    guard said.count > 1, said.count < whole.count, whole.starts(with: said) else { return [] }
    return Array(whole.dropFirst(said.count))
  }

  /// Where the message begins: behind the call site, whatever stands in front of it.
  private static func message(in line: ArraySlice<UInt8>) -> Int {
    let mark = Array(".go:".utf8)
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
