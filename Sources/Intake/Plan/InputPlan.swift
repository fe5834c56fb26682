import Glibc
import Model

/// A file, a pipe, or standard input, before anything in it is looked at.
public struct InputLeaf: Sendable {
  public var provenance: Provenance
  /// What to open; `-` for standard input.
  public var path: String
  /// Bytes on disk, 0 if unknown.
  public var size: UInt64

  /// Describes what is to be opened.
  public init(provenance: Provenance, path: String, size: UInt64) {
    self.provenance = provenance
    self.path = path
    self.size = size
  }

  /// The one order of all inputs: that in which a folder is walked, whatever part of its path was named. Several leaves of one
  /// path, as standard input is, stand by their names.
  public static func precedes(_ a: InputLeaf, _ b: InputLeaf) -> Bool {
    if a.path == b.path { return (a.provenance.chain[0], a.size) < (b.provenance.chain[0], b.size) }
    return PathOrder.precedes(a.path, b.path)
  }
}

/// The inputs of a run, directories walked.
public struct InputPlan: Sendable {
  public var leaves: [InputLeaf] = []
  public var problems: [IntakeProblem] = []

  /// Nothing to read.
  public init() {}
}

/// Expands what the user named into leaves.
public enum Intake {
  /// Deepest folder that is walked; deeper ones are reported.
  static let depthLimit = 64

  /// Walks directories in the order of their entries' bytes; links inside them are not followed. O(entries).
  public static func plan(_ inputs: [String], standardInput: String = "stdin") -> InputPlan {
    var plan = InputPlan()
    // The order in which they are named changes nothing.
    for input in inputs.sorted(by: PathOrder.precedes) {
      if input == "-" {
        var provenance = Provenance(input: "-", chain: [standardInput])
        // A pipe is as old as the command that fills it: what comes out of it does not lie in the future.
        var info = stat()
        if fstat(STDIN_FILENO, &info) == 0 { provenance.modified = Instant(seconds: Int64(info.st_mtim.tv_sec)) }
        if standardInput != "stdin" { provenance.hints = PathHintTable.hints(for: standardInput) }
        plan.leaves.append(InputLeaf(provenance: provenance, path: "-", size: 0))
      } else {
        var links = LinkCount(root: input)
        add(input, shown: FileName.shown(input), input: input, depth: 0, isGiven: true, to: &plan, &links)
        if let problem = links.problem { plan.problems.append(problem) }
      }
    }
    // A folder, and what is in it named one by one, are the same.
    plan.leaves.sort(by: InputLeaf.precedes)
    return plan
  }

  private static func add(
    _ path: String, shown: String, input: String, depth: Int, isGiven: Bool, to plan: inout InputPlan,
    _ links: inout LinkCount
  ) {
    func problem(_ reason: String, _ kind: IntakeProblem.Kind) {
      plan.problems.append(IntakeProblem(subject: shown, reason: reason, kind: kind))
    }
    var info = stat()
    guard FileName.withBytes(path, { isGiven ? stat($0, &info) : lstat($0, &info) }) == 0 else {
      return problem(String(cString: strerror(errno)).lowercased(), errno == ENOENT ? .missing : .unreadable)
    }
    switch info.st_mode & S_IFMT {
    case S_IFDIR:
      guard depth < depthLimit else { return problem("folders are nested more than \(depthLimit) deep", .limit) }
      guard let names = entries(path) else {
        return problem("folder cannot be read: \(String(cString: strerror(errno)))", .unreadable)
      }
      for name in names {
        add(
          path + (path.hasSuffix("/") ? "" : "/") + name,
          shown: shown + (shown.hasSuffix("/") ? "" : "/") + FileName.shown(name),
          input: input, depth: depth + 1, isGiven: false, to: &plan, &links)
      }
    case S_IFREG, S_IFIFO:
      let isFile = info.st_mode & S_IFMT == S_IFREG
      if !isFile && !isGiven { return problem("a named pipe inside a folder is not waited for", .unsupported) }
      var provenance = Provenance(input: input, chain: [shown], declaredSize: isFile ? UInt64(info.st_size) : nil)
      provenance.modified = Instant(seconds: Int64(info.st_mtim.tv_sec))
      provenance.hints = PathHintTable.hints(for: shown)
      plan.leaves.append(InputLeaf(provenance: provenance, path: path, size: isFile ? UInt64(info.st_size) : 0))
    case S_IFLNK: links.take(path, shown)
    default: problem("neither a file nor a folder", .unsupported)
    }
  }

  /// The names in a folder, in the order of their bytes; `nil` if it cannot be read.
  public static func entries(_ path: String) -> [String]? {
    guard let folder = FileName.withBytes(path, opendir) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        FileName.text(raw.prefix { $0 != 0 })
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
