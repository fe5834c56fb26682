import Foundation
import Intake
import Model
import Synchronization

/// SHA-256 of an input, worked out beside the reading of it by a thread of its own.
///
/// It cannot be shared out among threads, and the report is the first that needs it, so it may end after the reading.
final class InputHash: Sendable {
  /// Smaller inputs are not worth a thread.
  private static let threadLimit: UInt64 = 1 << 20
  /// Without instructions for it, hashing more than this would take longer than all the rest.
  private static let plainLimit: UInt64 = 1 << 30
  private static let chunk = 1 << 20

  private let result = Mutex("")
  private let done = DispatchGroup()
  /// Why there is none, for people; empty if there is one.
  let reason: String

  /// Begins to hash `file`, unless that would slow the run down too much.
  init(_ file: SeekableFile, isCancelled: @Sendable @escaping () -> Bool, isAccelerated: Bool = SHA256.isAccelerated) {
    guard isAccelerated || file.size <= Self.plainLimit else {
      reason = "no SHA-256: it is large, and this processor has no instructions for it"
      return
    }
    reason = ""
    if file.size <= Self.threadLimit {
      result.withLock { $0 = Self.hexDigest(of: file, isCancelled) }
      return
    }
    done.enter()
    let thread = Thread { [self] in
      let digest = Self.hexDigest(of: file, isCancelled)
      result.withLock { $0 = digest }
      done.leave()
    }
    thread.qualityOfService = .utility
    thread.start()
  }

  /// In lower-case hexadecimal, waited for; empty if the input could not be read to its end.
  var hexDigest: String {
    done.wait()
    return result.withLock { $0 }
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
