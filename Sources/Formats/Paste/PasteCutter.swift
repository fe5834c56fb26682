import ByteLexing

/// Cuts a text that a person pasted together into pieces: at prompts, fences and headings, and where the format changes.
///
/// Every line belongs to one piece. Works on lines alone, so that a piece that is damaged does not take the others with it.
/// O(text).
struct PasteCutter {
  private(set) var pieces: [PastePiece] = []
  private(set) var lines: [PasteLine] = []
  /// Fences, prompts and headings met outside of pieces that may hold such lines.
  private(set) var marks = 0
  /// What was made, changed and deleted, and what was shown to be gone.
  private(set) var course = PasteCourse()
  /// What was shown not to be there.
  private(set) var absences = PasteAbsences()

  /// Lines of which one that copying changed shows that all were copied.
  private static let fewOf = 20

  private let opening: PasteOpening
  private var piece: PastePiece?
  private var command: PasteCommand?
  /// What is shown is how it was earlier, or how somebody would have it.
  private var isElsewhen = false
  /// Of the last prompt.
  private var host = ""
  /// The last command listed something.
  private var hasPrinted = false
  /// The cluster that commands ask which name none.
  private var cluster = ""
  private var isFenced = false
  private var json = PasteJSON()
  /// Blanks in front of the piece's first line.
  private var indent = 0
  /// Tells of the rows of a table whether each of them is read.
  private var rows = TableRows()
  /// Keys of the YAML document that would begin another one if they came again.
  private var heads: Set<UInt8> = []

  /// Cuts `text`, which is not trusted.
  init(_ text: RawSpan) {
    opening = PasteOpening()
    lines = Self.lines(of: text)
    // In a log as it was written a message may hold what looks like it, now and then.
    let altered = lines.count { $0.isAltered || $0.isFramed || $0.isHeadless }
    marks = altered * Self.fewOf >= lines.count || isPanicAlone(text) ? altered : 0
    for number in lines.indices { take(number, text) }
    close()
  }

  /// The last words of the controller, with a stack of any length and no line of a log.
  private func isPanicAlone(_ text: RawSpan) -> Bool {
    lines.contains { line in
      let start = line.start + line.indent
      return line.isHeadless && KlogPaste.hasStack(text, start, line.end)
    } && !lines.contains { KlogText.header(text, $0.start + $0.indent, $0.end) != nil }
  }

  private static func lines(of text: RawSpan) -> [PasteLine] {
    var lines: [PasteLine] = []
    var at = text.hasBytes("\u{FEFF}") ? 3 : 0
    let hasEllipses = text.firstIndex(of: "…") >= 0
    while at < text.byteCount {
      let hit = text.firstIndex(of: 0x0a, from: at)
      let next = hit < 0 ? text.byteCount : hit + 1
      var end = hit < 0 ? next : hit
      while end > at, text.byte(end - 1) == 0x0d { end -= 1 }
      let raw = lines.isEmpty ? 0 : at
      let quoted = PasteMarks.unquoted(text, at, end)
      let start = PasteMarks.undecorated(text, quoted, end)
      var indent = 0
      while start + indent < end, text.byte(start + indent) == 0x20 || text.byte(start + indent) == 0x09 { indent += 1 }
      var line = PasteLine(raw: raw, start: start, end: end, next: next, indent: indent)
      if KlogPaste.isHeadless(text, start + indent, end) {
        line.isHeadless = true
        line.isFramed = start > quoted
        line.isBare =
          KlogPaste.isBare(text, start + indent, end) && !KlogPaste.hasStack(text, start + indent, end)
        line.isAltered = line.isBare && PasteMending.mended(text, start, end, isFramed: line.isFramed) != nil
      } else if KlogText.header(text, start + indent, end) != nil {
        line.isFramed = start > quoted
        line.isAltered = PasteMending.mended(text, start, end, isFramed: line.isFramed) != nil
        // Words of a person, or the cells of a table.
        if line.isFramed, !PasteMarks.isDecoration(text.byte(quoted)) { line.isAltered = true }
      } else if PasteMarks.isElided(text, start, end), ChainSearch.mayHoldKlog(text, start, end) {
        // Under a wrapping, too, the end of a message may have been left out.
        line.isAltered = PasteMending.mended(text, start, end, isFramed: false) != nil
      }
      if hasEllipses { line.isElided = text.extracting(start..<end).firstIndex(of: "…") >= 0 }
      lines.append(line)
      at = next
    }
    return lines
  }

  // MARK: Lines

