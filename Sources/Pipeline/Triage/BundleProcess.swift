import CPlatform
import FoundationEssentials
import Glibc
import Reports

/// The parent's side of a child that reads bundles: started when it is needed, ended when it fails, takes too long or is
/// not needed any more. Used by one thread.
final class BundleProcess {
  /// How to start children, and what they may take.
  struct Settings: Sendable {
    /// The program and its arguments.
    var program: String
    var arguments: [String]
    /// Longest time for one bundle, seconds.
    var seconds: Int
  }

  /// What became of a request.
  enum Outcome {
    case read(BundleChild.Answer, report: [UInt8])
    /// The child did not live through it; why, for people.
    case failed(String)
    case cancelled
  }

  /// A child reads no more bundles than this, so that what it keeps does not grow.
  private static let patience = 64

  private let settings: Settings
  private var pid: Int32 = -1
  private var request: Int32 = -1
  private var answer: Int32 = -1
  private var served = 0

  init(_ settings: Settings) { self.settings = settings }

  deinit { end(SIGKILL) }

  /// Has a bundle read.
  func read(_ wanted: BundleChild.Request, isCancelled: () -> Bool) -> Outcome {
    if served >= Self.patience { end(SIGKILL) }
    guard pid >= 0 || start() else { return .failed("no process can be made: \(String(cString: strerror(errno)))") }
    served += 1
    let deadline = ContinuousClock.now + .seconds(settings.seconds)
    var isLate = false
    func mayWait() -> Bool {
      isLate = ContinuousClock.now >= deadline
      return !isLate && !isCancelled()
    }
    guard let question = try? JSONEncoder().encode(wanted) else { return .failed("its name cannot be passed on") }
    if Frame.write(Array(question), to: request),
      let found = Frame.read(answer, limit: BundleChild.answerLimit, mayWait: mayWait),
      let answered = try? JSONDecoder().decode(BundleChild.Answer.self, from: Data(found)),
      let report = Frame.read(answer, limit: BundleChild.answerLimit, mayWait: mayWait)
    {
      return .read(answered, report: report)
    }
    let isOver = isLate || isCancelled()
    let code = end(isOver ? SIGKILL : nil)
    if isLate { return .failed("reading it took longer than \(settings.seconds) s") }
    if isCancelled() { return .cancelled }
    return .failed(Self.reason(code))
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case -SIGKILL: "the process that read it was killed, as a system does that runs out of memory"
    case ..<0: "the process that read it was ended by signal \(-code)"
    default: "the process that read it failed (\(code)): a bug in the program, or too little memory"
    }
  }

  private func start() -> Bool {
    var arguments = ([settings.program] + settings.arguments).map { strdup($0) }
    defer { for text in arguments { free(text) } }
    arguments.append(nil)
    pid = cplatform_spawn(settings.program, arguments, &request, &answer)
    served = 0
    return pid >= 0
  }

  /// Ends the child, by a signal or because nothing is asked any more; how it ended.
  @discardableResult private func end(_ signal: Int32?) -> Int32 {
    guard pid >= 0 else { return 0 }
    close(request)
    close(answer)
    if let signal { kill(pid, signal) }
    let code = cplatform_wait(pid)
    pid = -1
    return code
  }
}
