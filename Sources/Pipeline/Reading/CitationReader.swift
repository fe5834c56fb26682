import ByteLexing
import Intake

/// Reads cited lines out of a stream, in one pass.
enum CitationReader {
  /// Puts the line at each offset into `texts`. `places` ascend by offset.
  static func read(_ places: [(offset: UInt64, event: Int)], from stream: any EvidenceStream, into texts: inout [Int: String]) {
    if let file = stream.seekable {
      for place in places {
        var buffer = [UInt8](repeating: 0, count: Evidence.citedLimit)
        let count = buffer.withUnsafeMutableBytes { (try? file.read(at: place.offset, into: $0)) ?? 0 }
        texts[place.event] = line(buffer[..<count])
      }
      return
    }
    var feed = ByteFeed { try stream.read(into: $0) }
    for place in places {
      while feed.offset + UInt64(feed.unreadCount) <= place.offset {
        feed.consume(feed.unreadCount)
        guard (try? feed.fill()) == true else { return }
      }
      guard place.offset >= feed.offset else { continue }
      feed.consume(Int(place.offset - feed.offset))
      _ = try? feed.require(Evidence.citedLimit)
      texts[place.event] = feed.withUnread { line(Array($0.prefix(Evidence.citedLimit))[...]) }
    }
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> String {
    let end = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) ?? bytes.endIndex
    return String(decoding: bytes[bytes.startIndex..<end], as: UTF8.self)
  }
}
