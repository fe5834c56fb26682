import ByteLexing
import CPlatform
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
  /// Objects of dumps may be kept by a second thread.
  var isOverlapped = false
  private let memory = HarvestMemory()

  /// Everything the stream yields. Errors of the stream become problems of the harvest; what was read before them stays.
  func harvest(
    _ provenance: Provenance, startOffset: UInt64 = 0, isLarge: Bool = false, refill: @escaping ByteFeed.Refill
  )
    -> StreamHarvest
  {
    let name = Array(provenance.display.utf8)
    name.withUnsafeBytes { cplatform_now_reading($0.baseAddress, $0.count) }
    defer { cplatform_now_reading(nil, 0) }
    let harvester = Harvester(
      provenance: provenance, vocabulary: vocabulary, isLarge: isLarge, keepsEverything: keepsEverything,
      isOverlapped: isOverlapped, memory: memory)
    var failure: IntakeError?
    // For the formats a stream that fails just ends: what came before is read as if it were all.
    let counted: ByteFeed.Refill = { buffer in
      if failure != nil { return 0 }
      do {
        let count = try refill(buffer)
        harvester.received(count)
        return count
      } catch {
        failure = error as? IntakeError ?? IntakeError(.io, "reading failed: \(error)")
        return 0
      }
    }
    let source = startOffset == 0 ? UTF16Source(counted) : nil
    let isDecoded = source.map { $0.isText && !isLog($0, provenance.hints) } ?? false
    var feed = ByteFeed(startOffset: startOffset) { buffer in
      guard let source else { return try counted(buffer) }
      return isDecoded ? try source.readDecoded(into: buffer) : try source.read(into: buffer)
    }
    do {
      try read(&feed, provenance, startOffset > 0, harvester)
    } catch {
      failure = failure ?? IntakeError(.io, "reading failed: \(error)")
    }
    // Whatever a format left was not understood.
    harvester.account(.notUnderstood, feed.unreadCount)
    if let failure { harvester.failed(failure, at: RecordPosition(offset: feed.offset, line: 0)) }
    var harvest = harvester.finish()
    if isDecoded, let source { harvest.scale(from: source.decodedCount) }
    return harvest
  }

  private func read(_ feed: inout ByteFeed, _ provenance: Provenance, _ isPart: Bool, _ harvester: Harvester) throws {
    if isPart {
      // A part of a stream whose beginning was recognised.
      return try LogFormat.read(&feed, FormatContext(provenance: provenance), into: harvester)
    }
    _ = try feed.require(PasteFormat.longest + 1)
    if let (chatter, format, confidence) = feed.withUnreadSpan({ behindChatter($0, provenance.hints) }) {
      harvester.account(.recognized, chatter.bytes)
      feed.consume(chatter.bytes)
      harvester.recognized(as: format.id, confidence.reason)
      var context = FormatContext(provenance: provenance)
      context.firstLine = chatter.lines + 1
      try format.read(&feed, context, into: harvester)
    } else if let paste = feed.withUnreadSpan({ PasteFormat($0, provenance.hints) }) {
      harvester.recognized(as: PasteFormat.id, paste.reason)
      paste.read(&feed, FormatContext(provenance: provenance), into: harvester)
    } else if let (format, confidence) = feed.withUnreadSpan({ identify($0, provenance.hints) }) {
      harvester.recognized(as: format.id, confidence.reason)
      try format.read(&feed, FormatContext(provenance: provenance), into: harvester)
    } else {
      try skip(&feed, harvester)
    }
  }

  /// What kubectl says before its output, and the format of that; `nil` if it says nothing, or if what follows is not one file
  /// of objects.
  private func behindChatter(
    _ text: RawSpan, _ hints: PathHints
  ) -> (chatter: (bytes: Int, lines: UInt64), format: any StreamFormat.Type, confidence: Confidence)? {
    guard let chatter = KubectlChatter.head(text) else { return nil }
    let output = text.extracting(chatter.bytes..<text.byteCount)
    guard PasteFormat(output, hints) == nil, let (format, confidence) = identify(output, hints),
      Self.outputs.contains(where: { $0 == format })
    else { return nil }
    return (chatter, format, confidence)
  }

  private static let outputs: [any StreamFormat.Type] = [
    ObjectsJSONFormat.self, ObjectsYAMLFormat.self, KubectlTableFormat.self,
  ]

  /// Logs in UTF-16 are framed by their format, which knows where in the file a line stands. What begins as a paste is read
  /// as text.
  private func isLog(_ source: UTF16Source, _ hints: PathHints) -> Bool {
    let head = source.decodedHead
    return head.withUnsafeBytes {
      PasteFormat($0.bytes, hints) == nil && identify($0.bytes, hints)?.0 is LogFormat.Type
    }
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
