import Glibc
import Model

extension TemplateTable {
  /// Number of the template that fits best, or -1.
  @inline(__always)
  func find(_ message: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer, severity: UInt8, line: Int) -> Int {
    guard let base = message.baseAddress, message.count > 0 else { return -1 }
    let word0: UInt64
    let word1: UInt64
    if message.count >= 16 {
      word0 = base.loadUnaligned(as: UInt64.self)
      word1 = base.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    } else {
      (word0, word1) = Self.shortWords(message)
    }
    let fileHash = MessageKey.file(file)
    let bit = MessageTemplate.severityBit(severity)
    let at = line > 0 && line <= Int(UInt32.max) ? UInt32(line) : 0
    // Templates of any file are in the file's own group as well, so the second lookup is for other groups only.
    for opening in 0..<2 {
      let key = opening == 0 ? word0 & 0xFF_FFFF : MessageKey.noOpening
      var found = -1
      let own = bucket(MessageKey.joined(file: fileHash, opening: key))
      if own.count > 0 { found = best(own, message, word0, word1, file, bit, at) }
      if found < 0 {
        let any = bucket(MessageKey.joined(file: MessageKey.anyFile, opening: key))
        if any.count > 0 { found = best(any, message, word0, word1, file, bit, at) }
      }
      if found >= 0 { return found }
    }
    return -1
  }

  private static func shortWords(_ message: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
    var words: (UInt64, UInt64) = (0, 0)
    for i in 0..<min(message.count, 16) {
      // Below 16 by the bound of the loop.
      if i < 8 { words.0 |= UInt64(message[i]) << UInt64(i * 8) } else { words.1 |= UInt64(message[i]) << UInt64(i * 8 - 64) }
    }
    return words
  }

  @inline(__always)
  private func best(
    _ candidates: UnsafeBufferPointer<Candidate>, _ message: UnsafeRawBufferPointer, _ word0: UInt64, _ word1: UInt64,
    _ file: UnsafeRawBufferPointer, _ severity: UInt8, _ line: UInt32
  ) -> Int {
    guard let list = candidates.baseAddress else { return -1 }
    for i in 0..<candidates.count {
      let candidate = list + i
      if word0 & candidate.pointee.mask0 != candidate.pointee.word0 { continue }
      if word1 & candidate.pointee.mask1 != candidate.pointee.word1 { continue }
      if candidate.pointee.severities & severity == 0 { continue }
      if line != 0, line < candidate.pointee.lineLow || line > candidate.pointee.lineHigh { continue }
      if line == 0, candidate.pointee.lineLow != 0 { continue }
      if !isFile(candidate.pointee.file, file) { continue }
      let index = Int(candidate.pointee.template)
      if walk(index, message, nil) { return index }
    }
    return -1
  }

  @inline(__always)
  private func isFile(_ number: Int32, _ name: UnsafeRawBufferPointer) -> Bool {
    if number < 0 { return true }
    return fileNames[Int(number)].withUnsafeBytes { expected in
      guard expected.count == name.count, let a = expected.baseAddress, let b = name.baseAddress else { return false }
      return memcmp(a, b, name.count) == 0
    }
  }

  /// The observation of a template that is known to fit.
  @inline(__always)
  func observation(_ index: Int, _ message: UnsafeRawBufferPointer) -> Observation {
    let header = headers[index]
    var observation = Observation(header.kind)
    observation.subject = header.subject
    withUnsafeMutablePointer(to: &observation) { _ = walk(index, message, $0) }
    if header.hasError, let error = observation.first(.error) {
      ErrorPattern.apply(errorPatterns, to: message, range: error.range, &observation)
    }
    return observation
  }

  /// Walks a template along the message; true if it fits. Appends fields to `observation` if there is one.
  @inline(__always)
  private func walk(
    _ index: Int, _ message: UnsafeRawBufferPointer, _ observation: UnsafeMutablePointer<Observation>?
  ) -> Bool {
    guard let base = message.baseAddress else { return false }
    let header = headers[index]
    let first = pieces + Int(header.firstPiece)
    let count = Int(header.pieceCount)
    // White space at the end is the log writer's, not the message's.
    var end = message.count
    while end > 0, message[end - 1] <= 0x20 { end -= 1 }
    var position = 0
    var i = 0
    while i < count {
      let piece = first[i]
      if piece.length > 0 {
        let length = Int(piece.length)
        guard end - position >= length, memcmp(base + position, text + Int(piece.offset), length) == 0 else {
          return false
        }
        if piece.roleCount > 0 { observation?.pointee.append(.init(piece.role0, start: position, length: length)) }
        position += length
      } else {
        let stop = fieldEnd(piece, i + 1 < count ? first + (i + 1) : nil, i + 2 == count, base, position, end)
        guard stop >= 0 else { return false }
        if piece.roleCount > 0 {
          observation?.pointee.append(.init(piece.role0, start: position, length: stop - position))
        }
        if piece.roleCount > 1 {
          observation?.pointee.append(.init(piece.role1, start: position, length: stop - position))
        }
        position = stop
      }
      i += 1
    }
    return position == end
  }

  /// Where the placeholder that begins at `start` ends, or -1 if it cannot be filled.
  @inline(__always)
  private func fieldEnd(
    _ piece: Piece, _ next: UnsafeMutablePointer<Piece>?, _ nextIsLast: Bool, _ base: UnsafeRawPointer, _ start: Int,
    _ end: Int
  ) -> Int {
    var stop = end
    if let next {
      let length = Int(next.pointee.length)
      let literal = text + Int(next.pointee.offset)
      if nextIsLast {
        stop = end - length
        guard stop >= start, memcmp(base + stop, literal, length) == 0 else { return -1 }
      } else {
        return scan(piece.text, literal, length, base, start, end)
      }
    }
    if stop == start { return piece.text.mayBeEmpty ? stop : -1 }
    if piece.text != .anything {
      for i in start..<stop where !piece.text.accepts(base.load(fromByteOffset: i, as: UInt8.self)) { return -1 }
    }
    return stop
  }

  /// The next place of the literal, with only acceptable bytes before it.
  @inline(__always)
  private func scan(
    _ text: FieldText, _ literal: UnsafeMutablePointer<UInt8>, _ length: Int, _ base: UnsafeRawPointer, _ start: Int,
    _ end: Int
  ) -> Int {
    let first = literal[0]
    var i = start
    while end - i >= length {
      let byte = base.load(fromByteOffset: i, as: UInt8.self)
      if byte == first, memcmp(base + i, literal, length) == 0 { return i > start || text.mayBeEmpty ? i : -1 }
      if !text.accepts(byte) { return -1 }
      i += 1
    }
    return -1
  }
}
