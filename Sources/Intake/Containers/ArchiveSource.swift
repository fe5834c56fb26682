import CArchive

/// Reads archives and compressions through libarchive, pulling its bytes from another source.
final class ArchiveSource {
  /// What libarchive is asked to understand.
  enum Mode {
    /// One stream behind this compression.
    case compressed(String)
    /// Members of an archive of this kind.
    case members(String)
  }

  private let handle: OpaquePointer
  private let upstream: any ByteSource
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
  private var upstreamError: IntakeError?
  private var upstreamEnded = false

  /// Opens the archive; throws when its beginning is not what it seemed to be.
  init(_ upstream: any ByteSource, _ mode: Mode) throws(IntakeError) {
    guard let handle = archive_read_new() else { throw IntakeError(.io, "libarchive has no memory") }
    self.handle = handle
    self.upstream = upstream
    switch mode {
    case .compressed(let name):
      archive_read_support_format_raw(handle)
      switch name {
      case "zstd": archive_read_support_filter_zstd(handle)
      case "xz": archive_read_support_filter_xz(handle)
      case "bzip2": archive_read_support_filter_bzip2(handle)
      case "lz4": archive_read_support_filter_lz4(handle)
      case "compress": archive_read_support_filter_compress(handle)
      default: archive_read_support_filter_gzip(handle)
      }
    case .members(let name):
      switch name {
      case "zip": archive_read_support_format_zip(handle)
      case "7z": archive_read_support_format_7zip(handle)
      case "cpio": archive_read_support_format_cpio(handle)
      default: archive_read_support_format_tar(handle)
      }
    }
    let me = Unmanaged.passUnretained(self).toOpaque()
    archive_read_set_callback_data(handle, me)
    archive_read_set_read_callback(handle) { _, context, block in
      guard let context, let block else { return -1 }
      return Unmanaged<ArchiveSource>.fromOpaque(context).takeUnretainedValue().pull(block)
    }
    if upstream is SeekableSource {
      archive_read_set_seek_callback(handle) { _, context, offset, whence in
        guard let context else { return Int64(ARCHIVE_FATAL) }
        let me = Unmanaged<ArchiveSource>.fromOpaque(context).takeUnretainedValue()
        return (me.upstream as? SeekableSource)?.seek(offset, whence) ?? Int64(ARCHIVE_FATAL)
      }
    }
    guard archive_read_open1(handle) == ARCHIVE_OK else { throw failure(.corrupt) }
  }

  deinit {
    archive_read_free(handle)
    buffer.deallocate()
  }

  private func pull(_ block: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
    do throws(IntakeError) {
      let count = try upstream.read(into: buffer)
      if count == 0 { upstreamEnded = true }
      block.pointee = UnsafeRawPointer(buffer.baseAddress)
      return count
    } catch {
      upstreamError = error
      return -1
    }
  }

  /// A member of an archive, or the one stream of a compression.
  struct Member {
    var path: String
    var size: UInt64?
    var modified: Int64
    var isRegular: Bool
    var isEncrypted: Bool
  }

  /// Headers in a row that may be damaged before the rest is given up.
  private static let patience = 1 << 20
  private var damage: String?

  /// What was wrong between the members before, once.
  func takeDamage() -> String? {
    defer { damage = nil }
    return damage
  }

  /// Goes to the next member; `nil` at the end. Damaged headers are skipped where the format lets the next be found.
  func next() throws(IntakeError) -> Member? {
    (block, blockCount, blockOffset, position) = (nil, 0, 0, 0)
    var entry: OpaquePointer?
    var code = archive_read_next_header(handle, &entry)
    var tries = 0
    while code == ARCHIVE_RETRY, tries < Self.patience {
      tries += 1
      if damage == nil { damage = failure(.corrupt).reason }
      code = archive_read_next_header(handle, &entry)
    }
    if code == ARCHIVE_EOF { return nil }
    guard code == ARCHIVE_OK || code == ARCHIVE_WARN, let entry else { throw failure(.corrupt) }
    let path =
      archive_entry_pathname_utf8(entry).map { String(cString: $0) } ?? archive_entry_pathname(entry).map {
        String(cString: $0)
      } ?? "unnamed"
    let isLink = archive_entry_hardlink(entry) != nil || archive_entry_symlink(entry) != nil
    return Member(
      path: path, size: archive_entry_size_is_set(entry) != 0 ? UInt64(clamping: archive_entry_size(entry)) : nil,
      modified: archive_entry_mtime_is_set(entry) != 0 ? Int64(archive_entry_mtime(entry)) : 0,
      isRegular: archive_entry_filetype(entry) == 0o100000 && !isLink,
      isEncrypted: archive_entry_is_encrypted(entry) == 1)
  }

  private var block: UnsafeRawPointer?
  private var blockCount = 0
  private var blockOffset: Int64 = 0
  /// Bytes of the member handed out.
  private var position: Int64 = 0

  /// Reads bytes of the current member; 0 at its end. Holes of a sparse member are zeros.
  ///
  /// Block by block, because `archive_read_data` forgets what it had copied when it meets damage.
  func readData(into target: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    guard target.count > 0 else { return 0 }
    while blockCount == 0, position >= blockOffset {
      let code = archive_read_data_block(handle, &block, &blockCount, &blockOffset)
      if code == ARCHIVE_EOF { return 0 }
      if code < ARCHIVE_OK {
        blockCount = 0
        throw failure(.corrupt)
      }
      blockOffset = max(blockOffset, position)
    }
    if position < blockOffset {
      let zeros = Int(min(Int64(target.count), blockOffset - position))
      UnsafeMutableRawBufferPointer(rebasing: target[..<zeros]).initializeMemory(as: UInt8.self, repeating: 0)
      position += Int64(zeros)
      return zeros
    }
    guard let from = block, blockCount > 0 else { return try readData(into: target) }
    let count = min(target.count, blockCount)
    target.copyMemory(from: UnsafeRawBufferPointer(start: from, count: count))
    block = from + count
    blockCount -= count
    blockOffset += Int64(count)
    position = max(position, blockOffset)
    return count
  }

  private func failure(_ code: IntakeError.Code) -> IntakeError {
    if let upstreamError { return upstreamError }
    var text = archive_error_string(handle).map { String(cString: $0) } ?? ""
    if text.isEmpty { text = "damaged" }
    // Of what is read from front to back this is certain; an archive that is read from its end may be damaged otherwise.
    if upstreamEnded, !(upstream is SeekableSource) { text = "ends in the middle (\(text))" }
    let isPassword = text.lowercased().contains("passphrase") || text.lowercased().contains("encrypt")
    return IntakeError(isPassword ? .encrypted : code, text)
  }
}

/// The current member of an archive as a source.
final class MemberSource: ByteSource {
  private let archive: ArchiveSource
  init(_ archive: ArchiveSource) { self.archive = archive }
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    try archive.readData(into: buffer)
  }
}

/// A seekable file as a source, for formats whose directory stands at the end.
final class SeekableSource: ByteSource {
  private let file: SeekableFile
  private var position: Int64 = 0
  init(_ file: SeekableFile) { self.file = file }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    let count = try file.read(at: UInt64(max(0, position)), into: buffer)
    position += Int64(count)
    return count
  }

  /// Moves as `lseek` does and returns the new place.
  func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
    let base: Int64 = whence == 1 ? position : whence == 2 ? Int64(clamping: file.size) : 0
    let (target, overflow) = base.addingReportingOverflow(offset)
    guard !overflow, target >= 0 else { return -30 }
    position = target
    return target
  }
}
