import Model

/// Tells which sources are pieces of one writer: rotated files, pieces of a split file, container log and log file.
struct WriterGrouping {
  private let sources: [Source]
  /// What each source is the log of.
  private let components: [LogComponent]
  private var parents: [Int]

  /// Two sources, the smaller number first.
  struct Pair: Hashable {
    var a: Int
    var b: Int
  }

  /// So many equal lines of equal times are no accident.
  private static let enough = 3

  /// `shared`: how many events two sources both show; `times`: instants of the events of each source, ascending.
  init(_ sources: [Source], shared: [Pair: Int], times: [[Int64]]) {
    self.sources = sources
    components = sources.map { LogComponent($0) }
    parents = Array(sources.indices)
    joinByPod()
    joinByLines(shared, times)
    joinByTime()
  }

  /// Sources of each writer, by their first instant; writers by that of their first piece.
  mutating func groups() -> [[Int]] {
    var members: [Int: [Int]] = [:]
    for i in sources.indices where isLog(i) { members[root(i), default: []].append(i) }
    return members.values.map { $0.sorted { key($0) < key($1) } }.sorted { key($0[0]) < key($1[0]) }
  }

  /// Numbers the clocks, one for each source: pieces of one writer have one, and so have the writers of one stream, whose
  /// year and zone are told or assumed together. To be asked when the groups are known.
  mutating func clocks() -> [Int] {
    var first: [Int: Int] = [:]
    for i in sources.indices {
      if let other = first[sources[i].stream] { join(other, i) } else { first[sources[i].stream] = i }
    }
    return sources.indices.map { root($0) }
  }

  private func key(_ i: Int) -> (Int64, Int) { (sources[i].covers?.from.nanoseconds ?? .max, i) }

  private func isLog(_ i: Int) -> Bool { sources[i].writer.records > 0 && !sources[i].isSetApart }

  private mutating func root(_ i: Int) -> Int {
    var i = i
    while parents[i] != i {
      parents[i] = parents[parents[i]]
      i = parents[i]
    }
    return i
  }

  private mutating func join(_ a: Int, _ b: Int) {
    let (x, y) = (root(a), root(b))
    if x != y { parents[max(x, y)] = min(x, y) }
  }

  /// The pod and the container say so.
  private mutating func joinByPod() {
    var first: [String: Int] = [:]
    for i in sources.indices where isLog(i) && !sources[i].writer.pod.isEmpty {
      let writer = sources[i].writer
      // Whether the container is named differs between the ways to get a log; a controller's pod has only one.
      let component = components[i]
      let key = "\(writer.pod) \(component == .unknown ? writer.container : component.rawValue)"
      if let other = first[key] { join(i, other) } else { first[key] = i }
    }
  }

  /// They show the same lines at the same times.
  private mutating func joinByLines(_ shared: [Pair: Int], _ times: [[Int64]]) {
    for (pair, count) in shared.sorted(by: { ($0.key.a, $0.key.b) < ($1.key.a, $1.key.b) }) {
      let (x, y) = (sources[pair.a].writer, sources[pair.b].writer)
      guard isLog(pair.a), isLog(pair.b), x.pod.isEmpty || y.pod.isEmpty || x.pod == y.pod else { continue }
      let (from, to) = (
        max(times[pair.a].first ?? .max, times[pair.b].first ?? .max),
        min(times[pair.a].last ?? .min, times[pair.b].last ?? .min)
      )
      let least = min(Self.count(times[pair.a], from, to), Self.count(times[pair.b], from, to))
      if count * 2 >= least, count >= min(Self.enough, least) { join(pair.a, pair.b) }
    }
  }

  private static func count(_ times: [Int64], _ from: Int64, _ to: Int64) -> Int {
    guard from <= to else { return 0 }
    return lowerBound(times, to &+ 1) - lowerBound(times, from)
  }

  private static func lowerBound(_ times: [Int64], _ wanted: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Nobody names them, and one goes on where another ends: the same process number, no two at one time.
  private mutating func joinByTime() {
    let nameless = sources.indices.filter { isLog($0) && sources[$0].writer.pod.isEmpty }.sorted { key($0) < key($1) }
    var chains: [(last: Int, to: Int64, silence: Int64)] = []
    for i in nameless {
      guard let covers = sources[i].covers else { continue }
      let (from, to) = (covers.from.nanoseconds, covers.to.nanoseconds)
      let silence = sources[i].writer.course.longestSilence
      if let k = chains.firstIndex(where: { root($0.last) == root(i) }) {
        chains[k] = (chains[k].to > to ? chains[k].last : i, max(chains[k].to, to), max(chains[k].silence, silence))
        continue
      }
      let fitting = chains.indices.filter { k in
        from >= chains[k].to &- TimeCourse.tolerance && isContinued(chains[k].last, i)
      }
      if let k = fitting.max(by: { chains[$0].to < chains[$1].to }) {
        join(chains[k].last, i)
        chains[k] = (i, max(chains[k].to, to), max(chains[k].silence, silence))
      } else {
        chains.append((i, to, silence))
      }
    }
  }

  private func isContinued(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (components[a], components[b])
    if x != y, x != .unknown, y != .unknown { return false }
    let (before, after) = (sources[a].writer.lives.last?.pid ?? 0, sources[b].writer.lives.first?.pid ?? 0)
    return before == 0 || after == 0 || before == after || sources[b].writer.lives.first?.hasStart == true
  }
}
