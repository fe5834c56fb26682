import Model

/// Reads one template: `{role}` is a field, `{a+b}` one text that is two fields, `{role:text}` literal text that is a
/// field, `{_}` text of no interest; `{{` and `}}` are braces, `\n` a line end, `\t` a tab, `\\` a backslash.
struct TemplateParser {
  private let text: ArraySlice<UInt8>
  private let line: Int
  private let firstColumn: Int
  private var position: Int
  private var parts: [MessageTemplate.Part] = []
  private var literal: [UInt8] = []

  /// - Parameters:
  ///   - text: the template.
  ///   - line: where it stands, for errors.
  ///   - column: where it begins in that line, from 1.
  init(_ text: ArraySlice<UInt8>, line: Int, column: Int) {
    self.text = text
    self.line = line
    self.firstColumn = column
    self.position = text.startIndex
  }

  mutating func parse() throws(CatalogueError) -> [MessageTemplate.Part] {
    while position < text.endIndex {
      let byte = text[position]
      let next = position + 1 < text.endIndex ? text[position + 1] : 0
      switch byte {
      case UInt8(ascii: "{") where next == UInt8(ascii: "{"), UInt8(ascii: "}") where next == UInt8(ascii: "}"):
        literal.append(byte)
        position += 2
      case UInt8(ascii: "{"):
        try placeholder()
      case UInt8(ascii: "}"):
        throw failure("'}' without '{'; write '}}' for a brace")
      case UInt8(ascii: "\\"):
        literal.append(try escaped(next))
        position += 2
      default:
        literal.append(byte)
        position += 1
      }
    }
    endLiteral()
    guard !parts.isEmpty else { throw failure("the template is empty") }
    return parts
  }

  private func escaped(_ byte: UInt8) throws(CatalogueError) -> UInt8 {
    switch byte {
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "\\"): byte
    default: throw failure("unknown escape; only \\n, \\t and \\\\ are known")
    }
  }

  private mutating func placeholder() throws(CatalogueError) {
    guard let end = text[position...].firstIndex(of: UInt8(ascii: "}")) else {
      throw failure("'{' without '}'; write '{{' for a brace")
    }
    let body = text[position + 1..<end]
    if let colon = body.firstIndex(of: UInt8(ascii: ":")) {
      let role = try self.role(body[body.startIndex..<colon])
      guard colon + 1 < end else { throw failure("no text after ':'") }
      endLiteral()
      parts.append(.named(Array(body[(colon + 1)...]), role))
    } else {
      endLiteral()
      if case .placeholder = parts.last { throw failure("two placeholders need text between them") }
      var roles: [FieldRole] = []
      if Array(body) != [UInt8(ascii: "_")] {
        for name in body.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false) {
          roles.append(try role(name))
        }
      }
      guard roles.count <= 2 else { throw failure("a placeholder has at most two roles") }
      parts.append(.placeholder(roles))
    }
    position = end + 1
  }

  private func role(_ name: ArraySlice<UInt8>) throws(CatalogueError) -> FieldRole {
    let text = String(decoding: name, as: UTF8.self)
    guard let role = FieldRole(rawValue: text) else { throw failure("'\(text)' is not a field role") }
    return role
  }

  private mutating func endLiteral() {
    if !literal.isEmpty { parts.append(.literal(literal)) }
    literal = []
  }

  private func failure(_ reason: String) -> CatalogueError {
    CatalogueError(line: line, column: firstColumn + position - text.startIndex, reason: reason)
  }
}
