import ByteLexing
import Glibc

/// One input of a fuzzer: how it arrives, and what it is.
struct FuzzInput {
  let bytes: [UInt8]
  /// Most bytes that arrive at once: 1 to 7, or all.
  private let piece: Int

  init(_ raw: UnsafeBufferPointer<UInt8>) {
    let first = raw.first ?? 0
    piece = first < 0x80 ? 1 + Int(first) % 7 : .max
    bytes = Array(raw.dropFirst())
  }

  /// Hands the bytes out in such pieces.
  var refill: ByteFeed.Refill { refill(bytes) }

  /// Hands other bytes out in such pieces.
  func refill(_ bytes: [UInt8]) -> ByteFeed.Refill {
    var at = 0
    return { [piece] buffer in
      let count = min(buffer.count, piece, bytes.count - at)
      buffer.copyBytes(from: bytes[at..<at + count])
      at += count
      return count
    }
  }

  /// The parts between zero bytes that stand four in a row, at most three: several inputs of one run.
  var parts: [[UInt8]] {
    var (parts, part, zeros) = ([[UInt8]](), [UInt8](), 0)
    for byte in bytes {
      zeros = byte == 0 ? zeros + 1 : 0
      part.append(byte)
      if zeros == 4, parts.count < 2 {
        parts.append(Array(part.dropLast(4)))
        (part, zeros) = ([], 0)
      }
    }
    return parts + [part]
  }
}

/// A file in memory that has no name any more.
final class MemoryFile {
  private let descriptor: Int32
  var path: String { "/proc/self/fd/\(descriptor)" }

  init(_ bytes: [UInt8]) {
    var name = Array("/dev/shm/fuzz-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    unlink(name)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      require(count > 0, "no memory for a file")
      done += count
    }
  }

  deinit { close(descriptor) }
}
