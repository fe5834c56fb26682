import ByteLexing
import Formats
import Intake

/// A line that a report cites.
struct CitedLine: Sendable, Hashable {
  /// As it stands in the stream, cut at a limit.
  var text = ""
  /// What it says, without wrappers; empty where nothing is to be taken off.
  var message = ""
}

/// A line that may be cited, in bytes: what a harvest keeps of it.
struct QuotableLine: Sendable, Hashable {
  /// Up to its end, or to the limit of what is shown.
  var bytes: [UInt8]
  /// What it says, of a line that goes on beyond them; else they tell it.
  var message: String?

  /// As reports show it. O(length).
  var cited: CitedLine {
    CitedLine(text: String(decoding: bytes, as: UTF8.self), message: message ?? CitedMeaning.of(bytes))
  }
}

/// Reads cited lines out of a stream, in one pass.
enum CitationReader {
  /// Audit records are longer than what is shown of them, and are read whole up to here.
  private static let recordLimit = 64 << 10

  /// Calls `body` with the lines at these offsets, which ascend; an offset that cannot be read again is left out.
  ///
  /// `isDecoded`: the stream is UTF-16, and the offsets refer to it as UTF-8.
  static func read(
    _ offsets: [UInt64], from stream: any EvidenceStream, isDecoded: Bool,
    _ body: (_ offset: UInt64, QuotableLine) -> Void
  ) {
    if let file = stream.seekable, !isDecoded {
      for offset in offsets { body(offset, line { bytes(at: offset, of: file, count: $0) }) }
      return
    }
    let source = isDecoded ? UTF16Source { try stream.read(into: $0) } : nil
    var feed = ByteFeed { try source?.readDecoded(into: $0) ?? stream.read(into: $0) }
    for offset in offsets {
      while feed.offset + UInt64(feed.unreadCount) <= offset {
        feed.consume(feed.unreadCount)
        guard (try? feed.fill()) == true else { return }
      }
      guard offset >= feed.offset else { continue }
      feed.consume(Int(offset - feed.offset))
      var begin: [UInt8] = []
      var isWhole = false
      for count in [Evidence.citedLimit, recordLimit] where !isWhole {
        _ = try? feed.require(count)
        begin = feed.withUnread { Array($0.prefix(count)) }
        isWhole = !mayGoOn(begin)
      }
      let read = begin
      body(offset, line { Array(read.prefix($0)) })
    }
  }

  private static func bytes(at offset: UInt64, of file: SeekableFile, count: Int) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let read = buffer.withUnsafeMutableBytes { (try? file.read(at: offset, into: $0)) ?? 0 }
    return Array(buffer[..<read])
  }

  /// The line has not ended, and is of a kind whose meaning lies anywhere in it.
  private static func mayGoOn(_ bytes: [UInt8]) -> Bool {
    bytes.first { $0 > 0x20 } == UInt8(ascii: "{") && !bytes.contains(0x0A)
  }

  /// `read` gives so many bytes from the begin of the line on.
  private static func line(_ read: (Int) -> [UInt8]) -> QuotableLine {
    var bytes = read(Evidence.citedLimit)
    if bytes.count == Evidence.citedLimit, mayGoOn(bytes) { bytes = read(recordLimit) }
    let end = LogFormat.recordEnd(in: bytes.span.bytes)
    return QuotableLine(
      bytes: Array(bytes[..<min(end, Evidence.citedLimit)]),
      message: end > Evidence.citedLimit ? CitedMeaning.of(Array(bytes[..<end])) : nil)
  }
}
