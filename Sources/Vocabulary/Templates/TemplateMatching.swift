import ByteLexing
import Model

extension TemplateTable {
  /// Finds the template that fits best and fills the observation; -1 if none fits.
  func match(_ query: Query, into observation: inout Observation) -> Int {
    let file = query.site.fileHash
    for place in 0..<Query.keyCount {
      let candidates = bucket(query.key(place, file))
      guard var candidate = candidates.baseAddress else { continue }
      let last = candidate + candidates.count
      while candidate < last {
        if candidate.pointee.begins(query.word0, query.word1), isPrinted(candidate.pointee, at: query) {
          let template = Int(candidate.pointee.template)
          if walk(template, query.base, query.end, &observation) { return template }
        }
        candidate += 1
      }
    }
    return -1
  }

  /// Finds the template that fits best among those that `shortlist` gave for another message from the same place that
  /// begins with the same bytes; the answer is that of `match(_:into:)`. The message has 16 bytes or more, `word0` and `word1`
  /// first, and no white space at its end.
  @inline(__always)
  func match(
    _ base: UnsafeRawPointer, _ end: Int, _ word0: UInt64, _ word1: UInt64,
    among shortlist: UnsafeBufferPointer<Candidate>, into observation: inout Observation
  ) -> Int {
    guard var candidate = shortlist.baseAddress else { return -1 }
    let last = candidate + shortlist.count
    while candidate < last {
      if candidate.pointee.begins(word0, word1) {
        let template = Int(candidate.pointee.template)
        if walk(template, base, end, &observation) { return template }
      }
      candidate += 1
    }
    return -1
  }

  /// What may be printed at the place of a message and begins with its first bytes, in the order in which it is tried.
  func shortlist(_ query: Query) -> [Candidate] {
    var list: [Candidate] = []
    let file = query.site.fileHash
    for place in 0..<Query.keyCount {
      for candidate in bucket(query.key(place, file))
      where isPrinted(candidate, at: query) && !list.contains(where: { $0.template == candidate.template }) {
        list.append(candidate)
      }
    }
    return list
  }

  /// No message fits both: they begin alike, up to a field that ends before the first byte it may not hold, and what must
  /// stand there differs. False also where that is not so easily seen.
  func excludes(_ a: Int, _ b: Int) -> Bool {
    let (a, b) = (templates[a].parts, templates[b].parts)
    guard a.count > 2, b.count > 2, a[0] == b[0], case .literal = a[0], case .placeholder(let roles) = a[1],
      case .placeholder(let others) = b[1], FieldText(roles) == FieldText(others), let behind = a[2].literal,
      let behindOther = b[2].literal, FieldText(roles).endsBefore(behind[0]),
      FieldText(roles).endsBefore(behindOther[0])
    else { return false }
    return zip(behind, behindOther).contains { $0 != $1 }
  }

  /// One message and its place, prepared.
  struct Query {
    /// Templates are found under one of so many keys.
    static let keyCount = 4

    let base: UnsafeRawPointer
    let end: Int
    let word0: UInt64
    let word1: UInt64
    let site: SiteKey

    /// Nil for an empty message. The message and the place must outlive the query.
    @inline(__always)
    init?(_ message: UnsafeRawBufferPointer, from site: SiteKey) {
      guard let base = message.baseAddress, message.count > 0 else { return nil }
      self.base = base
      // White space at the end is the log writer's, not the message's.
      var end = message.count
      while end > 0, base.load(fromByteOffset: end - 1, as: UInt8.self) <= 0x20 { end -= 1 }
      self.end = end
      (word0, word1) =
        end >= 16
        ? (base.loadUnaligned(as: UInt64.self), base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        : Self.shortWords(message, end)
      self.site = site
    }

    /// The first bytes, which take part in the key.
    @inline(__always)
    var opening: UInt32 { Self.opening(word0) }

    @inline(__always)
    static func opening(_ word0: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word0 & 0xFF_FFFF) }

    /// Templates of any file are in a file's own group as well, so each further key is for what is not there.
    @inline(__always)
    func key(_ place: Int, _ file: UInt64) -> UInt64 {
      MessageKey.joined(
        file: place & 1 == 0 ? file : MessageKey.anyFile,
        opening: place < 2 ? UInt64(opening) : MessageKey.noOpening)
    }

    private static func shortWords(_ message: UnsafeRawBufferPointer, _ end: Int) -> (UInt64, UInt64) {
      var words: (UInt64, UInt64) = (0, 0)
      for i in 0..<min(end, 16) {
        // Shifts stay below 64 by the bound of the loop.
        if i < 8 {
          words.0 |= UInt64(message[i]) << UInt64(i * 8)
        } else {
          words.1 |= UInt64(message[i]) << UInt64(i * 8 - 64)
        }
      }
      return words
    }
  }

  private func isPrinted(_ candidate: Candidate, at query: Query) -> Bool {
    let line = UInt32(exactly: query.site.line) ?? 0
    return candidate.severities & MessageTemplate.severityBit(query.site.severity) != 0
      && line >= candidate.lineLow && line <= candidate.lineHigh && isFile(candidate.file, query.site.file)
  }

  @inline(__always)
  private func isFile(_ number: Int32, _ name: UnsafeRawBufferPointer) -> Bool {
    if number < 0 { return true }
    let expected = files[Int(number)]
    guard Int(expected.length) == name.count, let base = name.baseAddress else { return false }
    return sameBytes(base, text + Int(expected.offset), name.count)
  }

