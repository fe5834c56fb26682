import Dispatch
import Synchronization

/// Where the threads that read logs leave what they have, and the one that judges takes it.
///
/// A reader copies its harvest only when the last copy was taken: however fast lines come, no more is copied than is judged.
final class FollowBoard: Sendable {
  private struct State {
    var harvests: [StreamHarvest?]
    var isWanted: [Bool]
    var open: Int
    var hasNews = false
  }
  private let state: Mutex<State>
  private let news = DispatchSemaphore(value: 0)

  init(logs: Int) {
    state = Mutex(
      State(harvests: Array(repeating: nil, count: logs), isWanted: Array(repeating: true, count: logs), open: logs))
  }

  /// Whether the judge has taken the last copy of this log.
  func wants(_ log: Int) -> Bool { state.withLock { $0.isWanted[log] } }

  /// Leaves a copy of what a log held so far.
  func publish(_ log: Int, _ harvest: StreamHarvest) {
    state.withLock { state in
      state.harvests[log] = harvest
      state.isWanted[log] = false
      state.hasNews = true
    }
    news.signal()
  }

  /// Says that a log has ended; its last copy was published.
  func end(_ log: Int) {
    state.withLock { $0.open -= 1 }
    news.signal()
  }

  /// Waits for news. `nil` when all logs have ended and everything was taken.
  func take() -> [StreamHarvest]? {
    while true {
      let taken: (harvests: [StreamHarvest]?, isOver: Bool) = state.withLock { state in
        guard state.hasNews else { return (nil, state.open == 0) }
        state.hasNews = false
        for i in state.isWanted.indices { state.isWanted[i] = true }
        return (state.harvests.compactMap { $0 }, false)
      }
      if let harvests = taken.harvests { return harvests }
      if taken.isOver { return nil }
      news.wait()
    }
  }
}