  private mutating func take(_ number: Int, _ text: RawSpan) {
    let line = lines[number]
    if line.isBlank { return blank(number) }
    // What a document holds is its own business, whatever it looks like.
    if let piece, goesOnUnread(piece.form, line, text) { return extend(number) }
    if mark(number, line, text) { return }
    if let piece, piece.form.isEvidence, goesOn(piece.form, line, text) { return extend(number) }
    if let form = opening.form(of: line, text, command) { return open(form, number, line, text) }
    if piece?.form != .log { hear(number, line, text) }
    if let piece, piece.form == .prose || piece.form == .log && !endsBare(piece) { return extend(number) }
    open(.prose, number, line, text)
  }

  private mutating func blank(_ number: Int) {
    if piece?.form.isEvidence == true { return extend(number) }
    mark(number)
  }

  /// A fence, a prompt, a heading; false for other lines.
  private mutating func mark(_ number: Int, _ line: PasteLine, _ text: RawSpan) -> Bool {
    let start = line.start + line.indent
    if PasteMarks.isFence(text, start, line.end) {
      isFenced.toggle()
      if isFenced, piece?.form == .prose || piece == nil { command = command?.verb.isEmpty == true ? nil : command }
    } else if PasteMarks.isHeading(text, start, line.end, least: piece?.form == .log ? 1 : 2) {
      command = nil
      hear(number, line, text)
    } else if PasteMarks.isInterrupt(text, start, line.end) {
      mark(number)
      return true
    } else if PasteMarks.isAnswer(text, start, line.end) {
      let said = text.text(start..<line.end)
      let moment = PasteMoment(line: number, cluster: asked, host: host)
      // Who does not wait for the end is shown nothing by what is listed next.
      if command?.waits ?? true, let answer = PasteAnswer(said) { course.take(answer, moment) }
      if let absence = PasteAbsence(answer: said, command, hasPrinted: hasPrinted) {
        if !isElsewhen { course.take(absence, moment) }
        absences.take(absence, moment)
      } else if PasteMarks.tellsOfChange(text, start, line.end) {
        course.change(line: number)
        isElsewhen = false
      }
      mark(number)
      return true
    } else if opening.isLog(line, text) {
      return false
    } else if let typed = PasteMarks.command(text, start, line.end) {
      let command = PasteCommand(typed)
      if let next = command.switchesTo { cluster = next }
      host = PasteMarks.host(ofPrompt: text.text(start..<line.end).dropLast(typed.count))
      self.command = command
      hasPrinted = false
      // Scripts show their commands too, and keep all that they print.
      if text.byte(start) == UInt8(ascii: "+") { marks -= 1 }
    } else {
      return false
    }
    marks += 1
    mark(number)
    return true
  }

  /// The cluster that the last command asked.
  private var asked: String { command.map { $0.cluster.isEmpty ? cluster : $0.cluster } ?? cluster }

  /// What a person says of the times and clusters of what follows.
  private mutating func hear(_ number: Int, _ line: PasteLine, _ text: RawSpan) {
    guard line.end - line.start < 300 else { return }
    let words = text.text(line.start..<line.end)
    if PasteMarks.partsTimes(words) { course.change(line: number) }
    isElsewhen = PasteMarks.isElsewhen(words) ?? isElsewhen
    if let name = PasteMarks.cluster(words) { cluster = name }
  }

  private mutating func mark(_ number: Int) {
    if piece?.form == .mark { return extend(number) }
    close()
    piece = PastePiece(form: .mark, lines: number..<number + 1)
  }

  // MARK: Pieces

  private mutating func open(_ form: PastePiece.Form, _ number: Int, _ line: PasteLine, _ text: RawSpan) {
    var first = number
    // Comments above an object are part of it.
    if form == .yaml, let above = piece, above.form == .prose, lines[above.lines].allSatisfy({ isComment($0, text) }) {
      first = above.lines.lowerBound
      piece = nil
    }
    close(before: form)
    if form == .events, goesOnWithDescription(number) { return }
    piece = PastePiece(form: form, lines: first..<number + 1, command: command, isFenced: isFenced, cluster: asked)
    piece?.host = host
    piece?.isElsewhen = isElsewhen
    hasPrinted = hasPrinted || form.isEvidence
    indent = line.indent
    heads = []
    if form == .yaml { note(line, text) }
    if form == .table { rows = TableRows(header: text.text(line.start + line.indent..<line.end)) }
    json = PasteJSON()
    if form == .json { json.take(text, line.start, line.end) }
  }

  /// Events at the end of a description of which somebody left something out. True if there is one.
  private mutating func goesOnWithDescription(_ number: Int) -> Bool {
    guard let at = pieces.lastIndex(where: { $0.form.isEvidence }), pieces[at].form == .describe,
      pieces[at].command == command, pieces[at].isFenced == isFenced
    else { return false }
    piece = pieces[at]
    piece?.lines = pieces[at].lines.lowerBound..<number + 1
    indent = lines[pieces[at].lines.lowerBound].indent
    pieces.removeSubrange(at...)
    return true
  }

