import Model

/// Finds clocks of nodes that run ahead of or behind the API server, and moves their logs to its time.
///
/// An IP object is made within moments of its address being handed out. Where the log says otherwise by the same amount
/// for several pods, the node's clock is off by it. Addresses that are only taken over say nothing: a starting leader hands
/// out again what exists, and a pod of a StatefulSet that comes back finds its object.
struct SkewCorrection {
  /// Smaller differences are ordinary delay: creation times have whole seconds.
  static let threshold: Int64 = 3_000_000_000
  /// A zone is told in steps of a quarter of an hour; what is left is at most half of that.
  static let limit: Int64 = 450_000_000_000
  private static let agreement: Int64 = 1_500_000_000
  /// So many pods must say the same.
  private static let pods = 3
  private let creations: [String: Int64]

  init(_ creations: [String: Int64]) { self.creations = creations }

  /// Corrects every source that enough creation times agree about. O(events).
  func correct(
    _ sources: inout [Source], _ events: inout [Event], _ bySource: [Int: [Int]], _ resources: ResourceTable,
    _ texts: TextTable
  ) {
    if creations.isEmpty { return }
    for i in sources.indices where sources[i].writer.records > 0 && sources[i].clock.zone != .assumed {
      guard let (skew, votes) = skew(bySource[i] ?? [], events, resources, texts) else { continue }
      for k in bySource[i] ?? [] { events[k].instant &-= skew }
      shift(&sources[i], by: skew)
      let seconds = (abs(skew) + 500_000_000) / 1_000_000_000
      sources[i].clock.text +=
        "; this clock is \(seconds) s \(skew > 0 ? "ahead of" : "behind") the API server by \(votes) creation times of IP objects, which is corrected"
      sources[i].clock.uncertainty = max(sources[i].clock.uncertainty, Self.agreement)
    }
  }

  private func skew(
    _ indices: [Int], _ events: [Event], _ resources: ResourceTable, _ texts: TextTable
  ) -> (skew: Int64, votes: Int)? {
    var differences: [(value: Int64, pod: ResourceID)] = []
    var begun: Set<ResourceID> = []
    var deleted: Set<ResourceID> = []
    for k in indices {
      let e = events[k]
      switch e.kind {
      case .podAddQueued, .podSyncBegan, .podAllocationBegan: begun.insert(e.subject)
      case .podDeleteQueued, .podDeleteBegan: deleted.insert(e.subject)
      case .ipAllocated where begun.contains(e.subject) && !deleted.contains(e.subject):
        guard let created = creations[texts.text(e.detail) + " " + resources.key(e.subject)] else { continue }
        // A creation time is cut to the second; its middle is the best guess.
        let difference = e.instant - created - 500_000_000
        if abs(difference) <= Self.limit { differences.append((difference, e.subject)) }
      default: continue
      }
    }
    guard differences.count >= Self.pods else { return nil }
    differences.sort { $0.value < $1.value }
    let median = differences[differences.count / 2].value
    guard abs(median) > Self.threshold else { return nil }
    let votes = differences.filter { abs($0.value - median) <= Self.agreement }
    let agree = Set(votes.map(\.pod)).count
    return votes.count * 2 > differences.count && agree >= Self.pods ? (median, votes.count) : nil
  }

  private func shift(_ source: inout Source, by skew: Int64) {
    if let covers = source.covers { source.covers = (covers.from + -skew, covers.to + -skew) }
    for i in source.writer.lives.indices {
      source.writer.lives[i].move { $0 == .max || $0 == .min ? $0 : $0 &- skew }
    }
    for i in source.writer.gaps.indices {
      source.writer.gaps[i].from &-= skew
      source.writer.gaps[i].to &-= skew
    }
  }
}
