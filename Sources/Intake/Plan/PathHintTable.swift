import Model

/// What the path of a stream says about its writer; content decides, this only names.
public enum PathHintTable {
  private static let compressions = [".gz", ".xz", ".zst", ".bz2", ".lz4", ".Z"]

  /// Hints from a path, of the file system or inside an archive.
  public static func hints(for path: String) -> PathHints {
    var hints = PathHints()
    var parts = path.split(separator: "/").map(String.init)
    guard var file = parts.popLast() else { return hints }
    for ending in compressions where file.hasSuffix(ending) { file.removeLast(ending.count) }
    hints.fileName = file.lowercased()
    hints.isPrevious = file.contains("previous")
    let stem = file.hasSuffix(".log") ? String(file.dropLast(4)) : file
    if let last = parts.last, file == "logs.txt", parts.count >= 2 {
      // kubectl cluster-info dump: <namespace>/<pod>/logs.txt
      (hints.namespace, hints.pod) = (parts[parts.count - 2], last)
    } else if let at = parts.lastIndex(where: { $0.split(separator: "_").count >= 2 && !$0.hasPrefix("_") }), at == parts.count - 2 {
      // /var/log/pods/<namespace>_<pod>[_<uid>]/<container>/<restart>.log
      let words = parts[at].split(separator: "_").map(String.init)
      (hints.namespace, hints.pod, hints.container) = (words[0], words[1], parts[at + 1])
      hints.sequence = Int(stem)
    } else if let at = parts.lastIndex(of: "logs"), at > 0, parts[at - 1] == "pods", parts.count >= at + 3 {
      // troubleshoot: cluster-resources/pods/logs/<namespace>/<pod>/<container>.log
      (hints.namespace, hints.pod) = (parts[at + 1], parts[at + 2])
      hints.container = stem.hasSuffix("-previous") ? String(stem.dropLast(9)) : stem
    } else if let at = parts.lastIndex(of: "pods"), parts.count > at + 2, at >= 1 {
      // must-gather: namespaces/<namespace>/pods/<pod>/<container>/<container>/logs/current.log
      (hints.namespace, hints.pod, hints.container) = (parts[at - 1], parts[at + 1], parts[at + 2])
    } else if let last = parts.last, file.hasPrefix("kube-ovn-controller"), last.hasPrefix("kube-ovn-controller") {
      hints.pod = last
    }
    return hints
  }
}
