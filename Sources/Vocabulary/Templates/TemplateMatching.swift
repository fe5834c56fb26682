import ByteLexing
import Model

extension TemplateTable {
  /// Finds the template that fits best and fills the observation; -1 if none fits.
  @inline(__always)
  func match(
    _ message: UnsafeRawBufferPointer, from site: SiteKey, into observation: inout Observation
  ) -> Int {
    guard let base = message.baseAddress, message.count > 0 else { return -1 }
    // White space at the end is the log writer's, not the message's.
    var end = message.count
    while end > 0, base.load(fromByteOffset: end - 1, as: UInt8.self) <= 0x20 { end -= 1 }
    let (word0, word1) =
      end >= 16
      ? (base.loadUnaligned(as: UInt64.self), base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      : Self.shortWords(message, end)
    let query = Query(
      base: base, end: end, word0: word0, word1: word1, file: site.file,
      severity: MessageTemplate.severityBit(site.severity),
      line: site.line > 0 && site.line <= Int(UInt32.max) ? UInt32(site.line) : 0)
    let fileHash = site.fileHash
    let opening = word0 & 0xFF_FFFF
    // Templates of any file are in a file's own group as well, so each further lookup is for what is not there.
    var found = search(bucket(MessageKey.joined(file: fileHash, opening: opening)), query, &observation)
    if found >= 0 { return found }
    found = search(bucket(MessageKey.joined(file: MessageKey.anyFile, opening: opening)), query, &observation)
    if found >= 0 { return found }
    found = search(bucket(MessageKey.joined(file: fileHash, opening: MessageKey.noOpening)), query, &observation)
    if found >= 0 { return found }
    return search(
      bucket(MessageKey.joined(file: MessageKey.anyFile, opening: MessageKey.noOpening)), query, &observation)
  }

  /// One message, prepared.
  struct Query {
    var base: UnsafeRawPointer
    var end: Int
    var word0: UInt64
    var word1: UInt64
    var file: UnsafeRawBufferPointer
    var severity: UInt8
    var line: UInt32
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

  @inline(__always)
  private func search(
    _ candidates: UnsafeBufferPointer<Candidate>, _ query: Query, _ observation: inout Observation
  ) -> Int {
    guard var candidate = candidates.baseAddress else { return -1 }
    let last = candidate + candidates.count
    while candidate < last {
      defer { candidate += 1 }
      if query.word0 & candidate.pointee.mask0 != candidate.pointee.word0 { continue }
      if query.word1 & candidate.pointee.mask1 != candidate.pointee.word1 { continue }
      if candidate.pointee.severities & query.severity == 0 { continue }
      if query.line < candidate.pointee.lineLow || query.line > candidate.pointee.lineHigh { continue }
      if !isFile(candidate.pointee.file, query.file) { continue }
      let template = Int(candidate.pointee.template)
      if walk(template, query, &observation) { return template }
    }
    return -1
  }

  @inline(__always)
  private func isFile(_ number: Int32, _ name: UnsafeRawBufferPointer) -> Bool {
    if number < 0 { return true }
    let expected = files[Int(number)]
    guard Int(expected.length) == name.count, let base = name.baseAddress else { return false }
    return sameBytes(base, text + Int(expected.offset), name.count)
  }

  /// Walks a template along the message, adding its fields; true if it fits to the end.
  private func walk(_ index: Int, _ query: Query, _ observation: inout Observation) -> Bool {
    let header = headers[index]
    var piece = pieces + Int(header.firstPiece)
    let last = piece + Int(header.pieceCount)
    observation.begin(header.kind, subject: header.subject)
    var position = 0
    while piece < last {
      let current = piece.pointee
      piece += 1
      let start = position
      if current.length > 0 {
        let length = Int(current.length)
        guard query.end - start >= length,
          start == 0 && length <= 16 || sameBytes(query.base + start, text + Int(current.offset), length)
        else { return false }
        position = start + length
      } else {
        let next = piece < last ? piece : nil
        position = fieldEnd(current.text, next, next != nil && piece + 1 == last, query, start)
        guard position >= 0 else { return false }
      }
      if current.roleCount > 0 {
        observation.append(.init(current.role0, start: start, length: position - start))
        if current.roleCount > 1 { observation.append(.init(current.role1, start: start, length: position - start)) }
      }
    }
    return position == query.end
  }

  /// Where the placeholder that begins at `start` ends, or -1 if it cannot be filled.
  @inline(__always)
  private func fieldEnd(
    _ bytes: FieldText, _ next: UnsafeMutablePointer<Piece>?, _ nextIsLast: Bool, _ query: Query, _ start: Int
  ) -> Int {
    var stop = query.end
    if let next {
      let length = Int(next.pointee.length)
      let literal = text + Int(next.pointee.offset)
      guard nextIsLast else { return scan(bytes, literal, length, query, start) }
      stop = query.end - length
      guard stop >= start, sameBytes(query.base + stop, literal, length) else { return -1 }
    }
    if stop == start { return bytes.mayBeEmpty ? stop : -1 }
    if bytes == .anything { return stop }
    return firstForeign(bytes, query, start, stop) == stop ? stop : -1
  }

  /// The next place of the literal, with only acceptable bytes before it.
  @inline(__always)
  private func scan(
    _ bytes: FieldText, _ literal: UnsafeMutablePointer<UInt8>, _ length: Int, _ query: Query, _ start: Int
  ) -> Int {
    let first = literal[0]
    let bit = bytes.bit
    var i = start
    if first < 0x80, bytes.isNameLike {
      // Eight bytes at a time to the first that ends a name or begins the literal.
      let wanted = ByteWord.all(first)
      while query.end - i >= 8 {
        let word = ByteWord.load(query.base, i)
        let marks = FieldText.foreignToNames(word) | ByteWord.equal(word, wanted)
        if marks == 0 {
          i += 8
          continue
        }
        i += ByteWord.first(marks)
        break
      }
    }
    while query.end - i >= length {
      let byte = query.base.load(fromByteOffset: i, as: UInt8.self)
      if byte == first, length == 1 || sameBytes(query.base + i, literal, length) {
        return i > start || bytes.mayBeEmpty ? i : -1
      }
      if fieldBytes[Int(byte)] & bit == 0 { return -1 }
      i += 1
    }
    return -1
  }

  /// The first byte of `start..<stop` that such a field may not hold; `stop` if there is none.
  @inline(__always)
  private func firstForeign(_ bytes: FieldText, _ query: Query, _ start: Int, _ stop: Int) -> Int {
    var i = start
    if bytes.isNameLike {
      while stop - i >= 8 {
        let marks = FieldText.foreignToNames(ByteWord.load(query.base, i))
        if marks != 0 { return i + ByteWord.first(marks) }
        i += 8
      }
    }
    let bit = bytes.bit
    while i < stop, fieldBytes[Int(query.base.load(fromByteOffset: i, as: UInt8.self))] & bit != 0 { i += 1 }
    return i
  }
}
