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
        if query.begins(as: candidate.pointee), isPrinted(candidate.pointee, at: query) {
          let template = Int(candidate.pointee.template)
          if walk(template, query.base, query.end, &observation) { return template }
        }
        candidate += 1
      }
    }
    return -1
  }

  /// Finds the template that fits best among those that `shortlist` gave for another message from the same place that
  /// begins with the same bytes; the answer is that of `match(_:into:)`.
  @inline(__always)
  func match(
    _ query: Query, among shortlist: UnsafeBufferPointer<Candidate>, into observation: inout Observation
  ) -> Int {
    guard var candidate = shortlist.baseAddress else { return -1 }
    let last = candidate + shortlist.count
    while candidate < last {
      if query.begins(as: candidate.pointee) {
        let template = Int(candidate.pointee.template)
        if walk(template, query.base, query.end, &observation) { return template }
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
    var opening: UInt32 { UInt32(truncatingIfNeeded: word0 & 0xFF_FFFF) }

    /// Templates of any file are in a file's own group as well, so each further key is for what is not there.
    @inline(__always)
    func key(_ place: Int, _ file: UInt64) -> UInt64 {
      MessageKey.joined(
        file: place & 1 == 0 ? file : MessageKey.anyFile,
        opening: place < 2 ? UInt64(opening) : MessageKey.noOpening)
    }

    @inline(__always)
    func begins(as candidate: Candidate) -> Bool {
      word0 & candidate.mask0 == candidate.word0 && word1 & candidate.mask1 == candidate.word1
    }

    /// So much of the text before the first field is the same that nothing else can be meant.
    func isCalled(_ candidate: Candidate) -> Bool {
      let length = 16 - (candidate.mask0.leadingZeroBitCount + candidate.mask1.leadingZeroBitCount) / 8
      return length >= 8 && begins(as: candidate)
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
    observation.begin(header.kind, header.traits, subject: header.subject)
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
        else { return false }
        position = start &+ length  // at most `end`
      } else {
        let bytes = current.pointee.text
        if piece == last {
          position = fieldEnd(bytes, base, start, end)
        } else {
          found = Int(piece.pointee.length)
          let literal = text + Int(piece.pointee.offset)
          if piece + 1 == last {
            guard end &- start >= found, sameBytes(base + (end &- found), literal, found) else { return false }
            position = fieldEnd(bytes, base, start, end &- found)
          } else {
            position = scan(bytes, literal, found, base, end, start)
          }
        }
        guard position >= 0 else { return false }
        known = position
      }
      if current.pointee.roleCount > 0 {
        observation.append(.init(current.pointee.role0, start: start, length: position &- start))
        if current.pointee.roleCount > 1 {
          observation.append(.init(current.pointee.role1, start: start, length: position &- start))
        }
      }
      if found > 0, piece.pointee.roleCount == 0 {
        position &+= found
        piece += 1
      }
    }
    return position == end
  }

  /// `stop` if the bytes from `start` to there may fill such a field, else -1.
  @inline(__always)
  private func fieldEnd(_ bytes: FieldText, _ base: UnsafeRawPointer, _ start: Int, _ stop: Int) -> Int {
    if stop == start { return bytes.mayBeEmpty ? stop : -1 }
    return allowedEnd(bytes, base, start, stop, before: 0) == stop ? stop : -1
  }

  /// The next place of the literal, with only acceptable bytes before it.
  @inline(__always)
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
  @inline(__always)
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
