import Model
import Reports

/// Finds bundles that show the same incident: the same objects by UID, or the same names in one cluster at one time.
enum TriageGrouping {
  /// Nanoseconds.
  private static let day: Int64 = 86_400_000_000_000

  /// Numbers the groups of two and more, in the order of the first member. O(n × objects).
  static func number(_ entries: inout [TriageEntry]) {
    var parents = Array(entries.indices)
    func root(_ i: Int) -> Int {
      var i = i
      while parents[i] != i { i = parents[i] }
      return i
    }
    var firstByUID: [String: Int] = [:]
    var membersByObject: [String: [Int]] = [:]
    for (i, entry) in entries.enumerated() {
      for uid in entry.identity.uids {
        if let other = firstByUID[uid] { parents[root(i)] = root(other) } else { firstByUID[uid] = i }
      }
      let clusters = (entry.identity.cluster.isEmpty ? [] : [entry.identity.cluster]) + entry.identity.replicas
      for (cluster, object) in clusters.flatMap({ cluster in entry.identity.objects.map { (cluster, $0) } }) {
        let key = cluster + " " + object
        for other in membersByObject[key] ?? [] where overlap(entry, entries[other]) { parents[root(i)] = root(other) }
        membersByObject[key, default: []].append(i)
      }
    }
    var members: [Int: [Int]] = [:]
    for i in entries.indices { members[root(i), default: []].append(i) }
    var numbers: [Int: Int] = [:]
    for i in entries.indices where (members[root(i)]?.count ?? 0) > 1 {
      let r = root(i)
      if numbers[r] == nil { numbers[r] = numbers.count + 1 }
      entries[i].group = numbers[r] ?? 0
    }
  }

  private static func overlap(_ a: TriageEntry, _ b: TriageEntry) -> Bool {
    guard let from = a.from, let to = a.to, let otherFrom = b.from, let otherTo = b.to else { return false }
    if from <= otherTo && otherFrom <= to { return true }
    guard a.identity.isYearAssumed || b.identity.isYearAssumed else { return false }
    // The same days of another year; a leap year moves them by one.
    let year = 365 * day
    return (1...3).contains { years in
      [-1, 1].contains { sign in
        let shift = Int64(sign) * Int64(years) * year
        return from + shift - day <= otherTo && otherFrom <= to + shift + day
      }
    }
  }
}
