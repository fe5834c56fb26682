import ByteLexing
import Intake
import Model

/// What one input gave, as it is kept in a file: where it was, what was wrong with it, its digest, its streams.
struct HarvestedLeaf: Sendable, BinaryRecord {
  var leaf: InputLeaf
  /// Nil if it could not be opened.
  var hash: InputHash?
  var problems: [IntakeProblem]
  var streams: [StreamHarvest]

  init(leaf: InputLeaf, hash: InputHash?, problems: [IntakeProblem], streams: [StreamHarvest]) {
    (self.leaf, self.hash, self.problems, self.streams) = (leaf, hash, problems, streams)
  }

  /// Reports call both the same.
  func isNamesake(of other: HarvestedLeaf) -> Bool {
    leaf.path == other.leaf.path && leaf.provenance.chain == other.leaf.provenance.chain
  }

  /// The same file, named twice. Waits for the digests.
  func isSame(as other: HarvestedLeaf) -> Bool {
    leaf.size == other.leaf.size && leaf.provenance.modified == other.leaf.provenance.modified
      && hash?.hexDigest == other.hash?.hexDigest
  }

  init(from reader: inout BinaryReader) throws(BinaryError) {
    leaf = try InputLeaf(from: &reader)
    hash = try reader.optional { r throws(BinaryError) in InputHash(digest: try r.text(), reason: try r.text()) }
    problems = try reader.list(of: "problems")
    streams = try reader.list(of: "streams")
  }

  /// Waits for the digest.
  func write(to writer: inout BinaryWriter) {
    leaf.write(to: &writer)
    writer.optional(hash) {
      $0.text($1.hexDigest)
      $0.text($1.reason)
    }
    writer.list(problems)
    writer.list(streams)
  }
}

/// A problem met while folders were walked, and the input it was met in.
struct PlannedProblem: Sendable, Hashable, BinaryRecord {
  var input: String
  var problem: IntakeProblem

  init(input: String, problem: IntakeProblem) { (self.input, self.problem) = (input, problem) }

  init(from reader: inout BinaryReader) throws(BinaryError) {
    input = try reader.text()
    problem = try IntakeProblem(from: &reader)
  }

  func write(to writer: inout BinaryWriter) {
    writer.text(input)
    problem.write(to: &writer)
  }
}
