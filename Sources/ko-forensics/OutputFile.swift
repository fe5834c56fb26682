import CPlatform
import Glibc
import Pipeline

/// Writes a result to where the user wants it.
///
/// A regular file is replaced as a whole, so that nobody sees half of it, and keeps its mode and owner. Everything else
/// that a name can stand for (a link, a device, a pipe, a socket, a file with a second name) is written through and stays
/// what it is. The name is trusted: it comes from the command line.
struct OutputFile {
  let path: String
  /// Nobody else may read it.
  var isPrivate = false

  private var mode: mode_t { isPrivate ? 0o600 : 0o666 }

  /// Writes all of it, or complains and leaves a regular file as it was.
  func write(_ bytes: [UInt8]) -> ExitStatus {
    let failure: Int32?
    if let descriptor = Self.descriptor(path) {
      failure = Console.write(bytes, to: descriptor) == .clean ? nil : errno
    } else {
      failure = place(bytes)
    }
    guard let failure else { return .clean }
    Console.complain("\(path) cannot be written: \(String(cString: strerror(failure)))", hint: "")
    return .ioError
  }

  /// The number behind a name of an open descriptor, such as `/dev/stdout` or what a shell puts for `>(command)`.
  static func descriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout", "/proc/self/fd/1": return 1
    case "/dev/stderr", "/proc/self/fd/2": return 2
    default: break
    }
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      guard let number = Int32(path.dropFirst(folder.count)), fcntl(number, F_GETFD) >= 0 else { return nil }
      return number
    }
    return nil
  }

  /// `nil` when it is done, else the error.
  private func place(_ bytes: [UInt8]) -> Int32? {
    var info = stat()
    guard lstat(path, &info) == 0 else {
      return errno == ENOENT ? replace(nil, bytes) ?? nil : errno
    }
    switch info.st_mode & S_IFMT {
    case S_IFREG where info.st_nlink == 1:
      // A file that may not be written is not replaced by way of its folder.
      guard faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 else { return errno }
      return replace(info, bytes) ?? writeThrough(bytes)
    case S_IFSOCK: return send(bytes)
    case S_IFDIR: return EISDIR
    default: return writeThrough(bytes)
    }
  }

  /// Writes beside the file and renames. The outer `nil`: that cannot be done here, but the file itself may be written.
  private func replace(_ old: stat?, _ bytes: [UInt8]) -> Int32?? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    // A short name of its own: that of the file may be as long as a name can be.
    var random = SystemRandomNumberGenerator()
    let temporary = folder + ".ko-forensics-" + String(random.next() as UInt64, radix: 36)
    let number = cplatform_remember_temporary(temporary)
    defer { cplatform_forget_temporary(number) }
    let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, old == nil ? mode : 0o600)
    guard descriptor >= 0 else { return old == nil ? .some(errno) : nil }
    var failure: Int32?
    if let old {
      let kept = old.st_mode & (isPrivate ? 0o600 : 0o7777)
      let isSame = fchown(descriptor, old.st_uid, old.st_gid) == 0 && fchmod(descriptor, kept) == 0
      if !isSame {
        close(descriptor)
        unlink(temporary)
        return nil
      }
    }
    if Console.write(bytes, to: descriptor) != .clean { failure = errno }
    if close(descriptor) != 0, failure == nil { failure = errno }
    if failure == nil, rename(temporary, path) != 0 { failure = errno }
    guard let failure else { return .some(nil) }
    unlink(temporary)
    // A file that something is mounted on cannot be replaced.
    return failure == EBUSY && old != nil ? nil : .some(failure)
  }

  /// Writes into whatever the name leads to.
  private func writeThrough(_ bytes: [UInt8]) -> Int32? {
    var descriptor = Self.open(path, 0, mode)
    // A link to nothing yet. Not asked for in the first place: of pipes in shared folders systems refuse it.
    if descriptor < 0, errno == ENOENT { descriptor = Self.open(path, O_CREAT, mode) }
    guard descriptor >= 0 else { return errno }
    var failure: Int32?
    if Console.write(bytes, to: descriptor) != .clean { failure = errno }
    var info = stat()
    // What was there is gone only when the new is there.
    if failure == nil, fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG,
      ftruncate(descriptor, off_t(bytes.count)) != 0
    {
      failure = errno
    }
    if close(descriptor) != 0, failure == nil { failure = errno }
    return failure
  }

  /// Waits for the reader of a pipe, until it is interrupted.
  private static func open(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    let interrupts = Interruption.count
    while true {
      let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | flags, mode)
      if descriptor >= 0 || errno != EINTR || Interruption.count != interrupts { return descriptor }
    }
  }

  private func send(_ bytes: [UInt8]) -> Int32? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return ENAMETOOLONG }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if connected != 0 { return errno }
    return Console.write(bytes, to: descriptor) == .clean ? nil : errno
  }
}
