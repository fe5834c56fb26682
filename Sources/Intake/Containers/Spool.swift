import Glibc

/// A private temporary file without a name: it is gone with the last descriptor, also after a crash or a signal.
enum Spool {
  /// Copies a source into a spool file.
  static func copy(_ source: any ByteSource) throws(IntakeError) -> SeekableFile {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/ko-forensics-XXXXXX").utf8CString)
    let descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard descriptor >= 0 else { throw IntakeError(.io, "no temporary file: \(String(cString: strerror(errno)))") }
    template.withUnsafeBufferPointer { _ = $0.baseAddress.map { unlink($0) } }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    var size: UInt64 = 0
    while true {
      let count: Int
      do throws(IntakeError) { count = try source.read(into: buffer) } catch {
        close(descriptor)
        throw error
      }
      if count == 0 { break }
      var written = 0
      while written < count {
        let n = write(descriptor, buffer.baseAddress.map { $0 + written }, count - written)
        if n < 0 && errno == EINTR { continue }
        guard n > 0 else {
          close(descriptor)
          throw IntakeError(.io, "temporary file cannot be written: \(String(cString: strerror(errno)))")
        }
        written += n
      }
      size += UInt64(count)
    }
    return SeekableFile(descriptor: descriptor, size: size)
  }
}