  /// Walks a template along the message, adding its fields; true if it fits to the end.
  private func walk(_ index: Int, _ base: UnsafeRawPointer, _ end: Int, _ observation: inout Observation) -> Bool {
    let header = headers[index]
    var piece = pieces + Int(header.firstPiece)
    let last = piece + Int(header.pieceCount)
    observation.begin(header.kind, header.traits, subject: header.subject, roles: header.roles)
    let position = observation.fill { fields, count in
      var position = 0
      // Where the literal at hand is known to stand: the first bytes were compared to find the template.
      var known = piece.pointee.length <= 16 ? 0 : -1
      while piece < last {
        let start = position
        let current = piece
        piece += 1
        // Length of a literal behind a field, which was found with the end of the field.
        var found = 0
        if current.pointee.length > 0 {
          let length = Int(current.pointee.length)
          guard end &- start >= length,
            start == known || sameBytes(base + start, text + Int(current.pointee.offset), length)
          else { return -1 }
          position = start &+ length  // at most `end`
        } else {
          if piece < last { found = Int(piece.pointee.length) }
          position = fieldEnd(current, found, isLast: piece + 1 >= last, base, start, end)
          guard position >= 0 else { return -1 }
          known = position
        }
        if current.pointee.roleCount > 0 {
          fields[count] = Observation.Field(current.pointee.role0, start: start, length: position &- start)
          count &+= 1
          if current.pointee.roleCount > 1 {
            fields[count] = Observation.Field(current.pointee.role1, start: start, length: position &- start)
            count &+= 1
          }
        }
        if found > 0, piece.pointee.roleCount == 0 {
          position &+= found
          piece += 1
        }
      }
      return position
    }
    return position == end
  }

  /// Where the field that begins at `start` ends, or -1 if the message does not fit. Behind it stands the literal of `length`
  /// bytes that follows it in the template, if there is one.
  ///
  /// Most fields are names that end where the next literal begins.
  @inline(__always)
  private func fieldEnd(
    _ piece: UnsafeMutablePointer<Piece>, _ length: Int, isLast: Bool, _ base: UnsafeRawPointer, _ start: Int,
    _ end: Int
  ) -> Int {
    let bytes = piece.pointee.text
    let literal = text + (length > 0 ? Int((piece + 1).pointee.offset) : 0)
    if isLast {
      let stop = end &- length
      guard stop > start, bytes == .name || bytes == .optionalName else {
        return lastEnd(bytes, base, start, stop, literal, length)
      }
      guard sameBytes(base + stop, literal, length) else { return -1 }
      return nameLength(base + start, before: start, stop &- start, stop: 0) == stop &- start ? stop : -1
    }
    var stop = start
    if bytes == .digits, end &- start >= 8 {
      let count = ByteWord.digits(ByteWord.load(base, start))
      if count < 8 { stop &+= count }
    } else if bytes == .name || bytes == .optionalName {
      stop &+= nameLength(base + start, before: start, end &- start, stop: literal[0])
    }
    if stop > start, end &- stop >= length, sameBytes(base + stop, literal, length) { return stop }
    return scan(bytes, literal, length, base, end, start)
  }

  /// `fieldEnd` for any field with nothing behind it but a literal.
  @inline(never)
  private func lastEnd(
    _ bytes: FieldText, _ base: UnsafeRawPointer, _ start: Int, _ stop: Int, _ literal: UnsafeMutablePointer<UInt8>,
    _ length: Int
  ) -> Int {
    guard stop >= start, sameBytes(base + stop, literal, length) else { return -1 }
    if stop == start { return bytes.mayBeEmpty ? stop : -1 }
    return allowedEnd(bytes, base, start, stop, before: 0) == stop ? stop : -1
  }

  /// `fieldEnd` for any field: the next place of the literal, with only acceptable bytes before it.
  @inline(never)
  private func scan(
    _ bytes: FieldText, _ literal: UnsafeMutablePointer<UInt8>, _ length: Int, _ base: UnsafeRawPointer, _ end: Int,
    _ start: Int
  ) -> Int {
    var i = start
    while true {
      i = allowedEnd(bytes, base, i, end, before: literal[0])
      guard end &- i >= length else { return -1 }
      if sameBytes(base + i, literal, length) { return i > start || bytes.mayBeEmpty ? i : -1 }
      if fieldBytes[Int(base.load(fromByteOffset: i, as: UInt8.self))] & bytes.bit == 0 { return -1 }
      i &+= 1
    }
  }

  /// The first byte of `start..<stop` that such a field may not hold or, if `literal` is not 0, that may begin what follows the
  /// field; `stop` if there is none.
  private func allowedEnd(
    _ bytes: FieldText, _ base: UnsafeRawPointer, _ start: Int, _ stop: Int, before literal: UInt8
  ) -> Int {
    switch bytes {
    case .anything:
      if literal == 0 { return stop }
      return UnsafeRawBufferPointer(start: base, count: stop).bytes.end(of: start..<stop, before: literal)
    case .name, .optionalName:
      return start &+ nameLength(base + start, before: start, stop &- start, stop: literal)
    case .digits:
      var i = start
      while i < stop {
        let byte = base.load(fromByteOffset: i, as: UInt8.self)
        if byte == literal || fieldBytes[Int(byte)] & bytes.bit == 0 { break }
        i &+= 1
      }
      return i
    }
  }
}
