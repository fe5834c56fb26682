import Chronicle
import ClusterState
import Model

/// The evidence as the state tests of rules ask it.
///
/// A class, for each object is judged with it, and a copy of all that it holds would cost more than most answers.
final class World: Sendable {
  let ledger: Ledger
  let chronicle: Chronicle
  let coverage: Coverage
  let cache = WorldCache()

  init(ledger: Ledger, chronicle: Chronicle, coverage: Coverage) {
    (self.ledger, self.chronicle, self.coverage) = (ledger, chronicle, coverage)
  }

  var state: ClusterState { ledger.state }

  /// Whether an object exists at the end of the evidence.
  func exists(_ ref: ResourceRef) -> Answer {
    switch state.sighting(of: ref).presence {
    case .present: .yes
    case .absent: .no
    case .unknown(let why): .unknown(why)
    }
  }

  /// Whether an object exists to which another one refers: a list that is older than what refers to it does not tell.
  func exists(_ ref: ResourceRef, for referrer: ResourceRef) -> Answer {
    if case .absent = state.sighting(of: ref).presence, let doubt = age(of: ref.kind, ref.namespace, for: referrer) {
      return .unknown(doubt)
    }
    return exists(ref)
  }

  /// Why the list of a kind tells nothing about what has to do with an object: the object is younger; `nil` if it is not.
  func age(of kind: ResourceKind, _ namespace: String, for other: ResourceRef) -> String? {
    guard let known = state.knownUntil(kind, namespace: namespace),
      let made = state.lives(of: other).last?.created?.instant, known < made
    else { return nil }
    return "the \(kind.apiKind) objects were listed before it was made"
  }

  /// For how long its deletion has been asked for, as of the evidence, nanoseconds; `nil` if it was not.
  func terminating(_ ref: ResourceRef) -> (since: Int64, lasted: Int64?)? {
    guard let asked = state.lives(of: ref).last?.deleteRequested?.instant else { return nil }
    return (asked.nanoseconds, state.sighting(of: ref).asOf.map { $0 - asked })
  }

  /// Whether every object of a kind is known that may refer to an object; why not, if not.
  func isWhole(_ kind: ResourceKind, for target: ResourceRef) -> Answer {
    if let doubt = age(of: kind, "", for: target) { return .unknown(doubt) }
    guard let coverage = state.newestWhole(kind)?.coverage[kind] else {
      return .unknown("no list of \(kind.apiKind) objects")
    }
    return coverage.scope == .all ? .yes : .unknown(coverage.reason)
  }

  /// Starts of controller processes that the log shows, ascending.
  func starts() -> [Int64] {
    chronicle.sources.flatMap { source in
      source.writer.records > 0 && !source.isSetApart ? source.writer.lives.filter(\.hasStart).map(\.from) : []
    }.sorted()
  }
}

/// What a state test is asked about: the subject of the rule, with what is known of it.
struct Asked {
  let ref: ResourceRef
  let facts: SubjectFacts
  /// Resources whose events belong to it: itself, and the pod of an IP object.
  let resources: [ResourceID]
}
