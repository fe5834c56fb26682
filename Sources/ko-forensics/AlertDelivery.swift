import Dispatch
import Glibc
import Model
import Reports
import Synchronization

/// Tells an Alertmanager what holds, by a thread of its own: a receiver that is slow or away never holds up the reading.
final class AlertDelivery: Sendable {
  private let sender: AlertSender
  private let inbox = Mutex<(changes: [FindingChange], isOver: Bool)>(([], false))
  private let news = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)
  /// Seconds until what could not be delivered is tried again.
  private static let pause = 2.0

  init(_ sender: AlertSender) {
    self.sender = sender
    DispatchQueue(label: "alerts").async { [self] in
      deliver()
      done.signal()
    }
  }

  /// Takes changes to be told. Never waits.
  func take(_ changes: [FindingChange]) {
    if changes.isEmpty { return }
    inbox.withLock { $0.changes += changes }
    news.signal()
  }

  /// Tells what is left and ends; waits so many seconds at most.
  func finish(patience: Double) {
    inbox.withLock { $0.isOver = true }
    news.signal()
    if done.wait(timeout: .now() + patience) == .timedOut { Console.complain("some alerts were not sent", hint: "") }
  }

  /// Why the first that could not be sent was not; `nil` if all were.
  private func send(_ bodies: [[UInt8]]) -> String? {
    for body in bodies { if let problem = sender.post(body) { return problem } }
    return nil
  }

  private func deliver() {
    var alerts = FollowAlerts()
    var isOver = false
    // When all is to be said again; when what could not be delivered is.
    var (renewal, retry) = (DispatchTime.now(), DispatchTime?.none)
    while !isOver {
      _ = news.wait(timeout: alerts.isEmpty ? .distantFuture : retry ?? renewal)
      let changes = inbox.withLock { box in
        isOver = box.isOver
        defer { box.changes = [] }
        return box.changes
      }
      alerts.take(changes, now: Instant.now)
      let begin = DispatchTime.now()
      if let retry, begin < retry, !isOver { continue }
      // A receiver that was away may have forgotten.
      let isAll = begin >= renewal || retry != nil
      guard isAll || alerts.hasNews else { continue }
      if let problem = send(alerts.bodies(all: isAll, now: Instant.now)) {
        if retry == nil || isOver {
          Console.complain("alerts could not be sent: \(problem)", hint: isOver ? "" : "they are kept and tried again")
        }
        retry = .now() + Self.pause
        continue
      }
      alerts.delivered()
      retry = nil
      if isAll { renewal = begin + Double(FollowAlerts.refresh) }
    }
  }
}

extension Instant {
  /// By the clock of this machine.
  static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}
