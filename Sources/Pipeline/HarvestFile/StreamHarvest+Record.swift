import ByteLexing
import Chronicle
import ClusterState
import Intake
import Model

extension StreamHarvest: BinaryRecord {
  /// Most problems of one stream: a part of a large log lists a hundred.
  private static let problemLimit = 1_000_000
  /// Far more ways of wrapping than are listed of one stream.
  private static let chainLimit = 16

  init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init(provenance: try Provenance(from: &reader))
    format = try reader.text()
    reason = try reader.text()
    bytes = try ByteLedger(from: &reader)
    size = try reader.number(in: 0...RecordPosition.limit, "the size of a stream")
    failure = try reader.optional()
    lines = try reader.number(in: 0...RecordPosition.limit, "a number of lines")
    samples = try reader.list(Self.sampleLimit, of: "samples") { r throws(BinaryError) in
      (try r.text(), try RecordPosition(from: &r))
    }
    problems = try reader.list(Self.problemLimit, of: "problems") { r throws(BinaryError) in
      IntakeNote(reason: try r.text(), position: try r.optional())
    }
    chains = try reader.list(Self.chainLimit, of: "wrappings") { r throws(BinaryError) in try r.text() }
    isDecoded = try reader.bool()
    isInParts = try reader.bool()
    isPartOfMuch = try reader.bool()
    log = try LogHarvest(from: &reader)
    documents = try StateCollector(from: &reader)
  }

  func write(to writer: inout BinaryWriter) {
    provenance.write(to: &writer)
    writer.text(format)
    writer.text(reason)
    bytes.write(to: &writer)
    writer.number(size)
    writer.optional(failure)
    writer.number(lines)
    writer.list(samples) {
      $0.text($1.text)
      $1.position.write(to: &$0)
    }
    writer.list(problems) {
      $0.text($1.reason)
      $0.optional($1.position)
    }
    writer.list(chains) { $0.text($1) }
    writer.bool(isDecoded)
    writer.bool(isInParts)
    writer.bool(isPartOfMuch)
    log.write(to: &writer)
    documents.write(to: &writer)
  }

  /// Places of all lines that a report may quote, in ascending order, each once. O(n log n).
  var quotable: [UInt64] {
    var places = documents.quotable
    places += log.events.map(\.offset)
    places.sortOnce()
    return places
  }
}
