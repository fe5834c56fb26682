import Glibc
import Model

/// A plain file that can be read at any place, by several threads at once.
///
/// It ends where it ended when it was opened: a log that is still being written would never end otherwise.
public final class SeekableFile: Sendable {
  /// Bytes when it was opened.
  public let size: UInt64
  private let descriptor: Int32
  private let stamp: FileStamp

  /// Takes over an open descriptor.
  init(descriptor: Int32, size: UInt64) {
    self.descriptor = descriptor
    self.size = size
    self.stamp = FileStamp(descriptor: descriptor)
  }

  deinit { close(descriptor) }

  /// Reads up to the buffer's size from `offset`; 0 at the end.
  public func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    guard offset < size else { return 0 }
    let wanted = Int(min(UInt64(buffer.count), size - offset))
    while true {
      let count = pread(descriptor, buffer.baseAddress, wanted, off_t(clamping: offset))
      if count >= 0 { return count }
      if errno != EINTR { throw IntakeError(.io, "reading failed: \(String(cString: strerror(errno)))") }
    }
  }

  /// What was done to the file since it was opened, if it matters to who reads it.
  var change: (reason: String, kind: IntakeProblem.Kind, missed: UInt64)? {
    let now = FileStamp(descriptor: descriptor)
    if now.size > stamp.size {
      let more = now.size - stamp.size
      return ("grew by \(more) bytes while it was read; they are not in the report", .changed, more)
    }
    if now.size < stamp.size {
      return (
        "became \(stamp.size - now.size) bytes shorter while it was read; what was cut off may be missing", .unreadable,
        0
      )
    }
    if now.modified != stamp.modified {
      return ("was written to while it was read; old and new may be mixed", .changed, 0)
    }
    return nil
  }
}

/// What tells that a path still names the same content.
struct FileStamp: Sendable, Equatable {
  private(set) var size: UInt64 = 0
  private(set) var modified: Int64 = 0
  private(set) var isRegular = false
  private(set) var isPipe = false
  private var device: UInt = 0
  private var number: UInt = 0

  init(descriptor: Int32) {
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return }
    size = UInt64(clamping: info.st_size)
    modified = Int64(info.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(info.st_mtim.tv_nsec)
    isRegular = info.st_mode & S_IFMT == S_IFREG
    isPipe = info.st_mode & S_IFMT == S_IFIFO
    device = UInt(info.st_dev)
    number = UInt(info.st_ino)
  }

  /// The same file, to which nothing was done but that more may have been written at its end.
  func isPrefix(of later: FileStamp) -> Bool {
    guard device == later.device, number == later.number else { return false }
    return size < later.size || (size == later.size && modified == later.modified)
  }
}
