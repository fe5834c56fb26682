import ByteLexing
import Model

/// The records of a clustered database: entries count only once they are committed, and one that comes again with the
/// same index replaces the one before.
final class RaftLog {
  /// Bytes of entries that may wait for their commit.
  private static let pendingLimit = 64 << 20
  private let replay: PortReplay
  private let tree = DocumentTree()
  private var pending: [UInt64: (bytes: [UInt8], position: RecordPosition)] = [:]
  private var pendingBytes = 0
  private var committed: UInt64 = 0
  private var sawCommit = false

  init(_ replay: PortReplay) { self.replay = replay }

  /// Takes the record in `tree`, whose bytes are `data`.
  func take(_ tree: DocumentTree, _ data: RawSpan, at position: RecordPosition) -> ByteUse {
    if let snapshot = tree.child(0, "prev_data") {
      // The first record holds the schema and everything up to the last compaction.
      return apply(tree, snapshot, at: position) ? .understood : .recognized
    }
    if let commit = tree.number(tree.child(0, "commit_index")) {
      sawCommit = true
      committed = max(committed, commit)
      flush(upTo: committed)
      return .recognized
    }
    guard let index = tree.number(tree.child(0, "index")), tree.child(0, "data") != nil else { return .recognized }
    // A follower that lost its leader overwrites everything from here on.
    for later in pending.keys where later >= index {
      pendingBytes -= pending.removeValue(forKey: later)?.bytes.count ?? 0
    }
    pending[index] = (data.withUnsafeBytes { Array($0) }, position)
    pendingBytes += data.byteCount
    if index <= committed || pendingBytes > Self.pendingLimit { flush(upTo: index) }
    return .understood
  }

  /// To be called at the end: without any word on commits, all entries count.
  func finish() {
    if !sawCommit { flush(upTo: .max) }
    pending = [:]
  }

  private func flush(upTo index: UInt64) {
    for ready in pending.keys.filter({ $0 <= index }).sorted() {
      guard let entry = pending.removeValue(forKey: ready) else { continue }
      pendingBytes -= entry.bytes.count
      guard tree.readJSON(entry.bytes.span.bytes), let data = tree.child(0, "data") else { continue }
      _ = apply(tree, data, at: entry.position)
    }
  }

  /// `[schema or null, transaction]`
  private func apply(_ tree: DocumentTree, _ data: Int, at position: RecordPosition) -> Bool {
    guard tree.kind(data) == .list, tree.end(data) > data + 1 else { return false }
    let transaction = tree.end(data + 1)
    guard transaction < tree.end(data) else { return false }
    return replay.apply(tree, transaction, at: position)
  }
}
