import Glibc
import Pipeline

/// Writes files so that a reader never sees half of one.
enum FileReplacement {
  /// Writes beside the file and renames.
  static func write(_ bytes: [UInt8], to file: String) -> ExitStatus {
    let temporary = "\(file).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      Console.complain("\(file) cannot be written: \(String(cString: strerror(errno)))", hint: "")
      return .ioError
    }
    let status = Console.write(bytes, to: descriptor)
    guard close(descriptor) == 0, status == .clean, rename(temporary, file) == 0 else {
      Console.complain("\(file) cannot be written: \(String(cString: strerror(errno)))", hint: "")
      unlink(temporary)
      return .ioError
    }
    return .clean
  }
}
