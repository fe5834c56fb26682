import Model

/// What the path of a stream says about its writer; content decides, this only names.
public enum PathHintTable {
  /// One layout: where names stand in the paths of a tool.
  struct Layout: Sendable {
    let patterns: [PathPattern]
    let bundle: String?
    let isPrevious: Bool
    /// The namespace, where the pattern spells it out.
    let namespace: String?

    init(_ pattern: String, _ bundle: String? = nil, previous: Bool = false, namespace: String? = nil) {
      patterns = PathPattern.alternatives(pattern)
      self.bundle = bundle
      self.namespace = namespace
      isPrevious = previous
    }
  }

  private static let log = PathPattern.alternatives("*(.log|.log.*)")
  private static let rotated = PathPattern("*.log.{rotation}")
  private static let live = PathPattern("kube-ovn-*.log")
  private static let podFolder = PathPattern.alternatives("{pod}/{container}(-previous|).log")

  /// Hints from a path, of the file system or inside an archive. The path is not trusted. O(bytes of the path).
  public static func hints(for path: String) -> PathHints {
    var hints = PathHints()
    let split = SplitPath(end(of: path))
    guard let file = split.parts.last else { return hints }
    let name = split.text(file)
    hints.fileName = name.lowercased()
    if let (layout, found) = layout(of: split) {
      hints = found
      hints.fileName = name.lowercased()
      hints.bundle = layout.bundle
      hints.namespace = found.namespace ?? layout.namespace
      hints.isPrevious = layout.isPrevious
    } else {
      readPodFolder(split, &hints)
      hints.isPrevious = saysPrevious(name)
    }
    if hints.sequence == nil, !hints.isPrevious {
      hints.sequence = rotation(split) ?? (live.matchEnd(split) { _, _ in } ? 0 : nil)
    }
    return hints
  }

  /// The last components: no layout names anything further out.
  private static func end(of path: String) -> String {
    var slashes = 0
    var start = path.utf8.endIndex
    while start > path.utf8.startIndex {
      let before = path.utf8.index(before: start)
      if path.utf8[before] == UInt8(ascii: "/") {
        slashes += 1
        if slashes == 24 { break }
      }
      start = before
    }
    return String(path[start...])
  }

  private static func layout(of path: SplitPath) -> (Layout, PathHints)? {
    for layout in PathLayouts.all {
      for pattern in layout.patterns {
        var hints = PathHints()
        let fits = pattern.matchEnd(path) { field, range in
          switch field {
          case .namespace: hints.namespace = path.text(range)
          case .pod, .podFolder: hints.pod = path.text(range)
          case .container: hints.container = path.text(range)
          case .node, .kindNode: hints.node = path.text(range)
          case .restart, .rotation: hints.sequence = Int(path.text(range))
          default: break
          }
        }
        if fits { return (layout, hints) }
      }
    }
    return nil
  }

  /// A folder named after a pod, with files named after its containers: the pod's name begins with the container's.
  private static func readPodFolder(_ path: SplitPath, _ hints: inout PathHints) {
    for pattern in podFolder {
      var (pod, container) = ("", "")
      let fits = pattern.matchEnd(path) { field, range in
        if field == .pod { pod = path.text(range) } else { container = path.text(range) }
      }
      guard fits, pod.hasPrefix(container + "-") else { continue }
      (hints.pod, hints.container) = (pod, container)
      return
    }
    // The same, of rotated files.
    guard path.parts.count >= 2, log.contains(where: { $0.matchEnd(path) { _, _ in } }) else { return }
    let folder = path.text(path.parts[path.parts.count - 2])
    let stem = hints.fileName.prefix { $0 != "." }
    guard stem.hasPrefix("kube-ovn-"), folder.hasPrefix(stem + "-") else { return }
    if PathField.pod.accepts(ArraySlice(folder.utf8)) { hints.pod = folder }
  }

  private static func rotation(_ path: SplitPath) -> Int? {
    var number: Int?
    let fits = rotated.matchEnd(path) { field, range in if field == .rotation { number = Int(path.text(range)) } }
    return fits ? number : nil
  }

  /// `previous` as a word of the name of a log.
  private static func saysPrevious(_ name: String) -> Bool {
    let words = name.split { !$0.isLetter }
    guard let last = words.last, words.contains("previous") else { return false }
    return last != "json" && last != "yaml" && last != "yml"
  }
}
