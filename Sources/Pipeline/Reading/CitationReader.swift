import ByteLexing
import Intake

/// Reads cited lines out of a stream, in one pass.
enum CitationReader {
  /// The lines at these offsets, which ascend; an offset that cannot be read again is left out.
  ///
  /// - Parameter isDecoded: the stream is UTF-16, and the offsets refer to it as UTF-8.
  static func read(_ offsets: [UInt64], from stream: any EvidenceStream, isDecoded: Bool) -> [(
    offset: UInt64, text: String
  )] {
    var lines: [(offset: UInt64, text: String)] = []
    if let file = stream.seekable, !isDecoded {
      for offset in offsets {
        var buffer = [UInt8](repeating: 0, count: Evidence.citedLimit)
        let count = buffer.withUnsafeMutableBytes { (try? file.read(at: offset, into: $0)) ?? 0 }
        lines.append((offset, line(buffer[..<count])))
      }
      return lines
    }
    let source = isDecoded ? UTF16Source { try stream.read(into: $0) } : nil
    var feed = ByteFeed { try source?.readDecoded(into: $0) ?? stream.read(into: $0) }
    for offset in offsets {
      while feed.offset + UInt64(feed.unreadCount) <= offset {
        feed.consume(feed.unreadCount)
        guard (try? feed.fill()) == true else { return lines }
      }
      guard offset >= feed.offset else { continue }
      feed.consume(Int(offset - feed.offset))
      _ = try? feed.require(Evidence.citedLimit)
      lines.append((offset, feed.withUnread { line(Array($0.prefix(Evidence.citedLimit))[...]) }))
    }
    return lines
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> String {
    let end = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) ?? bytes.endIndex
    return String(decoding: bytes[bytes.startIndex..<end], as: UTF8.self)
  }
}
