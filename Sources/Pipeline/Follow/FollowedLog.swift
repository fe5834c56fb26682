import Glibc

/// The bytes of a log that is still being written: a pipe, or a file that may be rotated or truncated under its name.
///
/// What comes after a rotation or a truncation continues the same stream, since one process writes both.
final class FollowedLog {
  /// Longest wait for new bytes before the name of a file is looked at again and an interrupt is obeyed, milliseconds.
  static let pause: Int32 = 20

  private let path: String
  private var descriptor: Int32
  private var position: off_t = 0
  private let isRegular: Bool
  private let isCancelled: @Sendable () -> Bool

  /// Opens a file, or standard input for `-`. Throws `FollowError` if it cannot be opened.
  init(_ path: String, isCancelled: @Sendable @escaping () -> Bool) throws(FollowError) {
    self.path = path
    self.isCancelled = isCancelled
    descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FollowError(path: path, reason: String(cString: strerror(errno))) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw FollowError(path: path, reason: String(cString: strerror(errno))) }
    switch info.st_mode & S_IFMT {
    case S_IFDIR: throw FollowError(path: path, reason: "is a folder; name the log files in it")
    case S_IFREG: isRegular = path != "-"
    default: isRegular = false
    }
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// Waits for bytes and reads them; 0 when the writer of a pipe has gone, or the user wants to end.
  ///
  /// `whileWaiting`: called when there is nothing to read yet.
  func read(into buffer: UnsafeMutableRawBufferPointer, whileWaiting: () -> Void) -> Int {
    while !isCancelled() {
      if !isRegular {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&wanted, 1, 0) == 0 {
          whileWaiting()
          if poll(&wanted, 1, Self.pause) == 0 { continue }
        }
      }
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 {
        position += off_t(count)
        return count
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 || !isRegular { return 0 }
      whileWaiting()
      if !reopenIfReplaced() { usleep(useconds_t(Self.pause) * 1000) }
    }
    return 0
  }

  /// Goes on with the file that has the name now, or from the begin of one that was cut; false if neither happened.
  private func reopenIfReplaced() -> Bool {
    var (named, held) = (stat(), stat())
    // Between the two steps of a rotation nothing has the name.
    guard stat(path, &named) == 0, fstat(descriptor, &held) == 0 else { return false }
    if named.st_ino != held.st_ino || named.st_dev != held.st_dev {
      let next = open(path, O_RDONLY | O_CLOEXEC)
      guard next >= 0 else { return false }
      close(descriptor)
      descriptor = next
      position = 0
      return true
    }
    guard held.st_size < position, lseek(descriptor, 0, SEEK_SET) == 0 else { return false }
    position = 0
    return true
  }
}

/// Why a log cannot be followed.
public struct FollowError: Error, CustomStringConvertible {
  public var path: String
  public var reason: String
  public var description: String { "\(path): \(reason)" }
}
