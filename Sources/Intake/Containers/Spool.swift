import CPlatform
import Glibc

/// A private temporary file without a name: it is gone with the last descriptor, also after a crash or a signal.
enum Spool {
  /// Copies a source into a spool file, as far as it can be read and there is room. What stopped it before the end is
  /// returned beside the file, so that what had been read is not lost.
  static func copy(_ source: any ByteSource) throws(IntakeError) -> (file: SeekableFile, failure: IntakeError?) {
    let descriptor = try unnamed()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    var size: UInt64 = 0
    var failure: IntakeError?
    do throws(IntakeError) {
      while true {
        let count = try source.read(into: buffer)
        if count == 0 { break }
        try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: descriptor, total: &size)
      }
    } catch { failure = error }
    return (SeekableFile(descriptor: descriptor, size: size), failure)
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, total: inout UInt64)
    throws(IntakeError)
  {
    var written = 0
    while written < bytes.count {
      let n = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if n < 0 && errno == EINTR { continue }
      guard n > 0 else {
        throw IntakeError(
          .io, "temporary file cannot be written (TMPDIR): \(String(cString: strerror(errno))); the rest was not read")
      }
      written += n
      total += UInt64(n)
    }
  }

  /// A file that has no name from the start where the file system can, and else loses it at once.
  private static func unnamed() throws(IntakeError) -> Int32 {
    if cplatform_is_confined() != 0 {
      let memory = cplatform_memory_file()
      if memory >= 0 { return memory }
    }
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let place = folder.isEmpty ? "/tmp" : folder
    let hidden = open(place, O_RDWR | O_CLOEXEC | temporaryFlag, 0o600)
    if hidden >= 0 { return hidden }
    var template = Array((place + "/ko-forensics-XXXXXX").utf8CString)
    let descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard descriptor >= 0 else {
      throw IntakeError(.io, "no temporary file in \(place) (TMPDIR): \(String(cString: strerror(errno)))")
    }
    template.withUnsafeBufferPointer { _ = $0.baseAddress.map { unlink($0) } }
    return descriptor
  }

  /// `O_TMPFILE`, which the C library hides from programs that do not ask for GNU extensions.
  private static let temporaryFlag: Int32 = 0o20000000 | O_DIRECTORY
}
