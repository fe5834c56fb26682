import Dispatch
import Intake
import Model
import Synchronization

/// SHA-256 of an input, worked out beside the reading of it by a thread of its own.
///
/// It cannot be shared out among threads, and the report is the first that needs it, so it may end after the reading.
final class InputHash: Sendable {
  /// Smaller inputs are not worth a thread.
  private static let threadLimit: UInt64 = 1 << 20
  /// A plain log is read about as fast as it is hashed: measured, hashing 1 GiB beside the reading makes a run on two
  /// processors a third longer with instructions for it, and more than twice as long without.
  private static let plainLimit: UInt64 = 256 << 20
  /// From here on hashing has a processor left to it.
  private static let manyProcessors = 3
  /// Without instructions for it; compressed inputs hold ten times as much to read.
  private static let slowLimit: UInt64 = 64 << 20
  private static let chunk = 1 << 20

  private let result = Mutex("")
  private let done = DispatchGroup()
  /// Why there is none, for people; empty if there is one.
  let reason: String

  /// Begins to hash `file`, unless that would slow the run down too much and was not asked for.
  init(
    _ file: SeekableFile, isPlain: Bool, _ hashing: AnalyzeOptions.Hashing, isCancelled: @Sendable @escaping () -> Bool,
    isAccelerated: Bool = SHA256.isAccelerated, processors: Int = Processors.count
  ) {
    let isCheap = isAccelerated && (!isPlain || processors >= Self.manyProcessors)
    let limit = isCheap ? .max : isAccelerated ? Self.plainLimit : Self.slowLimit
    guard hashing == .always || (hashing == .automatic && file.size <= limit) else {
      reason =
        hashing == .never
        ? "" : "no SHA-256: hashing an input of this size takes longer than reading it (--sha256 always)"
      return
    }
    reason = ""
    if file.size <= Self.threadLimit {
      result.withLock { $0 = Self.hexDigest(of: file, isCancelled) }
      return
    }
    done.enter()
    // A queue of its own gets a thread, however many others read.
    DispatchQueue(label: "hash", qos: .utility).async { [self] in
      let digest = Self.hexDigest(of: file, isCancelled)
      result.withLock { $0 = digest }
      done.leave()
    }
  }

  /// In lower-case hexadecimal, waited for; empty if the input could not be read to its end.
  var hexDigest: String {
    done.wait()
    return result.withLock { $0 }
  }

  /// What was worked out before: a digest, or why there is none.
  init(digest: String, reason: String) {
    result.withLock { $0 = digest }
    self.reason = reason
  }

  private static func hexDigest(of file: SeekableFile, _ isCancelled: () -> Bool) -> String {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 64)
    defer { buffer.deallocate() }
    var hash = SHA256()
    var offset: UInt64 = 0
    while offset < file.size {
      guard !isCancelled(), let count = try? file.read(at: offset, into: buffer), count > 0 else { return "" }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += UInt64(count)
    }
    return hash.hexDigest()
  }
}
