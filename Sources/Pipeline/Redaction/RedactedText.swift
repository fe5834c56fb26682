import ByteLexing
import Formats
import Intake
import Reports

/// Copies the text of a stream with pseudonyms, line by line.
struct RedactedText {
  private let redaction: Redaction
  /// Columns of the table that the lines belong to.
  private var table: TableLayout?

  /// What is taken at once of a longer line, bytes.
  private static let pieceLimit = 64 << 10
  /// What is handed on at once, bytes.
  private static let batch = 1 << 20

  init(_ redaction: Redaction) { self.redaction = redaction }

  /// Hands the text on in pieces, in UTF-8, until `write` answers false. Throws what `write` throws, and what the
  /// stream throws after what came before it. O(length).
  mutating func copy(_ stream: any EvidenceStream, to write: ([UInt8]) throws -> Bool) throws {
    let source = UTF16Source { try stream.read(into: $0) }
    var feed = ByteFeed { try source.isText ? source.readDecoded(into: $0) : source.read(into: $0) }
    var out: [UInt8] = []
    var failure: (any Error)?
    while true {
      do { while feed.unreadCount < Self.pieceLimit, failure == nil, try feed.fill() {} } catch { failure = error }
      if feed.unreadCount == 0 { break }
      let (text, length) = feed.withUnread { unread in
        let length = Self.pieceLength(unread)
        return (String(decoding: unread[..<length], as: UTF8.self), length)
      }
      feed.consume(length)
      out += line(text).utf8
      if out.count >= Self.batch {
        guard try write(out) else { return }
        out.removeAll(keepingCapacity: true)
      }
    }
    if !out.isEmpty { _ = try write(out) }
    if let failure { throw failure }
  }

  /// Up to the end of the line, or, of a long one, to where no word goes on.
  private static func pieceLength(_ unread: UnsafeRawBufferPointer) -> Int {
    let piece = unread.prefix(pieceLimit)
    if let end = piece.firstIndex(of: 0x0A) { return end + 1 }
    if piece.count < pieceLimit { return piece.count }
    let marks: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "{"), UInt8(ascii: "[")]
    return piece.lastIndex(where: marks.contains).map { $0 + 1 } ?? piece.count
  }

  private mutating func line(_ text: String) -> String {
    // Of a text in which lines end as on Windows both characters are one.
    let end = text.last?.isNewline == true ? String(text.suffix(1)) : ""
    let row = String(text.dropLast(end.count))
    if let first = text.utf8.first, first == UInt8(ascii: "N") || first == UInt8(ascii: "L") {
      if let header = TableLayout(header: row) {
        table = header
        // What columns are called, one knows the table by.
        if let wide = header.replaced(in: row, room: Self.room, { $0 }) { return wide + end }
      }
    }
    // A pseudonym may be longer than what it stands for.
    if let wide = table?.replaced(in: row, room: Self.room, redaction.evidence) { return wide + end }
    return redaction.evidence(text)
  }

  /// By how much each column of a table becomes wider, in characters: as much as two IPv6 addresses may need more.
  private static let room = 64
}
