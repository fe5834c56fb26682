import Intake

/// Where the lines of a stream can be read again.
struct LineOrigin: Sendable, Hashable {
  /// Which input, of those that were opened; -1 for what cannot be read again.
  var leaf: Int
  /// Streams of it that come before.
  var visit: Int
  /// Of a harvest, which of its streams.
  var part: HarvestFile.StreamNumber?

  /// Of what cannot be read again.
  static let none = LineOrigin(leaf: -1, visit: 0)
}

/// Reads lines again that are to be quoted, from inputs or from harvests, one pass for each input.
struct QuotedLines: Sendable {
  /// Where the wanted lines of one stream are.
  struct Wanted {
    var origin: LineOrigin
    /// The caller's number for the stream.
    var stream: Int
    /// In ascending order, each once.
    var offsets: [UInt64]
    /// See `StreamHarvest.isDecoded`.
    var isDecoded: Bool
  }

  let leaves: [InputLeaf]
  let session: IntakeSession
  let identity: HarvestIdentity

  /// What is read again before it is handed on, lines.
  private static let pieceSize = 4096

  /// Calls `body` with lines of one stream after the other, some thousands at a time; those that cannot be read again are left
  /// out.
  func read(_ wanted: [Wanted], _ body: (_ stream: Int, [(offset: UInt64, line: QuotableLine)]) -> Void) {
    let byLeaf = Dictionary(grouping: wanted.filter { $0.origin.leaf >= 0 }, by: \.origin.leaf)
    for (leaf, members) in byLeaf.sorted(by: { $0.key < $1.key }) {
      let byVisit = Dictionary(grouping: members, by: \.origin.visit)
      var at = 0
      try? session.reopen(leaves[leaf]) { stream in
        defer { at += 1 }
        guard let members = byVisit[at] else { return }
        var piece: [(offset: UInt64, line: QuotableLine)] = []
        var number = -1
        func take(_ stream: Int, _ offset: UInt64, _ line: QuotableLine) {
          if stream != number || piece.count == Self.pieceSize { handOn() }
          number = stream
          piece.append((offset, line))
        }
        func handOn() {
          if !piece.isEmpty { body(number, piece) }
          piece.removeAll(keepingCapacity: true)
        }
        if let raw = members.first(where: { $0.origin.part == nil }) {
          CitationReader.read(raw.offsets, from: stream, isDecoded: raw.isDecoded) { take(raw.stream, $0, $1) }
        } else {
          readHarvest(members, stream, take)
        }
        handOn()
      }
    }
  }

  private func readHarvest(
    _ members: [Wanted], _ stream: any EvidenceStream, _ take: (_ stream: Int, _ offset: UInt64, QuotableLine) -> Void
  ) {
    var wanted: [HarvestFile.StreamNumber: [UInt64]] = [:]
    var numbers: [HarvestFile.StreamNumber: Int] = [:]
    for member in members {
      guard let part = member.origin.part else { continue }
      wanted[part] = member.offsets
      numbers[part] = member.stream
    }
    try? HarvestFile.lines(wanted, identity, { try stream.read(into: $0) }) { part, offset, line in
      if let number = numbers[part] { take(number, offset, line) }
    }
  }
}
