import Model

/// Says the sentences of a report in Chinese. The stages write English; here it is taken apart into phrases that the book
/// has, with names and numbers as they are. A phrase that it does not have stays English.
///
/// Texts of rules come from the rules themselves. Evidence is never translated.
final class Phrasebook {
  /// Longer texts are not taken apart.
  private static let longest = 2000

  private var known: [String: String]
  private let patterns: [Pattern]

  /// What kinds of objects are called, by their nouns and API names, one and several. Blanks stand between Latin and Chinese.
  static let nouns: [String: String] = {
    var nouns = [
      "object": "对象", "objects": "对象", "controller": "控制器", "controllers": "控制器", "address": "地址", "addresses": "地址",
      "port": "端口",
      "ports": "端口",
    ]
    for facts in ResourceKind.declared.map(\.facts) where !facts.nounChinese.isEmpty {
      let name = facts.nounChinese
      let (begin, end) = (name.first?.isASCII == true ? " " : "", name.last?.isASCII == true ? " " : "")
      for word in [facts.noun, facts.nouns, facts.kind, KindFacts.plural(of: facts.kind)] {
        nouns[word] = begin + name + end
      }
    }
    return nouns
  }()

  /// A book for texts of rules beside the built-in phrases.
  init(rules: [String: String] = [:]) {
    known = rules.filter { !$0.key.contains("{") }
    let named = rules.filter { $0.key.contains("{") }.sorted { $0.key < $1.key }
    patterns = (named.map { ($0.key, $0.value) } + Self.sentences).map { Pattern($0.0, $0.1) }
    for (english, chinese) in Self.phrases { known[english] = known[english] ?? chinese }
  }

  /// The text in Chinese, as far as the book goes. O(phrases × length); remembers what it said.
  func say(_ text: String) -> String {
    if let answer = known[text] { return answer }
    guard !text.isEmpty, text.utf8.count <= Self.longest else { return text }
    let answer = translated(text, depth: 0)
    known[text] = answer
    return answer
  }

  private func translated(_ text: String, depth: Int) -> String {
    if let answer = known[text] { return answer }
    guard depth < 8, !text.isEmpty else { return text }
    for pattern in patterns {
      guard let parts = pattern.match(text) else { continue }
      return pattern.fill(
        parts.enumerated().map { number, part in
          (pattern.isNoun(number) ? Self.nouns[part] : nil) ?? translated(part, depth: depth + 1)
        })
    }
    if !text.contains("; "), let colon = text.firstRange(of: ": "), Self.isObject(text[..<colon.lowerBound]) {
      let said = String(text[colon.upperBound...])
      let answer = translated(said, depth: depth + 1)
      if answer != said { return text[..<colon.lowerBound] + "：" + answer }
    }
    for (mark, between) in [(". ", "。"), ("; ", "；"), (" · ", " · "), (", and ", "，且")] {
      let parts = text.components(separatedBy: mark)
      guard parts.count > 1 else { continue }
      let answers = parts.map { translated($0, depth: depth + 1) }
      // Half a translation is worth having only where a part was understood.
      if answers != parts { return answers.joined(separator: between) }
    }
    if text.hasSuffix(".") {
      let answer = translated(String(text.dropLast()), depth: depth + 1)
      if answer != text.dropLast() { return answer + "。" }
    }
    return text
  }

  /// `IP web-0.shop`: a kind and a name.
  private static func isObject(_ text: Substring) -> Bool {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    return words.count == 2 && nouns[String(words[0])] != nil
  }

  /// An English sentence with `{0}`, `{1}`, … for parts, or `{#0}` for a number, `{w0}` for one word and `{n0}` for a
  /// kind of objects.
  private struct Pattern {
    private enum Piece {
      case literal(String)
      case part(Int, Kind)
    }

    private enum Kind { case any, number, word, noun }

    private var pieces: [Piece] = []
    private var count = 0
    private let chinese: String
    private let names: [String]

    init(_ english: String, _ chinese: String) {
      var names: [String] = []
      var rest = Substring(english)
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        if open > rest.startIndex { pieces.append(.literal(String(rest[..<open]))) }
        let name = String(rest[rest.index(after: open)..<close])
        let kind: Kind =
          switch name.first {
          case "#": .number
          case "w": .word
          case "n": .noun
          default: .any
          }
        if !names.contains(name) { names.append(name) }
        pieces.append(.part(names.firstIndex(of: name) ?? 0, kind))
        rest = rest[rest.index(after: close)...]
      }
      if !rest.isEmpty { pieces.append(.literal(String(rest))) }
      self.names = names
      self.chinese = chinese
      count = names.count
    }

    /// The part of that number is a kind of objects.
    func isNoun(_ part: Int) -> Bool { names[part].hasPrefix("n") }

    /// The parts of a text that fits; `nil` for others.
    func match(_ text: String) -> [String]? {
      if case .literal(let first)? = pieces.first, !text.hasPrefix(first) { return nil }
      if case .literal(let last)? = pieces.last, !text.hasSuffix(last) { return nil }
      var parts = [String](repeating: "", count: count)
      return match(text[...], 0, &parts) ? parts : nil
    }

    private func match(_ text: Substring, _ at: Int, _ parts: inout [String]) -> Bool {
      guard at < pieces.count else { return text.isEmpty }
      switch pieces[at] {
      case .literal(let literal):
        return text.hasPrefix(literal) && match(text.dropFirst(literal.count), at + 1, &parts)
      case .part(let number, let kind):
        guard at + 1 < pieces.count, case .literal(let next) = pieces[at + 1] else {
          parts[number] = String(text)
          return !text.isEmpty && fits(text, kind)
        }
        var from = text.startIndex
        while let found = text[from...].firstRange(of: next) {
          let part = text[..<found.lowerBound]
          parts[number] = String(part)
          // What begins a sentence is one thing, not the end of a list of sentences.
          let isOne = at > 0 || next.hasPrefix(";") || !part.contains("; ")
          if !part.isEmpty, isOne, fits(part, kind), match(text[found.lowerBound...], at + 1, &parts) {
            parts[number] = String(part)
            return true
          }
          from = text.index(after: found.lowerBound)
        }
        return false
      }
    }

    private func fits(_ part: Substring, _ kind: Kind) -> Bool {
      switch kind {
      case .any: true
      case .number: part.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2c }
      case .word: !part.utf8.contains(0x20)
      case .noun: Phrasebook.nouns[String(part)] != nil
      }
    }

    func fill(_ parts: [String]) -> String {
      var out = ""
      var rest = Substring(chinese)
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        out += rest[..<open]
        let name = String(rest[rest.index(after: open)..<close])
        if let at = names.firstIndex(of: name) { out += parts[at] }
        rest = rest[rest.index(after: close)...]
      }
      return out + rest
    }
  }
}

extension String {
  /// Foundation's of that name, without Foundation.
  fileprivate func components(separatedBy mark: String) -> [String] {
    split(separator: mark, omittingEmptySubsequences: false).map(String.init)
  }
}
