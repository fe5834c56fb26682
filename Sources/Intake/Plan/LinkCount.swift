import Glibc
import Model

/// Symbolic links below one folder, none of which is followed. What they lead to inside the folder is read under its own
/// name, and where nothing is nothing is lost; the others are named once for all of them.
struct LinkCount {
  private let root: String
  private var resolvedRoot: String?
  private var count = 0
  private var first = ""
  private var why = ""

  init(root: String) { self.root = root }

  /// Takes a link: where it is, and what reports call it.
  mutating func take(_ path: String, _ shown: String) {
    if resolvedRoot == nil { resolvedRoot = Self.resolve(root) ?? "" }
    guard let target = Self.resolve(path) else {
      if errno != ENOENT { note(shown, String(cString: strerror(errno)).lowercased()) }
      return
    }
    let folder = resolvedRoot ?? ""
    if target != folder, !folder.isEmpty, target.utf8.starts(with: (folder == "/" ? folder : folder + "/").utf8) {
      return
    }
    note(shown, "leads to \(target)")
  }

  private mutating func note(_ shown: String, _ reason: String) {
    count += 1
    if count == 1 { (first, why) = (shown, reason) }
  }

  /// What the user must know of them.
  var problem: IntakeProblem? {
    guard count > 0 else { return nil }
    let reason = "a symbolic link inside a folder is not followed: \(why)"
    let more = count > 1 ? "; nor are \(count - 1) more below \(root)" : ""
    return IntakeProblem(subject: first, reason: reason + more, kind: .unsupported)
  }

  private static func resolve(_ path: String) -> String? {
    guard let resolved = FileName.withBytes(path, { realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
