import Model

/// Where something stands in a paste: a scrollback has no times, but an order, and a command may name the cluster that it asks.
struct PasteMoment: Hashable {
  /// Number of the line, from 0.
  var line: Int
  /// As a command or a heading names it; empty where none does.
  var cluster: String
  /// Of the prompt, empty without one. Hosts may be of one cluster; only from the same host is surely the same one asked.
  var host = ""
}

/// The course of what a paste shows: what was listed, what was made, changed or deleted in between, and what was shown to be gone.
///
/// Two objects belong to one time only if nothing was changed between their showings; what is shown to be gone below its
/// showing is not there any more.
struct PasteCourse {
  /// An object as the API server tells it from others.
  struct Key: Hashable {
    var cluster: String
    var kind: String
    /// Empty for kinds without.
    var namespace: String
    var name: String

    init(_ object: ObjectRecord, _ cluster: String) {
      (self.cluster, kind, namespace, name) = (cluster, object.kind, object.namespace, object.name)
    }
  }

  /// Objects that are shown not to be there.
  private struct End {
    var moment: PasteMoment
    var kind: String
    /// Empty for kinds without, and for those of all namespaces.
    var namespace: String
    /// `nil`: all of the kind but the others.
    var name: String?
    var others: Set<Key> = []
  }

  /// Numbers of the lines on which something changed, ascending.
  private var changes: [Int] = []
  private var ends: [End] = []
  private var answers: [(moment: PasteMoment, answer: PasteAnswer)] = []
  /// Lines on which each object is shown.
  private var shown: [Key: [Int]] = [:]
  private var clusters: [String] = []
  /// Lines between which something went that is shown on the one, and shown to be gone on the other; ascending, and apart.
  private var losses: [Range<Int>] = []

  /// What a person shows is less; more of each is not looked at, which leaves open what it would have ended.
  static let most = 1000

  // MARK: Taking it in

  /// Something was made, changed or deleted, or somebody wrote that it was.
  mutating func change(line: Int) { if changes.last != line { changes.append(line) } }

  private mutating func end(_ end: End) { if ends.count < Self.most { ends.append(end) } }

  /// kubectl accepted a deletion, and came back when it was done; or it made an object.
  mutating func take(_ answer: PasteAnswer, _ moment: PasteMoment) {
    if answers.count < Self.most { answers.append((moment, answer)) }
  }

  /// kubectl did not find an object, or found none of a kind.
  mutating func take(_ absence: PasteAbsence, _ moment: PasteMoment) {
    switch absence {
    case .object(let kind, let namespace, let name):
      end(End(moment: moment, kind: kind, namespace: namespace, name: name))
    case .podsOf(let namespace): end(End(moment: moment, kind: "Pod", namespace: namespace))
    case .all(let kinds, let namespace):
      for kind in kinds where TableKind.isClusterScoped(kind) || !namespace.isEmpty {
        end(End(moment: moment, kind: kind, namespace: namespace))
      }
    case .subnets: break
    }
  }

  /// A piece shows these objects.
  mutating func take(shown keys: Set<Key>, by piece: PastePiece) {
    let line = piece.lines.lowerBound
    if !clusters.contains(piece.cluster) { clusters.append(piece.cluster) }
    for key in keys { shown[key, default: []].append(line) }
    guard !keys.isEmpty, let command = piece.command, piece.isWhole, !piece.isElsewhen else { return }
    let listed = Set(keys.map(\.kind))
    guard listed.isSubset(of: command.kinds) else { return }
    // Of several kinds each has a table of its own.
    for kind in command.kinds where piece.form != .table || listed.contains(kind) {
      let isEverywhere = command.isEverywhere || TableKind.isClusterScoped(kind)
      guard isEverywhere || !command.namespace.isEmpty else { continue }
      end(
        End(
          moment: piece.moment, kind: kind, namespace: isEverywhere ? "" : command.namespace, others: keys))
    }
  }

  /// All of it was taken in. O(objects × ends).
  mutating func close() {
    var found: [Range<Int>] = []
    for (key, lines) in shown {
      for end in ends where isEnd(end, of: key) {
        if let last = lines.last(where: { $0 < end.moment.line }) { found.append(last..<end.moment.line) }
      }
    }
    for next in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = losses.last, last.upperBound > next.lowerBound {
        losses[losses.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
      } else {
        losses.append(next)
      }
    }
  }

  // MARK: Asking

  /// Objects of several clusters are shown.
  var isOfSeveralClusters: Bool { clusters.count > 1 }

  /// Nothing was made, changed or deleted between the two, and they are of one cluster.
  func areOfOneTime(_ a: PasteMoment, _ b: PasteMoment) -> Bool {
    guard a.cluster == b.cluster, changesBefore(a.line) == changesBefore(b.line) else { return false }
    let span = min(a.line, b.line)..<max(a.line, b.line)
    let next = Self.count(losses) { $0.upperBound <= span.lowerBound }
    return next == losses.count || !losses[next].overlaps(span)
  }

  /// True if the paste shows, below the line, that the object went.
  func isGone(_ key: Key, shownAt moment: PasteMoment) -> Bool {
    ends.contains { $0.moment.line > moment.line && $0.moment.host == moment.host && isEnd($0, of: key) }
  }

  /// True if kubectl accepted the deletion of an object below the line.
  func isDeleted(_ key: Key, below line: Int) -> Bool {
    answers.contains { $0.moment.line > line && $0.answer.isDeletion && isAbout($0, key) }
  }

  /// True if kubectl said, above the line, that the object is deleted, and nothing shows that it went and was made again.
  func staysDeleted(_ key: Key, shownAt line: Int) -> Bool {
    let told = answers.last { $0.moment.line < line && isAbout($0, key) }
    guard let told, told.answer.isDeletion else { return false }
    if ends.contains(where: { told.moment.line..<line ~= $0.moment.line && isEnd($0, of: key) }) { return false }
    // The controller makes the address of a pod that comes back under its name.
    return key.kind != "IP" || changesBefore(line) == changesBefore(told.moment.line + 1)
  }

  /// The span of the paste's times in which an object is shown, up to the line: objects whose spans have nothing in common were
  /// not shown together. `nil` where all of it is one time.
  func span(_ key: Key, shownAt line: Int) -> ClosedRange<Int>? {
    guard !changes.isEmpty || isOfSeveralClusters, let place = clusters.firstIndex(of: key.cluster) else { return nil }
    let base = place * (changes.count + 1)
    let end = ends.last { $0.moment.line < line && isEnd($0, of: key) }?.moment.line ?? -1
    let first = shown[key, default: []].first { $0 > end } ?? line
    return base + changesBefore(min(first, line))...base + changesBefore(line)
  }

  private func isAbout(_ told: (moment: PasteMoment, answer: PasteAnswer), _ key: Key) -> Bool {
    told.moment.cluster == key.cluster && told.answer.kind == key.kind && told.answer.name == key.name
  }

  private func isEnd(_ end: End, of key: Key) -> Bool {
    end.kind == key.kind && end.moment.cluster == key.cluster
      && (end.namespace.isEmpty || end.namespace == key.namespace)
      && (end.name.map { $0 == key.name } ?? !end.others.contains(key))
  }

  private func changesBefore(_ line: Int) -> Int { Self.count(changes) { $0 < line } }

  /// How many of the elements, which are in order, come first of which `isBefore` holds. O(log n).
  private static func count<E>(_ elements: [E], _ isBefore: (E) -> Bool) -> Int {
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(elements[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
