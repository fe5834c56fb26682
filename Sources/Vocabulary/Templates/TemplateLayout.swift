import Model

/// Lays templates out in flat arrays and groups them by key, for `TemplateTable`.
struct TemplateLayout {
  private let templates: [MessageTemplate]
  private(set) var fileNames: [[UInt8]] = []
  private(set) var headers: [TemplateTable.Header] = []
  private(set) var pieces: [TemplateTable.Piece] = []
  private(set) var text: [UInt8] = []
  private var fileNumbers: [[UInt8]: Int32] = [:]

  struct Group {
    var key: UInt64
    var candidates: [TemplateTable.Candidate]
  }

  init(_ templates: [MessageTemplate]) {
    self.templates = templates
    for template in templates {
      for name in template.files where fileNumbers[name] == nil {
        fileNumbers[name] = Int32(fileNames.count)
        fileNames.append(name)
      }
      addPieces(template)
    }
  }

  private mutating func addPieces(_ template: MessageTemplate) {
    var header = TemplateTable.Header()
    header.firstPiece = UInt32(pieces.count)
    header.pieceCount = UInt32(template.parts.count)
    header.kind = template.kind
    header.traits = template.kind.traits
    header.subject = template.subject
    var room = Observation.fieldLimit
    for part in template.parts {
      var piece = TemplateTable.Piece()
      if let literal = part.literal {
        piece.offset = UInt32(text.count)
        piece.length = UInt32(literal.count)
        text += literal
      }
      var roles: [FieldRole] = []
      switch part {
      case .literal: break
      case .named(_, let role): roles = [role]
      case .placeholder(let named):
        roles = named
        piece.text = FieldText(named)
        if named.contains(.error) { header.hasError = true }
      }
      // Fields beyond the limit are none.
      roles = Array(roles.prefix(room))
      room -= roles.count
      piece.roleCount = UInt8(roles.count)
      piece.role0 = roles.first ?? .other
      piece.role1 = roles.last ?? .other
      for role in roles { header.roles.insert(role) }
      pieces.append(piece)
    }
    headers.append(header)
  }

  /// Candidates by key. A file's group also holds the templates of any file with that opening, so that one lookup
  /// decides by exactness among all of them.
  func groups() throws(CatalogueError) -> [Group] {
    struct Place: Hashable {
      var file: Int32
      var opening: UInt64
    }
    var members: [Place: [Int]] = [:]
    for (index, template) in templates.enumerated() {
      let opening = Self.openingKey(template)
      for file in template.files.isEmpty ? [-1] : template.files.compactMap({ fileNumbers[$0] }) {
        members[Place(file: file, opening: opening), default: []].append(index)
      }
    }
    for place in members.keys where place.file >= 0 {
      let anyFile = members[Place(file: -1, opening: place.opening)] ?? []
      members[place]?.append(contentsOf: anyFile)
    }
    var keys: [UInt64: Int] = [:]
    var groups: [Group] = []
    for place in members.keys.sorted(by: { ($0.file, $0.opening) < ($1.file, $1.opening) }) {
      let indices = (members[place] ?? []).sorted(by: precedes)
      let file = place.file < 0 ? MessageKey.anyFile : fileNames[Int(place.file)].withUnsafeBytes(MessageKey.file)
      let key = MessageKey.joined(file: file, opening: place.opening)
      if let other = keys[key] {
        throw CatalogueError(
          line: templates[indices[0]].line, column: 1,
          reason: "its hash key collides with that of line \(templates[other].line); MessageKey needs another constant")
      }
      keys[key] = indices[0]
      groups.append(Group(key: key, candidates: indices.map { candidate($0, file: place.file) }))
    }
    return groups
  }

  /// More literal text first, then fewer placeholders, then what is bound to files, lines or severities.
  private func precedes(_ a: Int, _ b: Int) -> Bool {
    func rank(_ i: Int) -> (Int, Int, Int, Int) {
      let template = templates[i]
      let bound =
        (template.files.isEmpty ? 0 : 1) + (template.lines == 0...UInt32.max ? 0 : 1)
        + (template.severities == 15 ? 0 : 1)
      return (-template.literalLength, template.placeholderCount, -bound, i)
    }
    return rank(a) < rank(b)
  }

  private func candidate(_ index: Int, file: Int32) -> TemplateTable.Candidate {
    let template = templates[index]
    var candidate = TemplateTable.Candidate()
    candidate.template = UInt32(index)
    candidate.file = template.files.isEmpty ? -1 : file
    candidate.lineLow = template.lines.lowerBound
    candidate.lineHigh = template.lines.upperBound
    candidate.severities = template.severities
    let opening = template.opening
    for (i, byte) in opening.prefix(16).enumerated() {
      let shift = UInt64(i % 8 * 8)
      if i < 8 {
        candidate.word0 |= UInt64(byte) << shift
        candidate.mask0 |= 0xFF << shift
      } else {
        candidate.word1 |= UInt64(byte) << shift
        candidate.mask1 |= 0xFF << shift
      }
    }
    return candidate
  }

  private static func openingKey(_ template: MessageTemplate) -> UInt64 {
    let opening = template.opening
    guard opening.count >= MessageKey.openingLength else { return MessageKey.noOpening }
    return UInt64(opening[0]) | UInt64(opening[1]) << 8 | UInt64(opening[2]) << 16
  }
}
