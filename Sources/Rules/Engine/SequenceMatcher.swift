import Chronicle
import Model

/// Finds events for the steps of a rule, in one order, by trying the candidates of each step in turn.
struct SequenceMatcher {
  /// Most tries for one subject; a rule that needs more is treated as not matched and says so.
  static let tryLimit = 4096

  let rule: Rule
  let chronicle: Chronicle
  private var options: [[UInt32]] = []
  private var chosen: [Int?] = []
  private var tries = 0

  init(_ rule: Rule, _ chronicle: Chronicle) {
    self.rule = rule
    self.chronicle = chronicle
  }

  /// The event for each step, `nil` for an optional one that is missing; or `nil` when a required step has none.
  mutating func match(_ subject: Subject, _ around: inout Surroundings) -> [Int?]? {
    options = []
    for step in rule.sequence {
      var found = around.events(step.kinds, step.relations, of: subject)
      if let needle = step.contains { found = found.filter { mentions($0, needle) } }
      if found.isEmpty && !step.isOptional { return nil }
      options.append(found)
    }
    chosen = Array(repeating: nil, count: rule.sequence.count)
    tries = 0
    return place(0) ? chosen : nil
  }

  private mutating func place(_ i: Int) -> Bool {
    guard i < rule.sequence.count else { return true }
    let step = rule.sequence[i]
    let candidates = options[i]
    for k in candidates.indices {
      let event = Int(candidates[step.pickLast ? candidates.count - 1 - k : k])
      guard fits(event, step) else { continue }
      tries += 1
      if tries > Self.tryLimit { return false }
      chosen[i] = event
      if place(i + 1) { return true }
    }
    chosen[i] = nil
    return step.isOptional ? place(i + 1) : false
  }

  private func fits(_ event: Int, _ step: Rule.Step) -> Bool {
    let e = chronicle.events[event]
    if let reference = anchor(step.after) {
      // A row of equal lines reaches from its first to its last.
      let end = e.instant + Int64(e.span) * 1_000_000
      if end < reference.instant || reference.number == event { return false }
      if let within = step.within, e.instant - reference.instant > within { return false }
    }
    if let reference = anchor(step.before) {
      if e.instant > reference.instant || reference.number == event { return false }
      if let within = step.within, reference.instant - (e.instant + Int64(e.span) * 1_000_000) > within { return false }
    }
    return true
  }

  /// The event chosen for a step; a reference to an optional step that is missing restricts nothing.
  private func anchor(_ name: String?) -> (number: Int, instant: Int64)? {
    guard let name, let i = rule.sequence.firstIndex(where: { $0.name == name }), let number = chosen[i] else {
      return nil
    }
    return (number, chronicle.events[number].instant)
  }

  private func mentions(_ number: UInt32, _ needle: String) -> Bool {
    let e = chronicle.events[Int(number)]
    return chronicle.texts.text(e.detail).contains(needle) || chronicle.resources.key(e.related).contains(needle)
  }
}
