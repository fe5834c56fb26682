/// Collects signs of bundles path by path.
struct BundleSearch {
  /// Where a bundle may be: what holds it, and the folder in it.
  private struct Place: Hashable {
    let container: Int
    let folder: String
  }

  private struct Candidate {
    var signs: UInt64 = 0
    /// The first path, by bytes, of each sign.
    var examples: [Int: String] = [:]
    let depth: Int
    let isAbsolute: Bool
  }

  /// The file system, or an archive; and the folder all its paths have in common.
  private struct Container {
    let display: String
    var common: [String]?
  }

  /// Longest path that a reason shows, in characters.
  private static let exampleLimit = 120

  private let index: BundleSignIndex
  private var containers: [Container] = []
  private var numbers: [[String]: Int] = [:]
  private var candidates: [Place: [Int: Candidate]] = [:]

  init(index: BundleSignIndex) { self.index = index }

  /// Takes the chain of one stream; an archive in it counts as a path of what holds it.
  mutating func take(_ chain: [String]) {
    var chain = chain
    while let last = chain.popLast() {
      let isNew = numbers[chain] == nil
      let container = number(of: chain)
      take(last, in: container, isMember: !chain.isEmpty)
      if !isNew || chain.isEmpty { return }
    }
  }

  private mutating func number(of chain: [String]) -> Int {
    if let known = numbers[chain] { return known }
    numbers[chain] = containers.count
    containers.append(Container(display: chain.joined(separator: "!")))
    return containers.count - 1
  }

  private mutating func take(_ path: String, in container: Int, isMember: Bool) {
    var split = SplitPath(path)
    if isMember { split.dropSelfReferences() }
    guard !split.parts.isEmpty, !(isMember && split.climbs) else {
      containers[container].common = []
      return
    }
    if isMember { narrow(container, split) }
    let isAbsolute = !isMember && split.isAbsolute
    var found: [(BundleSignIndex.Entry, Int)] = []
    index.visitSigns(of: split) { found.append(($0, $1)) }
    for (entry, depth) in found {
      let place = Place(container: container, folder: split.folder(depth))
      var candidate = candidates[place]?[entry.layout] ?? Candidate(depth: depth, isAbsolute: isAbsolute)
      candidate.signs |= 1 << UInt64(entry.sign)
      let example = split.parts.dropFirst(depth).map(split.text).joined(separator: "/")
      let known = candidate.examples[entry.sign]
      if known.map({ example.utf8.lexicographicallyPrecedes($0.utf8) }) ?? true {
        candidate.examples[entry.sign] = example
      }
      candidates[place, default: [:]][entry.layout] = candidate
    }
  }

  private mutating func narrow(_ container: Int, _ path: SplitPath) {
    guard var common = containers[container].common else {
      containers[container].common = path.parts.dropLast().map(path.text)
      return
    }
    var same = 0
    let limit = min(common.count, path.parts.count - 1)
    while same < limit, common[same].utf8.elementsEqual(path.bytes[path.parts[same]]) { same += 1 }
    guard same < common.count else { return }
    common.removeLast(common.count - same)
    containers[container].common = common
  }

  /// The bundles, sorted by root, then kind.
  func finish() -> [RecognizedBundle] {
    var proven: [Place: [Int: Candidate]] = [:]
    for (place, byLayout) in candidates {
      let enough = byLayout.filter { $1.signs & index.strongMasks[$0] != 0 || $1.signs.nonzeroBitCount >= 2 }
      if !enough.isEmpty { proven[place] = enough }
    }
    var bundles: [RecognizedBundle] = []
    for (place, byLayout) in proven {
      for (layout, candidate) in byLayout where !isPart(layout, place, proven) {
        let kind = index.layouts[layout].kind
        bundles.append(RecognizedBundle(kind: kind, root: root(place, candidate), reason: reason(layout, candidate)))
      }
    }
    return bundles.sorted { a, b in
      a.root == b.root ? a.kind.id < b.kind.id : a.root.utf8.lexicographicallyPrecedes(b.root.utf8)
    }
  }

  /// Whether a bundle at the same place or further out has bundles of this kind as its parts.
  private func isPart(_ layout: Int, _ place: Place, _ proven: [Place: [Int: Candidate]]) -> Bool {
    let id = index.layouts[layout].kind.id
    var folder = place.folder[...]
    while true {
      let outer = Place(container: place.container, folder: String(folder))
      for other in proven[outer]?.keys.sorted() ?? [] where index.layouts[other].parts.contains(id) {
        if other != layout || outer != place { return true }
      }
      guard !folder.isEmpty else { return false }
      folder = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
    }
  }

  private func root(_ place: Place, _ candidate: Candidate) -> String {
    let container = containers[place.container]
    guard container.display.isEmpty else {
      let isAll = candidate.depth <= container.common?.count ?? 0
      return isAll ? container.display : container.display + "!" + place.folder
    }
    if candidate.isAbsolute { return "/" + place.folder }
    return place.folder.isEmpty ? "." : place.folder
  }

  /// Strong signs first, at most three paths.
  private func reason(_ layout: Int, _ candidate: Candidate) -> String {
    let signs = index.layouts[layout].signs
    let strong = signs.indices.filter { signs[$0].isStrong && candidate.examples[$0] != nil }
    let weak = signs.indices.filter { !signs[$0].isStrong && candidate.examples[$0] != nil }
    return (strong + weak).prefix(3).compactMap { candidate.examples[$0] }.map { path in
      path.count <= Self.exampleLimit ? path : path.prefix(Self.exampleLimit) + "…"
    }.joined(separator: ", ")
  }
}
