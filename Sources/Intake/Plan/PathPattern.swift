/// How the end of a path has to look: `namespaces/{namespace}/pods/{pod}/*/*.log`.
///
/// A component is text in which `{field}` stands for a name and `*` for anything. A pattern that ends in `/**` matches
/// anywhere in a path and leaves at least one component. The root is what lies before `//`, or else before the pattern.
struct PathPattern {
  /// Longer components are no file names.
  static let componentLimit = 255

  enum Token {
    case text([UInt8])
    case field(PathField)
  }

  private(set) var components: [[Token]] = []
  /// The pattern goes on with any components.
  private(set) var isOpen = false
  /// How many components of the pattern belong to the root.
  private(set) var rootCount = 0

  /// Reads a pattern of the program's own tables.
  init(_ text: String) {
    var previousWasEmpty = false
    for part in text.split(separator: "/", omittingEmptySubsequences: false) {
      switch part {
      case "": rootCount = components.count
      case "**": isOpen = true
      default: components.append(Self.tokens(part))
      }
      previousWasEmpty = part.isEmpty
    }
    precondition(!components.isEmpty && !previousWasEmpty, "empty pattern")
  }

  /// All patterns of `text`, in which `(a|b)` stands for either.
  static func alternatives(_ text: String) -> [PathPattern] {
    var pending = [text]
    var complete: [PathPattern] = []
    while let next = pending.popLast() {
      guard let open = next.firstIndex(of: "("), let close = next[open...].firstIndex(of: ")") else {
        complete.append(PathPattern(next))
        continue
      }
      for choice in next[next.index(after: open)..<close].split(separator: "|", omittingEmptySubsequences: false) {
        pending.append(String(next[..<open]) + String(choice) + String(next[next.index(after: close)...]))
      }
    }
    return complete
  }

  /// The longest component without fields, and where it stands; an index of patterns starts there.
  var anchor: (offset: Int, text: [UInt8])? {
    var best: (offset: Int, text: [UInt8])?
    for (i, tokens) in components.enumerated() {
      guard tokens.count == 1, case .text(let text) = tokens[0], text.count > best?.text.count ?? 0 else { continue }
      best = (i, text)
    }
    return best
  }

  /// Whether the components of `path` from `start` on are these. O(bytes looked at).
  func matches(_ path: SplitPath, at start: Int) -> Bool { fields(path, at: start) { _, _ in } }

  /// Matches the end of `path`, and hands every field to `visit`; also those of a path that fails later.
  func matchEnd(_ path: SplitPath, _ visit: (PathField, Range<Int>) -> Void) -> Bool {
    fields(path, at: path.parts.count - components.count, visit)
  }

  private func fields(_ path: SplitPath, at start: Int, _ visit: (PathField, Range<Int>) -> Void) -> Bool {
    let end = start + components.count
    guard start >= 0, isOpen ? end < path.parts.count : end == path.parts.count else { return false }
    for (i, tokens) in components.enumerated() {
      guard Self.matches(tokens, path.bytes, path.parts[start + i], visit) else { return false }
    }
    return true
  }

  /// From the right, each field takes as little as it can: no way back is needed, and the time is bounded.
  private static func matches(
    _ tokens: [Token], _ bytes: [UInt8], _ part: Range<Int>, _ visit: (PathField, Range<Int>) -> Void
  ) -> Bool {
    guard part.count <= componentLimit else { return false }
    var end = part.upperBound
    var i = tokens.count
    while i > 0 {
      i -= 1
      switch tokens[i] {
      case .text(let text):
        guard end - part.lowerBound >= text.count else { return false }
        guard bytes[(end - text.count)..<end].elementsEqual(text) else { return false }
        end -= text.count
      case .field(let field):
        var start = part.lowerBound
        if i > 0, case .text(let text) = tokens[i - 1] {
          guard let found = lastEnd(of: text, bytes, part.lowerBound..<end) else { return false }
          start = found
        }
        guard field.accepts(bytes[start..<end]), !isDots(bytes[start..<end], of: part) else { return false }
        visit(field, start..<end)
        end = start
      }
    }
    return end == part.lowerBound
  }

  private static func isDots(_ bytes: ArraySlice<UInt8>, of part: Range<Int>) -> Bool {
    bytes.count == part.count && bytes.count <= 2 && bytes.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  private static func lastEnd(of text: [UInt8], _ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var end = range.upperBound
    while end - range.lowerBound >= text.count {
      if bytes[(end - text.count)..<end].elementsEqual(text) { return end }
      end -= 1
    }
    return nil
  }

  private static func tokens(_ component: Substring) -> [Token] {
    var tokens: [Token] = []
    var text: [UInt8] = []
    var rest = component
    func flush() {
      if !text.isEmpty { tokens.append(.text(text)) }
      text = []
    }
    while let character = rest.popFirst() {
      guard character == "*" || character == "{" else {
        text += Array(String(character).utf8)
        continue
      }
      flush()
      let name = character == "*" ? "*" : String(rest.prefix { $0 != "}" })
      if character == "{" { rest = rest.dropFirst(name.count + 1) }
      guard let field = PathField(rawValue: name) else { preconditionFailure("unknown field \(name)") }
      tokens.append(.field(field))
    }
    flush()
    return tokens
  }
}