  private func isComment(_ line: PasteLine, _ text: RawSpan) -> Bool {
    line.start < line.end && text.byte(line.start) == UInt8(ascii: "#")
  }

  private mutating func extend(_ number: Int) {
    guard let lower = piece?.lines.lowerBound else { return }
    piece?.lines = lower..<number + 1
  }

  /// `next`: what the next line begins, unless it is a mark.
  private mutating func close(before next: PastePiece.Form? = nil) {
    guard var last = piece else { return }
    piece = nil
    // Blank lines at the end are nobody's.
    var end = last.lines.upperBound
    if last.form != .mark { while end > last.lines.lowerBound, lines[end - 1].isBlank { end -= 1 } }
    let rest = end..<last.lines.upperBound
    last.lines = last.lines.lowerBound..<end
    // Right below a table stands what somebody put in the place of its other rows.
    let isElided = next != nil && rest.isEmpty || lines[last.lines].contains { $0.isElided }
    last.isElided = isElided || last.form == .table && !rows.isWhole
    if last.form == .table, !last.isElided, let absence = PasteAbsence(table: last.command, of: rows.kind) {
      absences.take(absence, PasteMoment(line: end, cluster: last.cluster))
    }
    pieces.append(last)
    if !rest.isEmpty { pieces.append(PastePiece(form: .mark, lines: rest)) }
  }

  /// Its last record is a message alone, which is one line.
  private func endsBare(_ piece: PastePiece) -> Bool {
    lines[piece.lines].last { !$0.isBlank }?.isBare ?? false
  }

  /// The piece surely goes on with the line, and no mark is looked for in it.
  private mutating func goesOnUnread(_ form: PastePiece.Form, _ line: PasteLine, _ text: RawSpan) -> Bool {
    switch form {
    case .json:
      guard json.isOpen else { return false }
      // A log line shows that the end of the document was not copied.
      if line.indent == 0, opening.isKlog(line, text) { return false }
      json.take(text, line.start, line.end)
      return true
    case .yaml: return line.indent > indent && !opening.isKlog(line, text)
    case .log: return opening.isKlog(line, text)
    default: return false
    }
  }

  /// The piece may go on with the line, which is no mark.
  private mutating func goesOn(_ form: PastePiece.Form, _ line: PasteLine, _ text: RawSpan) -> Bool {
    switch form {
    case .yaml:
      guard line.indent == indent, PasteOpening.isYAML(line, text), !opening.isLog(line, text) else { return false }
      return note(line, text)
    case .json:
      guard opening.form(of: line, text, command) == .json else { return false }
      json.take(text, line.start, line.end)
      return true
    case .log:
      if let next = opening.form(of: line, text, command) { return next == .log || next == .events }
      return piece.map { !endsBare($0) } ?? true
    case .table, .rows:
      let next = opening.form(of: line, text, command)
      if form == .table { rows.take(text.text(line.start + min(indent, line.indent)..<line.end)) }
      if next == .table { return form == .table }
      if next == .events, form == .table {
        // A row of the table may be told from its cells alone, or from what it says.
        return EventRow.listed(text.text(line.start + line.indent..<line.end)) != nil
      }
      if next == .rows, form == .rows { return true }
      return next == nil || next == .rows ? PasteOpening.hasColumns(line, text) : false
    case .describe:
      if line.indent > indent { return true }
      let next = opening.form(of: line, text, command)
      return next == .describe || next == .events || (next == nil && PasteOpening.isField(line, text))
    case .portNames: return opening.form(of: line, text, command) == .portNames
    case .events:
      // What ovn-nbctl answered ends with a line end, and the message goes on behind it.
      return opening.form(of: line, text, command).map { $0 == .events }
        ?? (line.indent > 0 || text.byte(line.start) == UInt8(ascii: ","))
    case .ports: return opening.form(of: line, text, command) == .ports || line.indent > indent
    case .list: return opening.form(of: line, text, command) == .list || PasteOpening.isColumn(line, text)
    case .gatewayRules:
      let words = text.text(line.start + line.indent..<line.end)
      return GatewayRulesFormat.isOther(words) || GatewayListing.isRow(words)
    case .refusal, .mark, .prose: return false
    }
  }

  /// Notes the key of a line of YAML; false if it shows that another object begins.
  @discardableResult
  private mutating func note(_ line: PasteLine, _ text: RawSpan) -> Bool {
    let start = line.start + line.indent
    if text.hasBytes("---", at: start) { heads = [] }
    for (bit, key) in [(1, "apiVersion:"), (2, "kind:"), (3, "metadata:")] as [(UInt8, StaticString)]
    where line.end - start >= key.utf8CodeUnitCount && text.hasBytes(key, at: start) {
      return heads.insert(bit).inserted
    }
    return true
  }
}
