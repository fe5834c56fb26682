import Model

/// Everything that one writer left, in the order of its times, whatever pieces it came in.
public struct WriterHistory: Sendable {
  /// Pod, or name of the first piece.
  public var name = ""
  public var component = LogComponent.unknown
  /// Its pod, its container or its file is named as the controller's.
  private var isNamedController = false
  /// Numbers of the sources that are its pieces, by time.
  public var sources: [Int] = []
  /// Lifetimes of its process in order, in instants.
  public var lives: [ProcessLife] = []
  /// Where lines are missing, in instants.
  public var gaps: [LogGap] = []
  /// Why nothing can be concluded from what it does not show, in words; `nil` if something can.
  public var doubt: String?
  /// No line of it tells when it was written.
  public private(set) var isUndated = false
  /// A pass of the collector was printed.
  private var collects = false
  /// Some line tells of a pod that is queued, set up or deleted.
  public private(set) var handlesPods = false

  /// A writer without a line.
  init() {}

  /// The writer whose pieces are these sources.
  init(_ members: [Int], _ sources: [Source]) {
    self.sources = members
    let named = members.first { !sources[$0].writer.pod.isEmpty } ?? members.first
    if let named { name = sources[named].writer.pod.isEmpty ? sources[named].display : sources[named].writer.pod }
    component = members.lazy.map { LogComponent(sources[$0]) }.first { $0 != .unknown } ?? .unknown
    isNamedController = members.contains { i in
      [sources[i].writer.pod, sources[i].writer.container, sources[i].fileName].contains {
        LogComponent(named: $0) == .controller
      }
    }
    isUndated = members.contains { sources[$0].writer.isUndated }
    collects = members.contains { sources[$0].writer.printed.contains(.collectionBegan) }
    handlesPods = members.contains { sources[$0].writer.printed.intersects(Self.workOnPods) }
    let silence = members.map { sources[$0].writer.course.longestSilence }.max() ?? 0
    let assembly = LifeAssembly(
      members.flatMap { i in sources[i].writer.lives.map { LifeAssembly.Piece(life: $0, source: i) } },
      silence: silence)
    lives = assembly.lives
    gaps = members.flatMap { sources[$0].writer.gaps }
    gaps += assembly.seams.map { LogGap(from: $0.from, to: $0.to, reason: "no log between two pieces of it") }
  }

  private static let workOnPods = KindMask([
    .podAddQueued, .podUpdateQueued, .podDeleteQueued, .podSyncBegan, .podSyncEnded, .podDeleteBegan, .podReleaseBegan,
    .podDeleteEnded,
  ])

  /// It holds what every working controller prints whatever happens: its start, or a pass of its collector, which comes
  /// every few minutes. People paste the lines that tell them something, and those do not.
  public var showsItsCourse: Bool { collects || lives.contains(where: \.hasStart) }

  /// Lines that somebody chose: how long something went on cannot be told from them, only that it was. What every working
  /// process prints is known of controllers alone; so of a log that is named as another's nothing follows.
  public var isExcerpt: Bool { doubt != nil || [.controller, .unknown].contains(component) && !showsItsCourse }

  /// The process is a controller: its log is named so, or it does what only a controller does. Other programs panic, too, and
  /// people paste them together.
  public func isController(_ life: ProcessLife) -> Bool {
    guard component == .controller else { return false }
    return isNamedController || life.firstWork != .max || life.hasStart
  }

  /// Number of the process that ran at an instant, or that had run last; the first before all of them, `nil` without any.
  /// O(log lives).
  public func life(at instant: Int64) -> Int? {
    var (low, high) = (0, lives.count)
    while low < high {
      let middle = (low + high) / 2
      if lives[middle].from <= instant { low = middle + 1 } else { high = middle }
    }
    return lives.isEmpty ? nil : max(0, low - 1)
  }

  /// First and last instant.
  public var from: Int64 { lives.map(\.from).min() ?? .max }
  public var to: Int64 { lives.map(\.to).max() ?? .min }
}

