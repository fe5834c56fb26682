import Glibc
import Intake

/// Tells the bundles below a folder: archives, unpacked trees, and the loose files that belong to neither.
///
/// A folder that holds archives or recognised bundles is looked into; every other folder is one bundle with everything
/// below it. Links are not followed; O(files).
struct BundleFinder {
  /// One bundle.
  struct Unit: Sendable {
    /// What reports call it.
    var path: String
    /// Inputs to analyse together.
    var inputs: [String]
    /// Bytes on disk.
    var size: UInt64
    /// Newest modification, seconds since the epoch; tells a changed bundle from the one that was read before.
    var modified: Int64
    var isArchive: Bool
    /// There is nothing in it, or it cannot be listed.
    var error = ""
    var isMissing = false
    /// There may be something in it that cannot be seen.
    var isClosed = false
  }

  private(set) var units: [Unit] = []
  private static let depthLimit = 16

  /// Bundles in the order of their paths.
  static func find(_ operands: [String]) -> [Unit] {
    var finder = BundleFinder()
    for operand in operands {
      let path = operand.count > 1 && operand.hasSuffix("/") ? String(operand.dropLast()) : operand
      guard let kind = Self.kind(path, followsLinks: true) else {
        finder.units.append(
          Unit(
            path: path, inputs: [], size: 0, modified: 0, isArchive: false, error: "no such file or folder",
            isMissing: true))
        continue
      }
      if kind == S_IFDIR {
        finder.look(into: path, depth: 0)
      } else {
        finder.add(path, [path], isArchive: Intake.isArchive(path))
      }
    }
    return finder.units.sorted { $0.path < $1.path }
  }

  private mutating func look(into folder: String, depth: Int) {
    guard let names = Intake.entries(folder) else {
      units.append(
        Unit(
          path: folder, inputs: [], size: 0, modified: 0, isArchive: false, error: "the folder cannot be listed",
          isClosed: true))
      return
    }
    if depth > 0, names.isEmpty {
      units.append(Unit(path: folder, inputs: [], size: 0, modified: 0, isArchive: false, error: "the folder is empty"))
      return
    }
    if isTree(folder) {
      add(folder, [folder], isArchive: false)
      return
    }
    var loose: [String] = []
    for name in names {
      let path = folder + "/" + name
      switch Self.kind(path) {
      case S_IFDIR:
        if depth + 1 < Self.depthLimit, holdsBundles(path) { look(into: path, depth: depth + 1) } else { addTree(path) }
      case S_IFREG:
        if Intake.isArchive(path) { add(path, [path], isArchive: true) } else { loose.append(path) }
      default: continue
      }
    }
    if !loose.isEmpty { add(folder + " (loose files)", loose, isArchive: false) }
  }

  private mutating func addTree(_ folder: String) {
    if Intake.entries(folder)?.isEmpty ?? false {
      units.append(Unit(path: folder, inputs: [], size: 0, modified: 0, isArchive: false, error: "the folder is empty"))
    } else {
      add(folder, [folder], isArchive: false)
    }
  }

  /// The folder itself is the root of a bundle.
  private func isTree(_ folder: String) -> Bool { roots(folder, but: ["kubectl-get"]).contains(folder) }

  /// A folder of bundles: nothing loose in it, and archives or roots of bundles below.
  private func holdsBundles(_ folder: String) -> Bool {
    let names = Intake.entries(folder) ?? []
    var hasArchive = false
    for name in names where Self.kind(folder + "/" + name) == S_IFREG {
      if !Intake.isArchive(folder + "/" + name) { return false }
      hasArchive = true
    }
    if hasArchive { return true }
    let roots = roots(folder, but: Self.partialKinds)
    return !roots.isEmpty && !roots.contains(folder)
  }

  /// Kinds that are only a part of what an operator collects, so that they do not make a bundle of their own.
  private static let partialKinds: Set<String> = ["pod-logs", "node-logs", "kubectl-get"]

  private func roots(_ folder: String, but excluded: Set<String>) -> Set<String> {
    let leaves = Intake.plan([folder]).leaves
    let found = BundleKindTable.recognize(paths: leaves.map(\.provenance.chain))
    return Set(found.filter { !excluded.contains($0.kind.id) }.map(\.root))
  }

  private mutating func add(_ path: String, _ inputs: [String], isArchive: Bool) {
    var size: UInt64 = 0
    var modified: Int64 = 0
    for leaf in Intake.plan(inputs).leaves {
      size += leaf.size
      modified = max(modified, (leaf.provenance.modified?.nanoseconds ?? 0) / 1_000_000_000)
    }
    units.append(Unit(path: path, inputs: inputs, size: size, modified: modified, isArchive: isArchive))
  }

  /// What kind of file it is; `nil` if there is none.
  private static func kind(_ path: String, followsLinks: Bool = false) -> mode_t? {
    var info = stat()
    let found = FileName.withBytes(path) { followsLinks ? stat($0, &info) : lstat($0, &info) }
    return found == 0 ? info.st_mode & S_IFMT : nil
  }
}
