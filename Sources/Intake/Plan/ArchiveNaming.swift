import Glibc

extension Intake {
  /// True if a file is an archive by its first bytes, or claims to be one by its name, also if it turns out to be broken.
  public static func isArchive(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if archiveEndings.contains(where: { name.hasSuffix($0) }) || name.contains(".tar.") { return true }
    let descriptor = FileName.withBytes(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { return false }
    let stamp = FileStamp(descriptor: descriptor)
    let file = SeekableFile(descriptor: descriptor, size: stamp.size)
    return stamp.isRegular && (try? holdsArchive(SeekableSource(file), layers: 2)) ?? false
  }

  /// Looks through compressions, whose names say nothing either.
  private static func holdsArchive(_ source: any ByteSource, layers: Int) throws(IntakeError) -> Bool {
    let peeked = try PeekedSource(source, count: ContainerKind.headSize)
    let kind = peeked.head.withUnsafeBytes { ContainerKind($0) }
    switch kind {
    case .archive: return true
    case .plain: return false
    case .gzip:
      guard layers > 0 else { return false }
      return try holdsArchive(GzipSource(peeked) { _, _ in }, layers: layers - 1)
    case .compressed(let name):
      let archive = try ArchiveSource(peeked, .compressed(name))
      guard layers > 0, try archive.next() != nil else { return false }
      return try holdsArchive(MemberSource(archive), layers: layers - 1)
    }
  }

  private static let archiveEndings = [
    ".tar", ".tgz", ".txz", ".tbz", ".tbz2", ".tzst", ".tlz4", ".zip", ".7z", ".cpio",
  ]
}
