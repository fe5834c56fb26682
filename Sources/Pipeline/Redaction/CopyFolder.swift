import Glibc
import Intake
import Model

/// The folder that takes a copy: nothing that was there is written over, and no link is followed out of it.
struct CopyFolder {
  private let path: String

  /// Something could not be written.
  struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ path: String, _ code: Int32) {
      description = "\(path) cannot be written: \(String(cString: strerror(code)).lowercased())"
    }
  }

  /// Makes the folder, or takes one that is empty.
  init(_ path: String) throws {
    self.path = path
    if mkdir(path, 0o755) == 0 { return }
    guard errno == EEXIST, let names = Intake.entries(path) else { throw Failure(path, errno) }
    guard names.isEmpty else { throw Failure(path, ENOTEMPTY) }
  }

  /// Makes a file, with the folders it lies in. Its time will be `modified`, from which years of logs are told.
  func file(_ parts: [String], modified: Instant?) throws -> CopyFile {
    var folder = path
    for part in parts.dropLast() {
      folder += "/" + part
      if mkdir(folder, 0o755) != 0, errno != EEXIST { throw Failure(folder, errno) }
    }
    return try CopyFile(folder + "/" + (parts.last ?? "file"), modified)
  }
}

/// A file that is being written.
final class CopyFile {
  private let path: String
  private let modified: Instant?
  private var descriptor: Int32
  private(set) var size: UInt64 = 0

  fileprivate init(_ path: String, _ modified: Instant?) throws {
    (self.path, self.modified) = (path, modified)
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw CopyFolder.Failure(path, errno) }
  }

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  /// Appends all of it.
  func write(_ bytes: [UInt8]) throws {
    guard FileBytes.write(bytes, to: descriptor) else { throw CopyFolder.Failure(path, errno) }
    size += UInt64(bytes.count)
  }

  /// Ends it and sets its time.
  func close() throws {
    if let modified {
      let time = timespec(tv_sec: Int(modified.nanoseconds / 1_000_000_000), tv_nsec: 0)
      _ = [time, time].withUnsafeBufferPointer { futimens(descriptor, $0.baseAddress) }
    }
    let result = Glibc.close(descriptor)
    descriptor = -1
    if result != 0 { throw CopyFolder.Failure(path, errno) }
  }
}
