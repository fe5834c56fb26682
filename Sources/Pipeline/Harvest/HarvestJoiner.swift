import Synchronization

/// Puts the parts of one log together in their order, as they come, however many threads bring them.
///
/// Pods outlive the part that shows their beginning, so what the parts keep of them is thinned out again when the end has
/// joined the beginning.
final class HarvestJoiner: Sendable {
  private struct State {
    var whole: StreamHarvest?
    var thrift: LogThrift
    /// Parts that came before their turn.
    var waiting: [Int: StreamHarvest] = [:]
    var next = 0
  }
  private let state: Mutex<State>
  private let keepsEverything: Bool

  /// `keepsEverything`: never drop anything.
  init(keepsEverything: Bool, thrift: LogThrift = LogThrift()) {
    self.keepsEverything = keepsEverything
    state = Mutex(State(thrift: thrift))
  }

  /// Takes part `number`, counted from 0; each comes once.
  func take(_ number: Int, _ part: sending StreamHarvest) {
    state.withLock { state in
      state.waiting[number] = part
      while let part = state.waiting.removeValue(forKey: state.next) {
        state.next += 1
        append(part, to: &state)
      }
    }
  }

  /// The whole log; `nil` if there was no part.
  func finish() -> StreamHarvest? {
    state.withLock { state in
      // Lives that ended shortly before the end of a part could not be known to be over within it.
      guard var whole = state.whole else { return nil }
      state.whole = nil
      whole.isInParts = true
      if !keepsEverything, state.thrift.isWorthwhile(whole.log) { state.thrift.applyWithNames(to: &whole.log) }
      return whole
    }
  }

  private func append(_ part: StreamHarvest, to state: inout State) {
    let before = state.whole?.log.events.count ?? 0
    if state.whole == nil { state.whole = part } else { state.whole?.append(part) }
    if !keepsEverything { state.whole?.thin(from: before, with: &state.thrift) }
  }
}

extension StreamHarvest {
  /// Shows `thrift` the events from number `first` on, and lets it drop what it knows to be over.
  fileprivate mutating func thin(from first: Int, with thrift: inout LogThrift) {
    for event in log.events[first...] { thrift.note(event, event.kind) }
    if thrift.isDue(log) { thrift.applyWithNames(to: &log) }
  }
}
