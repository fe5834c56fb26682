/// What a queue of bundles amounts to.
public struct TriageTotals: Sendable, Hashable {
  public var bundles = 0
  /// Something is wrong at the end of their evidence.
  public var wrong = 0
  public var leaked = 0
  public var stuck = 0
  /// Nothing is wrong, and the evidence shows enough to say so.
  public var clean = 0
  public var inconclusive = 0
  public var unread = 0

  /// In one sentence.
  var sentence: String {
    var parts: [String] = []
    if wrong > 0 { parts.append("\(wrong) with something wrong (\(leaked) leaked, \(stuck) stuck)") }
    if clean > 0 { parts.append("\(clean) with nothing found") }
    if inconclusive > 0 {
      parts.append("\(inconclusive) that \(inconclusive == 1 ? "does" : "do") not show enough to say")
    }
    if unread > 0 { parts.append("\(unread) that could not be read") }
    return "Bundles: \(bundles)" + (parts.isEmpty ? "." : "; " + parts.joined(separator: "; ") + ".")
  }
}

extension TriageDocument {
  /// Counted over all bundles; copies of one incident count each.
  public var totals: TriageTotals {
    var totals = TriageTotals()
    totals.bundles = bundles.count
    for entry in bundles {
      totals.leaked += entry.isOngoing ? entry.leaked : 0
      totals.stuck += entry.isOngoing ? entry.stuck : 0
      if entry.isOngoing {
        totals.wrong += 1
      } else if entry.isEmpty {
        totals.unread += 1
      } else if entry.isInconclusive {
        totals.inconclusive += 1
      } else {
        totals.clean += 1
      }
    }
    return totals
  }
}
