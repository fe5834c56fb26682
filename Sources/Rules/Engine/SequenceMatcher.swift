import Chronicle
import Model

/// Finds events for the steps of a rule, in one order, by trying the candidates of each step in turn. One for a rule.
///
/// A step that finds no event sends the search back to the steps it refers to, not to those in between, which cannot help
/// it: the first arrangement in the order of the candidates is found without trying those that differ only elsewhere.
/// An arrangement in which everything is seen that the verdict rests on goes before all others.
struct SequenceMatcher {
  /// Most tries for one subject; a rule that needs more is treated as not matched and says so.
  static let tryLimit = 4096

  private let steps: [Rule.Step]
  private let anchors: [Anchors]
  /// Steps that the verdict rests on, those that stand for each other together, and for each step the group it ends.
  private let groups: [[Int]]
  private let groupEndedBy: [Int?]
  private var options: [[EventList]] = []
  private var breakers: [[UInt32]] = []
  /// Of each group one step must have its event.
  private var isStrict = false
  private var chosen: [Int?] = []
  private var tries = 0

  /// The steps that a step refers to, by place; only those before it restrict it.
  private struct Anchors {
    var after: Int?
    var before: Int?
    var same: Int?
    /// All, as bits.
    var both: UInt64 = 0
  }

  init(_ rule: Rule) {
    steps = rule.sequence
    let places = Dictionary(rule.sequence.enumerated().map { ($1.name, $0) }) { first, _ in first }
    anchors = rule.sequence.enumerated().map { i, step in
      var result = Anchors()
      result.after = step.after.flatMap { places[$0] }.flatMap { $0 < i ? $0 : nil }
      result.before = step.before.flatMap { places[$0] }.flatMap { $0 < i ? $0 : nil }
      result.same = step.sameAs.flatMap { places[$0] }.flatMap { $0 < i ? $0 : nil }
      for case let place? in [result.after, result.before, result.same] { result.both |= Self.bit(place) }
      return result
    }
    groups = rule.groups
    groupEndedBy = rule.sequence.indices.map { i in rule.groups.firstIndex { $0.max() == i } }
  }

  /// The event for each step, `nil` for an optional one that is missing; or `nil` when a required step has none.
  mutating func match(_ subject: Subject, _ around: inout Surroundings) -> [Int?]? {
    for i in steps.indices where !steps[i].isOptional {
      if !around.mayHave(steps[i].kinds, steps[i].relations, steps[i].references, of: subject) { return nil }
    }
    options.removeAll(keepingCapacity: true)
    for i in steps.indices {
      var found = around.lists(
        steps[i].kinds, steps[i].relations, steps[i].references, mentioning: steps[i].contains, of: subject)
      if let naming = steps[i].names, !found.isEmpty { found = around.filter(found, naming: naming, of: subject) }
      if let pattern = steps[i].pattern { found = found.compactMap { $0.matching(pattern, around.chronicle) } }
      if found.isEmpty && !steps[i].isOptional { return nil }
      options.append(found)
    }
    breakers = steps.map { around.breakers($0.unbrokenBy, of: subject) }
    let canBeStrict = !groups.isEmpty && groups.allSatisfy { $0.contains { !options[$0].isEmpty } }
    for strict in [true, false] where !strict || canBeStrict {
      isStrict = strict
      chosen = Array(repeating: nil, count: steps.count)
      tries = 0
      if place(0, around.chronicle.events) == nil { return chosen }
    }
    return nil
  }

  /// `nil` when this step and all behind it have their events; else the steps, as bits, of which another choice could help.
  private mutating func place(_ i: Int, _ events: [Event]) -> UInt64? {
    guard i < steps.count else { return nil }
    var blame = anchors[i].both
    if !options[i].isEmpty {
      let (from, until) = window(i, events)
      var cursor = EventCursor(options[i], from: from, until: until, fromEnd: steps[i].pickLast, events)
      while let number = cursor.next() {
        let event = Int(number)
        guard fits(event, i, events) else { continue }
        tries += 1
        if tries > Self.tryLimit { return 0 }
        chosen[i] = event
        guard let deeper = place(i + 1, events) else { return nil }
        if deeper & Self.bit(i) == 0 {
          chosen[i] = nil
          return deeper
        }
        blame |= deeper
      }
    }
    chosen[i] = nil
    if isStrict, let group = groupEndedBy[i].map({ groups[$0] }), group.allSatisfy({ chosen[$0] == nil }) {
      // Another choice helps if it helps any step of the group.
      for member in group { blame |= anchors[member].both }
      return blame & ~Self.bit(i)
    }
    if steps[i].isOptional {
      guard let deeper = place(i + 1, events) else { return nil }
      blame |= deeper
    }
    return blame & ~Self.bit(i)
  }

  /// Rules have a handful of steps; those beyond the width of a word share the last bit, which costs tries and no result.
  private static func bit(_ i: Int) -> UInt64 { 1 << UInt64(min(i, 63)) }

  /// What `fits` asks of the time of an event.
  private func window(_ i: Int, _ events: [Event]) -> (from: Int64, until: Int64) {
    var (from, until) = (Int64.min, Int64.max)
    let within = steps[i].within
    if let reference = anchor(anchors[i].after) {
      let instant = events[reference].instant
      from = instant
      if let within { until = instant &+ within }
    }
    if let reference = anchor(anchors[i].before) {
      let instant = events[reference].instant
      until = min(until, instant)
      if let within { from = max(from, instant &- within) }
    }
    if let reference = anchor(anchors[i].same) {
      from = max(from, events[reference].instant)
      until = min(until, events[reference].instant)
    }
    return (from, until)
  }

  private func fits(_ event: Int, _ i: Int, _ events: [Event]) -> Bool {
    let within = steps[i].within
    if let same = anchors[i].same, chosen[same] != event { return false }
    if let reference = anchor(anchors[i].after) {
      // A row of equal lines reaches from its first to its last.
      if events[event].end < events[reference].instant || reference == event { return false }
      if events[event].count <= 1, isTied(event, reference, events), event < reference { return false }
      if let within, events[event].instant &- events[reference].instant > within { return false }
      if isBroken(from: reference, to: event, breakers[i], events) { return false }
    }
    if let reference = anchor(anchors[i].before) {
      if events[event].instant > events[reference].instant || reference == event { return false }
      if isTied(event, reference, events), event > reference { return false }
      if let within, events[reference].instant &- events[event].end > within { return false }
    }
    return true
  }

  /// Lines of one file with one time, as where a clock was set back: their order is all that tells which was first.
  private func isTied(_ a: Int, _ b: Int, _ events: [Event]) -> Bool {
    events[a].instant == events[b].instant && events[a].source == events[b].source
  }

  /// Something lies between the two that ends what the first began; of a row of equal lines, each may be it.
  private func isBroken(from: Int, to: Int, _ breakers: [UInt32], _ events: [Event]) -> Bool {
    breakers.contains { number in
      let (n, e) = (Int(number), events[Int(number)])
      return n != from && n < to && (n > from || e.span > 0 && e.end >= events[from].instant)
    }
  }

  /// The event chosen for a step; a reference to an optional step that is missing restricts nothing.
  private func anchor(_ place: Int?) -> Int? { place.flatMap { chosen[$0] } }
}
