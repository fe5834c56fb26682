import Glibc

/// A plain file that can be read at any place, by several threads at once.
public final class SeekableFile: Sendable {
  /// Bytes when it was opened.
  public let size: UInt64
  private let descriptor: Int32

  /// Takes over an open descriptor.
  init(descriptor: Int32, size: UInt64) {
    self.descriptor = descriptor
    self.size = size
  }

  deinit { close(descriptor) }

  /// Reads up to the buffer's size from `offset`; 0 at the end.
  public func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(clamping: offset))
      if count >= 0 { return count }
      if errno != EINTR { throw IntakeError(.io, "reading failed: \(String(cString: strerror(errno)))") }
    }
  }
}
