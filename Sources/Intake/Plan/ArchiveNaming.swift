import Glibc

extension Intake {
  /// True if a file is an archive by its first bytes, or claims to be one by its name, also if it turns out to be broken.
  public static func isArchive(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if archiveEndings.contains(where: { name.hasSuffix($0) }) || name.contains(".tar.") { return true }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: ContainerKind.headSize)
    let count = head.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { return false }
    let kind = head.withUnsafeBytes { ContainerKind(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    if case .archive = kind { return true }
    return false
  }

  private static let archiveEndings = [
    ".tar", ".tgz", ".txz", ".tbz", ".tbz2", ".tzst", ".tlz4", ".zip", ".7z", ".cpio",
  ]
}
