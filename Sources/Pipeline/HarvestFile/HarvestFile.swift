import ByteLexing
import Intake
import Model

/// A harvest as a file: what reading some inputs gave, and every line of them that a report may quote. It stands for those
/// inputs, and can be put together with others, in any grouping, with the same result.
///
/// The file is one gzip member. In it: a mark, who made it and how (`HarvestIdentity`), the inputs, their lines, and the
/// SHA-256 of all that. Every number is checked when it is read, and nothing of it is used before the digest was right.
struct HarvestFile: Sendable {
  /// What every harvest begins with: no text, and broken by whatever changes line ends.
  static let mark: [UInt8] = [0x89] + Array("KOHARVEST".utf8) + [0x0D, 0x0A, 0x1A, 0x0A]

  var problems: [PlannedProblem] = []
  var leaves: [HarvestedLeaf] = []

  /// A stream that begins so is a harvest.
  static func isBegun(by head: [UInt8]) -> Bool { head.starts(with: mark) }

  /// Which stream of which input.
  struct StreamNumber: Hashable, Sendable {
    var leaf: Int
    var stream: Int
  }

  /// Reads a harvest that was made as `wanted` says; `refill` is not trusted. O(size).
  static func read(_ wanted: HarvestIdentity, _ refill: @escaping ByteFeed.Refill) throws(HarvestError) -> HarvestFile {
    var file = HarvestFile()
    let digest = RunningDigest()
    var reader = BinaryReader(observe: digest.add, refill: refill)
    let keepsLess = try begin(&reader, wanted)
    do throws(BinaryError) {
      var quoted: [StreamNumber] = []
      while try reader.bool() {
        quoted.append(try StreamNumber(from: &reader))
        for _ in 0..<(try reader.count(of: "lines")) { try QuotableLine.skip(&reader) }
      }
      file.problems = try reader.list(of: "problems")
      file.leaves = try reader.list(of: "inputs")
      guard quoted.allSatisfy(file.has) else { throw .damaged("lines are of no input") }
      reader.settle()
      // Of all that stands before it.
      let value = digest.value
      guard try reader.raw(digest.size) == value else { throw .damaged("its checksum does not fit its content") }
      guard try reader.isAtEnd() else { throw .damaged("something follows its end") }
    } catch {
      throw HarvestError(error)
    }
    if keepsLess, file.leaves.contains(where: { $0.streams.contains(where: \.log.isThinned) }) { throw .thinned }
    return file
  }

  /// Calls `body` with the lines at these places, which ascend for each stream, out of a harvest that was read before. O(lines).
  static func lines(
    _ wanted: [StreamNumber: [UInt64]], _ identity: HarvestIdentity, _ refill: @escaping ByteFeed.Refill,
    _ body: (StreamNumber, _ offset: UInt64, QuotableLine) -> Void
  ) throws(HarvestError) {
    var reader = BinaryReader(refill: refill)
    _ = try begin(&reader, identity)
    do throws(BinaryError) {
      while try reader.bool() {
        let number = try StreamNumber(from: &reader)
        var places = (wanted[number] ?? [])[...]
        for _ in 0..<(try reader.count(of: "lines")) {
          let offset: UInt64 = try reader.number()
          while let place = places.first, place < offset { places.removeFirst() }
          if places.first == offset {
            body(number, offset, try QuotableLine(from: &reader))
          } else {
            try QuotableLine.skipText(&reader)
          }
        }
      }
    } catch {
      throw HarvestError(error)
    }
  }

  /// The harvest compressed. `lines` gives those of some streams to what it is called with, in any order of the streams and in
  /// pieces, those of a stream in ascending order of their places.
  func written(
    _ identity: HarvestIdentity,
    lines: (_ write: (StreamNumber, [(offset: UInt64, line: QuotableLine)]) -> Void) -> Void
  ) -> [UInt8] {
    let gzip = GzipWriter()
    let digest = RunningDigest()
    var writer = BinaryWriter { bytes in
      digest.add(bytes)
      gzip.write(bytes)
    }
    Self.mark.withUnsafeBytes { writer.raw($0) }
    identity.write(to: &writer)
    lines { number, lines in
      writer.bool(true)
      number.write(to: &writer)
      writer.list(lines) {
        $0.number($1.offset)
        $1.line.write(to: &$0)
      }
    }
    writer.bool(false)
    writer.list(problems)
    writer.list(leaves)
    writer.flush()
    digest.value.withUnsafeBytes { gzip.write($0) }
    return gzip.finish()
  }

  private static func begin(_ reader: inout BinaryReader, _ wanted: HarvestIdentity) throws(HarvestError) -> Bool {
    do throws(BinaryError) {
      guard try reader.raw(mark.count) == mark else { throw .damaged("it does not begin as one") }
    } catch {
      throw HarvestError(error)
    }
    return try HarvestIdentity.check(&reader, wanted)
  }

  private func has(_ number: StreamNumber) -> Bool {
    leaves.indices.contains(number.leaf) && leaves[number.leaf].streams.indices.contains(number.stream)
  }
}

extension HarvestFile.StreamNumber: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    (leaf, stream) = (Int(try reader.number(UInt32.self)), Int(try reader.number(UInt32.self)))
  }

  func write(to writer: inout BinaryWriter) {
    writer.count(leaf)
    writer.count(stream)
  }
}

/// SHA-256 of what passes by; used by one thread.
final class RunningDigest {
  private var hash = SHA256()
  /// Of the digest, bytes.
  let size = 32

  func add(_ bytes: UnsafeRawBufferPointer) { hash.update(bytes) }

  /// Of everything so far.
  var value: [UInt8] {
    let copy = hash
    return copy.digest()
  }
}

extension QuotableLine: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    bytes = try reader.bytes(limit: Evidence.citedLimit)
    message = try reader.optional { r throws(BinaryError) in try r.text() }
  }

  func write(to writer: inout BinaryWriter) {
    writer.bytes(bytes)
    writer.optional(message) { $0.text($1) }
  }

  /// Passes over a line with its place.
  fileprivate static func skip(_ reader: inout BinaryReader) throws(BinaryError) {
    _ = try reader.number(in: 0...RecordPosition.limit, "a place")
    try skipText(&reader)
  }

  fileprivate static func skipText(_ reader: inout BinaryReader) throws(BinaryError) {
    try reader.skip(reader.count(Evidence.citedLimit, of: "bytes of a line"))
    if try reader.bool() { try reader.skip(reader.count(BinaryReader.textLimit, of: "bytes of a message")) }
  }
}
