import Synchronization

/// What all threads of a run together have read, held against the limits.
final class IntakeBudget: Sendable {
  let limits: IntakeLimits
  private let isCancelled: @Sendable () -> Bool
  private let input = Atomic<UInt64>(0)
  private let output = Atomic<UInt64>(0)
  private let members = Atomic<Int>(0)

  init(limits: IntakeLimits, isCancelled: @Sendable @escaping () -> Bool) {
    self.limits = limits
    self.isCancelled = isCancelled
  }

  var inputBytes: UInt64 { input.load(ordering: .relaxed) }

  func checkCancelled() throws(IntakeError) { if isCancelled() { throw IntakeError(.cancelled, "interrupted") } }

  func countInput(_ bytes: Int) { input.wrappingAdd(UInt64(bytes), ordering: .relaxed) }

  func countMember() throws(IntakeError) {
    if members.wrappingAdd(1, ordering: .relaxed).newValue > limits.members {
      throw IntakeError(.limitReached, "more than \(limits.members) archive members (--max-members)")
    }
  }

  func countOutput(_ bytes: Int) throws(IntakeError) {
    if output.wrappingAdd(UInt64(bytes), ordering: .relaxed).newValue > limits.totalBytes {
      throw IntakeError(.limitReached, "more than \(limits.totalBytes) bytes in all (--max-bytes)")
    }
  }
}
