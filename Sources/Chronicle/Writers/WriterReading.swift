import Model

/// Reads the lines of one writer in the order of their times: what a line means depends on those before it.
struct WriterReading {
  private let lives: [ProcessLife]
  private var at = -1
  /// Between the start of a leader and its workers: addresses that are "allocated" then are taken over, not handed out.
  private var isTakingOver = false
  /// Pods whose setting up began in this life.
  private var begun: Set<ResourceID> = []
  private(set) var losses: LossCheck

  init(_ history: WriterHistory, printed: KindMask, isThinned: Bool) {
    lives = history.lives
    losses = LossCheck(printed: printed, isThinned: isThinned)
  }

  /// Takes the next event and gives it the kind that it has at this place. O(1).
  mutating func read(_ e: inout Event) {
    while at + 1 < lives.count, at < 0 || e.instant >= lives[at + 1].from { nextLife() }
    switch e.kind {
    case .processStarted: isTakingOver = true
    case .processWorkersStarted, .podDeleteBegan: isTakingOver = false
    case .podSyncBegan, .podAllocationBegan:
      isTakingOver = false
      begun.insert(e.subject)
    case .ipAllocated:
      if isTakingOver { e.flags.insert(.isStarting) }
      if isTakingOver || isTakenOverLater(e.subject) { e.code = ObservationKind.ipRestored.code }
    default: break
    }
    losses.note(e.kind, e.subject, at: e.instant)
  }

  /// An address that is "allocated" to a pod whose setting up did not begin in this life of the process is taken over by the
  /// collector from an IP object that was still there (1.13 and later).
  ///
  /// Holds only for a life that the log shows from its start.
  private func isTakenOverLater(_ pod: ResourceID) -> Bool {
    at >= 0 && lives[at].hasStart && !begun.isEmpty && !begun.contains(pod)
  }

  private mutating func nextLife() {
    at += 1
    begun.removeAll(keepingCapacity: true)
    if at > 0 { losses.restart() }
  }

  /// Fewer lines of a working controller than this may hold no error by accident: the least in recorded ones were 6 in 1125.
  private static let eventful = 1000

  /// Something fails in every controller, if only for a moment; `nil` if a line says so, or nobody worked.
  private var mildness: String? {
    let uses = lives.filter { $0.lead != nil }.flatMap(\.callSites)
    let levels = Set(uses.map(\.severity))
    guard levels.isDisjoint(with: [UInt8(ascii: "E"), UInt8(ascii: "F")]), levels.contains(UInt8(ascii: "I")),
      uses.reduce(0, { $0 + min($1.count, Self.eventful) }) >= Self.eventful
    else { return nil }
    return "none is an error"
  }

  /// Adds to the history what the lines showed of what is missing.
  mutating func finish(_ history: inout WriterHistory, selection: LineSelection) {
    losses.settle()
    if let reason = selection.reason {
      history.doubt = reason
    } else if let lack = losses.lack ?? mildness {
      history.doubt = "a selection of lines: \(lack)"
    } else if losses.isLossy {
      history.doubt =
        "lines are missing: \(losses.orphans) of \(losses.ends) lines stand without the one that belongs to them"
    }
    for place in losses.places {
      history.gaps.append(LogGap(from: place.from, to: place.to, reason: "lines are missing here"))
    }
  }
}
