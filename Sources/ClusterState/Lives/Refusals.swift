import Model

/// Deletions that the API server refused: of equal answers to one user about one object, the first and the last.
///
/// Somebody who is refused asks again, and a program does so for ever: memory follows the objects, not the requests.
struct Refusals: Sendable {
  /// What the requests have in common.
  struct Answer: Hashable {
    var key: ObjectKey
    var reason: TextPool.ID
    var actor: TextPool.ID
  }

  /// One request.
  struct Request: Sendable {
    var time: Int64
    var stream: Int32
    var position: RecordPosition

    /// For the same choice whatever the order of reading: one request may stand in several files.
    var rank: (Int64, Int32, UInt64) { (time, stream, UInt64(position.offset)) }
  }

  var rows: [Answer: (first: Request, last: Request)] = [:]

  /// Notes a refused request.
  mutating func add(_ key: ObjectKey, reason: TextPool.ID, actor: TextPool.ID, _ request: Request) {
    note(Answer(key: key, reason: reason, actor: actor), request)
  }

  /// Takes over others whose texts were taken over before. O(size of the other).
  mutating func absorb(_ other: Refusals, _ map: [TextPool.ID], streamBase: Int32) {
    for (answer, row) in other.rows {
      let mapped = Answer(
        key: answer.key.mapped(map), reason: map[Int(answer.reason)], actor: map[Int(answer.actor)])
      for var request in [row.first, row.last] {
        request.stream += streamBase
        note(mapped, request)
      }
    }
  }

  /// Calls `body` for each that is kept, in no order.
  func forEach(_ body: (ObjectKey, _ reason: TextPool.ID, _ actor: TextPool.ID, Request) -> Void) {
    for (answer, row) in rows {
      body(answer.key, answer.reason, answer.actor, row.first)
      if row.last.time != row.first.time { body(answer.key, answer.reason, answer.actor, row.last) }
    }
  }

  private mutating func note(_ answer: Answer, _ request: Request) {
    guard let row = rows[answer] else {
      rows[answer] = (request, request)
      return
    }
    if request.rank < row.first.rank { rows[answer]?.first = request }
    if request.rank > row.last.rank { rows[answer]?.last = request }
  }
}
