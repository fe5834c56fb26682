import ByteLexing
import Formats
import Intake
import Model
import Vocabulary

/// Reads one stream: recognises its format, hands it over, accounts for every byte.
struct StreamReader {
  /// Bytes of the head that formats may look at.
  static let headSize = 64 << 10
  let vocabulary: Vocabulary
  var keepsEverything = false

  /// Everything the stream yields. Errors of the stream become problems of the harvest; what was read before them stays.
  func harvest(_ provenance: Provenance, startOffset: UInt64 = 0, isLarge: Bool = false, refill: @escaping ByteFeed.Refill)
    -> StreamHarvest
  {
    let harvester = Harvester(provenance: provenance, vocabulary: vocabulary, isLarge: isLarge, keepsEverything: keepsEverything)
    var feed = ByteFeed(startOffset: startOffset) { buffer in
      let count = try refill(buffer)
      harvester.received(count)
      return count
    }
    do {
      _ = try feed.require(Self.headSize)
      if startOffset > 0 {
        // A part of a stream whose beginning was recognised.
        try LogFormat.read(&feed, FormatContext(provenance: provenance), into: harvester)
      } else if let (format, confidence) = feed.withUnreadSpan({ identify($0, provenance.hints) }) {
        harvester.recognized(as: format.id, confidence.reason)
        try format.read(&feed, FormatContext(provenance: provenance), into: harvester)
      } else {
        try skip(&feed, harvester)
      }
    } catch {
      harvester.failed(
        error as? IntakeError ?? IntakeError(.io, "reading failed: \(error)"), at: RecordPosition(offset: feed.offset, line: 0))
    }
    // Whatever a format left, after an error above all, was not understood.
    harvester.account(.notUnderstood, feed.unreadCount)
    return harvester.finish()
  }

  private func identify(_ head: RawSpan, _ hints: PathHints) -> (any StreamFormat.Type, Confidence)? {
    FormatRegistry.identify(head.extracting(first: Self.headSize), hints).map { ($0.format, $0.confidence) }
  }

  /// Nothing knows the format: count, and keep the beginning as a sample.
  private func skip(_ feed: inout ByteFeed, _ harvester: Harvester) throws {
    let position = RecordPosition(offset: feed.offset, line: 1)
    feed.withUnreadSpan { head in
      if head.byteCount > 0 { harvester.sample(head.extracting(first: 200), at: position) }
    }
    repeat {
      harvester.account(.notUnderstood, feed.unreadCount)
      feed.consume(feed.unreadCount)
    } while try feed.fill()
  }
}
