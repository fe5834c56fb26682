import Model

/// Reads the catalogue: tab-separated lines of kind, files, lines, severity, since, until, subject, template; and
/// `@error`, template for what the text of an error names. `#` starts a comment line.
struct CatalogueReader {
  private(set) var templates: [MessageTemplate] = []
  private(set) var errorPatterns: [ErrorPattern] = []

  /// Most lines a catalogue may have; also keeps indices within 16 bits.
  static let lineLimit = 20_000

  init(_ bytes: [UInt8]) throws(CatalogueError) {
    var number = 0
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      number += 1
      guard number <= Self.lineLimit else {
        throw CatalogueError(line: number, column: 1, reason: "more than \(Self.lineLimit) lines")
      }
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      let columns = line.split(separator: 9, omittingEmptySubsequences: false)
      if columns[0].elementsEqual("@error".utf8) {
        try addErrorPattern(columns, line: number)
      } else {
        try addTemplate(columns, line: number, start: line.startIndex)
      }
    }
  }

  private mutating func addErrorPattern(_ columns: [ArraySlice<UInt8>], line: Int) throws(CatalogueError) {
    guard columns.count == 2 else {
      throw CatalogueError(line: line, column: 1, reason: "an @error line has 2 columns, this one has \(columns.count)")
    }
    let column = 1 + columns[1].startIndex - columns[0].startIndex
    var parser = TemplateParser(columns[1], line: line, column: column)
    let parts = try parser.parse()
    guard let pattern = ErrorPattern(parts) else {
      throw CatalogueError(
        line: line, column: column,
        reason: "an error pattern is: text \"{role}\" not found, or: not found text \"{role}\"")
    }
    errorPatterns.append(pattern)
  }

  private mutating func addTemplate(
    _ columns: [ArraySlice<UInt8>], line: Int, start: Int
  ) throws(CatalogueError) {
    guard columns.count == 8 else {
      throw CatalogueError(line: line, column: 1, reason: "a line has 8 columns, this one has \(columns.count)")
    }
    func column(_ i: Int) -> Int { columns[i].startIndex - start + 1 }
    func text(_ i: Int) -> String { String(decoding: columns[i], as: UTF8.self) }
    func failure(_ i: Int, _ reason: String) -> CatalogueError {
      CatalogueError(line: line, column: column(i), reason: reason)
    }
    guard let kind = ObservationKind(rawValue: text(0)) else {
      throw failure(0, "'\(text(0))' is not an observation kind")
    }
    var files: [[UInt8]] = []
    if text(1) != "*" {
      files = columns[1].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Array.init)
      for name in files where name.count < 4 || !name.suffix(3).elementsEqual(".go".utf8) {
        throw failure(1, "'\(String(decoding: name, as: UTF8.self))' is not a Go file name")
      }
    }
    guard let lines = Self.lineRange(text(2)) else { throw failure(2, "lines are '*', '600-', '-600' or '600-700'") }
    guard let severities = Self.severities(columns[3]) else { throw failure(3, "severity is '*' or letters of IWEF") }
    for i in 4...5 where text(i) != "*" && ReleaseVersion(text(i)) == nil {
      throw failure(i, "'\(text(i))' is not a release, such as 1.12.28, nor '*'")
    }
    var parser = TemplateParser(columns[7], line: line, column: column(7))
    let parts = try parser.parse()
    var subject: FieldRole?
    if text(6) != "-" {
      guard let role = FieldRole(rawValue: text(6)) else { throw failure(6, "'\(text(6))' is not a field role") }
      guard Self.roles(parts).contains(role) else { throw failure(6, "the template has no field '\(text(6))'") }
      subject = role
    }
    templates.append(
      MessageTemplate(
        kind: kind, files: files, lines: lines, severities: severities, since: text(4), until: text(5),
        subject: subject, parts: parts, line: line))
  }

  private static func roles(_ parts: [MessageTemplate.Part]) -> [FieldRole] {
    parts.flatMap { part -> [FieldRole] in
      switch part {
      case .literal: []
      case .named(_, let role): [role]
      case .placeholder(let roles): roles
      }
    }
  }

  private static func severities(_ text: ArraySlice<UInt8>) -> UInt8? {
    if text.elementsEqual("*".utf8) { return 15 }
    var mask: UInt8 = 0
    for letter in text {
      let bit = MessageTemplate.severityBit(letter)
      guard bit != 15 else { return nil }
      mask |= bit
    }
    return mask == 0 ? nil : mask
  }

  private static func lineRange(_ text: String) -> ClosedRange<UInt32>? {
    if text == "*" { return 0...UInt32.max }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    guard let low = ends[0].isEmpty ? 0 : UInt32(ends[0]), let high = ends[1].isEmpty ? UInt32.max : UInt32(ends[1]),
      low <= high
    else { return nil }
    return low...high
  }
}