extension ProcessLife {
  /// When it led, as far as its log shows; `nil` for a follower, or for what is no controller.
  public var lead: (from: Int64, to: Int64)? {
    let begin = acquired != .max ? acquired : firstWork == .max ? .max : hasStart ? firstWork : from
    return begin == .max || begin > to ? nil : (begin, to)
  }

  /// The process says itself that it ends.
  var showsEnd: Bool { crashed || ended != .min && to &- ended < 60_000_000_000 }
}

extension ProcessLife {
  /// Takes away and returns what is before an instant; how the process ended stays with what is behind it.
  fileprivate mutating func split(at instant: Int64) -> ProcessLife {
    var before = self
    before.to = instant &- 1
    (before.crashed, before.ended) = (false, .min)
    from = instant
    if firstWork < instant { firstWork = .max } else { before.firstWork = .max }
    if acquired != .max { if acquired < instant { acquired = .max } else { before.acquired = .max } }
    return before
  }
}

/// Puts the pieces of one writer together.
struct LifeAssembly {
  /// A banner and the rest of the start are no further apart, nanoseconds.
  private static let startLength: Int64 = 60_000_000_000

  /// From the first line of a process to the one that tells that it is its start, nanoseconds.
  private static let openingLength: Int64 = 1_000_000_000

  /// A part of a life, and the source it stands in.
  struct Piece {
    var life: ProcessLife
    var source: Int
  }

  private(set) var lives: [ProcessLife] = []
  /// Silences between two sources, for which neither accounts.
  private(set) var seams: [(from: Int64, to: Int64)] = []

  /// `silence`: the longest one within any of the sources.
  init(_ pieces: [Piece], silence: Int64) {
    let limit = max(Self.startLength, 2 * silence)
    var end = Int64.min
    var last = -1
    for piece in Self.cut(pieces).sorted(by: Self.isBefore) {
      defer {
        if piece.life.to >= end { (end, last) = (piece.life.to, piece.source) }
      }
      guard let current = lives.last, continues(piece.life, current) else {
        if let i = lives.indices.last, isNextStart(piece.life, lives[i]) { lives[i].to = piece.life.from }
        lives.append(piece.life)
        continue
      }
      if piece.source != last, piece.life.from > current.to, piece.life.from - current.to > limit {
        seams.append((current.to, piece.life.from))
      }
      lives[lives.count - 1].absorb(piece.life)
    }
  }

  /// Pieces that show no start, cut where others show that a process began: a process does not outlive it.
  private static func cut(_ pieces: [Piece]) -> [Piece] {
    let starts = pieces.filter(\.life.hasStart).map(\.life.from).sorted()
    guard !starts.isEmpty else { return pieces }
    return pieces.flatMap { piece -> [Piece] in
      if piece.life.hasStart { return [piece] }
      var parts: [Piece] = []
      var rest = piece
      for start in starts where start > rest.life.from &+ openingLength && start <= rest.life.to {
        parts.append(Piece(life: rest.life.split(at: start), source: piece.source))
      }
      return parts + [rest]
    }
  }

  /// By their begin; of two that begin together the one that shows a start comes first.
  private static func isBefore(_ a: Piece, _ b: Piece) -> Bool {
    if a.life.from == b.life.from, a.life.hasStart != b.life.hasStart { return a.life.hasStart }
    return (a.life.from, a.life.to, a.source) < (b.life.from, b.life.to, b.source)
  }

  private func continues(_ next: ProcessLife, _ current: ProcessLife) -> Bool {
    if next.pid != 0, current.pid != 0, next.pid != current.pid { return false }
    if isNextStart(next, current) { return false }
    // The same lines in another source.
    if next.from <= current.to { return true }
    if !next.hasStart { return true }
    return current.hasStart && !current.hasBegun && next.from - current.to < Self.startLength
      && current.firstWork == .max
  }

  /// `next` is another process although it seems to begin before the end of `current`. What tells of a start is not the
  /// first line of a process, and two sources of one writer differ in which lines they have: those before it were counted to
  /// the process that had ended.
  private func isNextStart(_ next: ProcessLife, _ current: ProcessLife) -> Bool {
    next.hasStart && next.from <= current.to && current.to &- next.from < Self.openingLength
      && next.from &- current.from > Self.openingLength
  }
}
