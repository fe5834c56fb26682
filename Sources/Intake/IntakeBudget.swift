import Synchronization

/// What all threads of a run together have read, held against the limits.
final class IntakeBudget: Sendable {
  let limits: IntakeLimits
  private let isCancelled: @Sendable () -> Bool
  private let counters: Counters

  private final class Counters: Sendable {
    let input = Atomic<UInt64>(0)
    let output = Atomic<UInt64>(0)
    let members = Atomic<Int>(0)
    let checks = Atomic<Int>(0)
    let isFull = Atomic<Bool>(false)
  }

  convenience init(limits: IntakeLimits, isCancelled: @Sendable @escaping () -> Bool) {
    self.init(limits, Counters(), isCancelled)
  }

  private init(_ limits: IntakeLimits, _ counters: Counters, _ isCancelled: @Sendable @escaping () -> Bool) {
    self.limits = limits
    self.counters = counters
    self.isCancelled = isCancelled
  }

  /// The same budget for what was read before and that neither an interruption nor a lack of memory shall stop.
  var withoutCancellation: IntakeBudget { IntakeBudget(limits.withoutMemory, counters, { false }) }

  /// Pieces of input between two looks at the memory: each is a buffer, or a small file whole.
  private static let piecesBetweenLooks = 32

  var inputBytes: UInt64 { counters.input.load(ordering: .relaxed) }

  /// Throws when no more may be read: the run was interrupted, or the memory is used up. Asked before each piece of input.
  func check() throws(IntakeError) {
    if isCancelled() { throw IntakeError(.cancelled, "interrupted") }
    if limits.memory == .max { return }
    let count = counters.checks.wrappingAdd(1, ordering: .relaxed).newValue
    if count % Self.piecesBetweenLooks == 0, let held = ProcessMemory.held(), held > limits.memory {
      counters.isFull.store(true, ordering: .relaxed)
    }
    guard counters.isFull.load(ordering: .relaxed) else { return }
    throw IntakeError(.limitReached, "more than \(limits.memory >> 20) MiB of memory are needed for it (--max-memory)")
  }

  func countInput(_ bytes: Int) { counters.input.wrappingAdd(UInt64(bytes), ordering: .relaxed) }

  func countMember() throws(IntakeError) {
    if counters.members.wrappingAdd(1, ordering: .relaxed).newValue > limits.members {
      throw IntakeError(.limitReached, "more than \(limits.members) archive members (--max-members)")
    }
  }

  /// Takes up to `wanted` bytes of what may still be read, and returns how many there were.
  func takeOutput(_ wanted: Int) -> Int {
    let before = counters.output.wrappingAdd(UInt64(wanted), ordering: .relaxed).oldValue
    return before >= limits.totalBytes ? 0 : Int(min(UInt64(wanted), limits.totalBytes - before))
  }

  /// Takes all of `wanted` bytes, or none if there are not so many left.
  func takeOutput(whole wanted: UInt64) -> Bool {
    let (before, after) = counters.output.wrappingAdd(wanted, ordering: .relaxed)
    if after <= limits.totalBytes { return true }
    _ = before
    counters.output.wrappingSubtract(wanted, ordering: .relaxed)
    return false
  }

  /// Why there is no more.
  var outputLimit: IntakeError {
    IntakeError(.limitReached, "more than \(limits.totalBytes) bytes in all (--max-bytes)")
  }
}

/// What one input has become, held against its size on disk. Used by one thread.
final class LeafMeter {
  /// Below this much output nobody is harmed; a log that was truncated under its writer begins with that many zeros.
  static let threshold: UInt64 = 256 << 20
  private let size: UInt64
  private let budget: IntakeBudget
  private var total: UInt64 = 0
  /// A limit was reached that ends the reading of the input.
  private(set) var isOver = false

  init(size: UInt64, budget: IntakeBudget) {
    self.size = size
    self.budget = budget
  }

  /// Members of one input that may explode before the rest of it is given up.
  private static let patience = 3
  private var explosions = 0
  private var isShort = false

  /// Throws if `bytes` out of one compression in this input are too many to be true.
  func check(_ bytes: UInt64) throws(IntakeError) {
    if bytes > Self.threshold, bytes / max(1, size) >= UInt64(budget.limits.ratio) {
      explosions += 1
      isOver = explosions >= Self.patience
      // What follows is judged on its own.
      total = total > bytes ? total - bytes : 0
      throw IntakeError(.limitReached, "expands more than \(budget.limits.ratio) times (--max-ratio)")
    }
  }

  /// Counts bytes of an innermost stream, and returns how many of them may be used. Throws if none may.
  func take(_ bytes: Int) throws(IntakeError) -> Int {
    total &+= UInt64(bytes)
    if total > Self.threshold, total / max(1, size) >= UInt64(budget.limits.ratio) {
      isOver = true
      throw IntakeError(.limitReached, "expands more than \(budget.limits.ratio) times (--max-ratio)")
    }
    // Of what was read last, some was beyond the limit: that is said before the end is.
    if isShort { throw budget.outputLimit }
    guard bytes > 0 else { return 0 }
    let allowed = budget.takeOutput(bytes)
    isShort = allowed < bytes
    isOver = isOver || isShort
    if allowed == 0 { throw budget.outputLimit }
    return allowed
  }
}
