import CIsal

/// Compresses with ISA-L into one gzip member that is held in memory. The same bytes give the same member, whatever pieces they
/// come in. Used by one thread.
public final class GzipWriter {
  private static let chunk = 256 << 10
  private let state: UnsafeMutablePointer<isal_zstream>
  private let memory: UnsafeMutablePointer<UInt8>
  private let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: chunk)
  private var compressed: [UInt8] = []

  /// Nothing compressed yet.
  public init() {
    state = .allocate(capacity: 1)
    memory = .allocate(capacity: Int(cisal_level_memory))
    isal_deflate_init(state)
    state.pointee.level = cisal_level
    state.pointee.level_buf = memory
    state.pointee.level_buf_size = cisal_level_memory
    state.pointee.gzip_flag = UInt16(IGZIP_GZIP)
    state.pointee.flush = UInt16(NO_FLUSH)
  }

  deinit {
    state.deallocate()
    memory.deallocate()
    output.deallocate()
  }

  /// Adds bytes. O(count).
  public func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      deflate(piece)
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
    }
  }

  /// Ends the member and returns all of it. Nothing may be added then.
  public func finish() -> [UInt8] {
    state.pointee.end_of_stream = 1
    deflate(UnsafeRawBufferPointer(start: nil, count: 0))
    defer { compressed = [] }
    return compressed
  }

  private func deflate(_ bytes: UnsafeRawBufferPointer) {
    // ISA-L does not write to its input; its interface only does not say so.
    state.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    state.pointee.avail_in = UInt32(bytes.count)
    repeat {
      state.pointee.next_out = output.baseAddress
      state.pointee.avail_out = UInt32(output.count)
      isal_deflate(state)
      compressed.append(contentsOf: output[..<(output.count - Int(state.pointee.avail_out))])
    } while state.pointee.avail_out == 0 || state.pointee.avail_in > 0
  }
}

/// Takes apart what a `GzipWriter` made, from memory. Used by one thread.
public final class GzipReader {
  private let source: GzipSource

  /// Reads a member; its bytes are not trusted.
  public init(_ member: [UInt8]) { source = GzipSource(MemorySource(member)) { _, _ in } }

  /// Up to the buffer's size; 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try source.read(into: buffer) }
}

/// Bytes in memory as a source.
private final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - at)
    buffer.copyBytes(from: bytes[at..<at + count])
    at += count
    return count
  }
}
