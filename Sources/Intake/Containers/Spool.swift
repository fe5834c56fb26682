import CPlatform
import Glibc

/// Hands a source on and keeps all of it in a private temporary file without a name, to be read again. The file is gone with
/// the last descriptor, also after a crash or a signal.
///
/// For who reads, a source that fails or finds no room just ends: what came before is not lost. Used by one thread at a time.
final class Spool: ByteSource {
  private let source: any ByteSource
  private let descriptor: Int32
  private var size: UInt64 = 0
  private var isAtEnd = false
  /// What stopped it before the end of the source.
  private(set) var failure: IntakeError?

  init(_ source: any ByteSource) throws(IntakeError) {
    self.source = source
    descriptor = try Self.unnamed()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    if isAtEnd { return 0 }
    do throws(IntakeError) {
      let count = try source.read(into: buffer)
      isAtEnd = count == 0
      return write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    } catch {
      stop(error)
      return 0
    }
  }

  /// The file, complete once the source was read to its end, which this does.
  func finish() -> SeekableFile {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while read(into: buffer) > 0 {}
    return SeekableFile(descriptor: descriptor, size: size)
  }

  private func stop(_ error: IntakeError) {
    isAtEnd = true
    failure = error
  }

  /// The number of bytes that found room.
  private func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    var written = 0
    while written < bytes.count {
      let n = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if n < 0 && errno == EINTR { continue }
      guard n > 0 else {
        stop(
          IntakeError(
            .io, "temporary file cannot be written (TMPDIR): \(String(cString: strerror(errno))); the rest was not read"
          ))
        break
      }
      written += n
    }
    size += UInt64(written)
    return written
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
