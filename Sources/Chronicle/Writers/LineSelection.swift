import ByteLexing
import Model

/// Notices that somebody selected the lines of a log: `grep NAME`, one level, one source file.
///
/// The lines of a working controller have nothing in common. A word that every one of them holds is a word that somebody
/// looked for. In an ordinary log the candidates are gone after a few lines, so this costs nothing.
public struct LineSelection: Sendable, Hashable {
  /// Fewer records than this may share a word by accident.
  static let enough: UInt64 = 6
  /// Fewer records than this may share a word of two letters by accident.
  static let enoughForShort: UInt64 = 64
  /// Fewer records than this may come from one source file by accident.
  static let enoughOfAFile: UInt64 = 24
  /// As long as one namespace is taken down, a few hundred lines hold its name or parts of it.
  static let enoughForParts: UInt64 = 512
  private static let shortest = 2
  static let longest = 64
  private static let shortestPart = 4
  private static let lineLimit = 1024
  static let wordLimit = 32
  private static let shrinkLimit = 48

  @usableFromInline var records: UInt64 = 0
  /// Number of the record that is looked at next, from 1: `.max` when nothing is left that all of them have in common.
  @usableFromInline var next: UInt64 = 0
  /// Words, or parts of words, in lower case, that every record so far holds.
  var words: [[UInt8]] = []
  var pairs = CommonPairs()
  /// A record was short enough to be looked at.
  var hasWords = false
  /// No record of the lowest level so far, which most are of.
  var isSevere = false
  var file: UInt64 = 0
  var isOneFile = false
  var shrinks = 0

  /// Nothing seen yet.
  public init() {}

  /// Why the lines are taken for a selection, in words; `nil` if they are not.
  public var reason: String? {
    if let word = words.max(by: { $0.count < $1.count }),
      records >= (word.count > Self.shortest ? Self.enough : Self.enoughForShort)
    {
      return "a selection of lines: every one holds '\(String(decoding: word, as: UTF8.self))'"
    }
    if records >= Self.enoughForParts, hasWords, pairs.isOpen {
      return pairs.text.map { "a selection of lines: every one holds '\($0)'" } ?? "a selection of lines"
    }
    if records >= Self.enough, isSevere { return "a selection of lines: warnings and errors only" }
    if records >= Self.enoughOfAFile, isOneFile { return "a selection of lines: all come from one source file" }
    return nil
  }

  /// Counts the next record; true if `note` is to be shown it, which of an ordinary log is so of few. O(1).
  @inlinable @inline(__always)
  public mutating func counts() -> Bool {
    records &+= 1
    return records >= next
  }

  /// Takes the message of the record that was counted. `name`: of the source file that printed it; `place`: its hash.
  /// O(message).
  public mutating func note(
    _ message: UnsafeRawBufferPointer, severity level: UInt8, file place: UInt64,
    named name: UnsafeRawBufferPointer = .init(start: nil, count: 0)
  ) {
    look(message, level, place, name)
    setNext()
  }

  private mutating func setNext() {
    if !hasWords || !words.isEmpty || isSevere || isOneFile {
      next = 0
    } else {
      next = pairs.isOpen ? CommonPairs.due(after: records) : .max
    }
  }

  private mutating func look(
    _ message: UnsafeRawBufferPointer, _ level: UInt8, _ place: UInt64, _ name: UnsafeRawBufferPointer
  ) {
    if records == 1 {
      file = place
      isSevere = level != UInt8(ascii: "I")
      isOneFile = true
    }
    isSevere = isSevere && level != UInt8(ascii: "I")
    isOneFile = isOneFile && place == file
    // What was looked for may stand anywhere in a line that fills a page, as in the configuration.
    if message.count > Self.lineLimit { return }
    // What every name of a file ends with is no sign of it.
    if pairs.isOpen, CommonPairs.due(after: records - 1) == records {
      pairs.note(name.prefix { $0 != UInt8(ascii: ".") }, message)
    }
    guard !hasWords || !words.isEmpty else { return }
    let line = Self.lowered(message)
    if !hasWords {
      words = Self.words(of: line)
      hasWords = true
      return
    }
    words = words.compactMap { word in
      if Self.contains(line, word) { return word }
      shrinks += 1
      return shrinks > Self.shrinkLimit ? nil : Self.longestPart(of: word, in: line)
    }
  }

  /// Adds what another piece of the same log showed.
  mutating func merge(_ other: LineSelection) {
    if other.records == 0 { return }
    guard records > 0 else {
      self = other
      return
    }
    records &+= other.records
    isSevere = isSevere && other.isSevere
    isOneFile = isOneFile && other.isOneFile && file == other.file
    pairs.merge(other.pairs)
    if !hasWords {
      (words, hasWords) = (other.words, other.hasWords)
    } else if other.hasWords {
      words = words.compactMap { word in
        if other.words.contains(where: { Self.contains($0, word) }) { return word }
        return other.words.lazy.compactMap { Self.longestPart(of: word, in: $0) }.first
      }
    }
    setNext()
  }

  private static func words(of line: [UInt8]) -> [[UInt8]] {
    // Whole names too: of `db-2`, no part is long enough to tell anything.
    let names = line.split { !(isWordByte($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")) }
    let parts = line.split { !isWordByte($0) }
    var found: [[UInt8]] = []
    for piece in names.filter({ !$0.allSatisfy(isWordByte) }) + parts
    where piece.count >= shortest && found.count < wordLimit {
      let word = Array(piece.prefix(longest))
      if !found.contains(word) { found.append(word) }
    }
    return found
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39
  }

  private static func lowered(_ message: UnsafeRawBufferPointer) -> [UInt8] {
    message.prefix(lineLimit).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
  }

  private static func contains(_ line: [UInt8], _ word: [UInt8]) -> Bool { contains(line, word[...]) }

  private static func contains(_ line: [UInt8], _ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first, line.count >= word.count else { return false }
    var at = 0
    while at + word.count <= line.count {
      if line[at] == first, line[at..<at + word.count].elementsEqual(word) { return true }
      at += 1
    }
    return false
  }

  private static func longestPart(of word: [UInt8], in line: [UInt8]) -> [UInt8]? {
    var length = word.count - 1
    while length >= shortestPart {
      for begin in 0...(word.count - length) where contains(line, word[begin..<begin + length]) {
        return Array(word[begin..<begin + length])
      }
      length -= 1
    }
    return nil
  }
}
