import Chronicle
import Model

/// `unheard: [nat.stuck, nat.delete-began]`: since its deletion was asked for, the log shows none of these about it;
/// `after: restart` for the time since the last start of a controller, which must lie after its deletion. With
/// `ever: yes` it counts from the begin of the log.
struct UnheardTest: StateTest {
  static let word = "unheard"
  private let kinds: KindSet
  private let isAfterRestart: Bool
  private let isEver: Bool

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    self.kinds = try fields.kinds("unheard")
    isAfterRestart = try fields.word("after", ["restart"]) == "restart"
    isEver = try fields.flag("ever")
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    guard let end = world.coverage.end, let begin = world.coverage.begin else { return .unknown("no controller log") }
    var from: Int64
    if isEver {
      from = begin
    } else {
      guard let deleted = asked.facts.deletionAsked else { return .unknown("when its deletion was asked for") }
      from = deleted
    }
    if isAfterRestart {
      guard let start = world.starts().last(where: { $0 <= end }) else { return .unknown("the log shows no start") }
      if start < from { return .no }
      // A process works on nothing before it leads.
      from = max(start, world.coverage.intervals.first { $0.to >= start }?.from ?? start)
    }
    for resource in asked.resources where resource != 0 {
      for n in world.chronicle.events(of: resource) {
        let e = world.chronicle.events[Int(n)]
        if kinds.contains(code: e.code), e.instant >= from { return .no }
        // A row of equal lines reaches from its first to its last.
        if kinds.contains(code: e.code), e.instant + Int64(e.span) * 1_000_000 >= from { return .no }
      }
    }
    if isEver { return .yes }
    return world.coverage.hole(from: from, to: end).map { .unknown($0) } ?? .yes
  }
}
