import Glibc
import Pipeline

/// One line on the terminal that says how far the reading is: bytes, how fast, how long still.
final class ProgressLine: Sendable {
  private let isShown: Bool
  private let began = ContinuousClock.now

  init(isShown: Bool) { self.isShown = isShown }

  func show(_ progress: AnalysisProgress) {
    guard isShown else { return }
    _ = Console.write(Array(("\r\u{1b}[K" + text(progress)).utf8), to: 2)
  }

  private func text(_ progress: AnalysisProgress) -> String {
    let elapsed = (ContinuousClock.now - began) / .seconds(1)
    var text = "\(progress.phase) \(Console.size(progress.bytesRead))"
    if elapsed >= 1 { text += ", \(Console.size(UInt64(Double(progress.bytesRead) / elapsed)))/s" }
    // What is read of the inputs may be packed; how much is left of them is known all the same.
    guard progress.inputBytes > 0, progress.inputBytesRead > 0 else { return text }
    let share = min(1, Double(progress.inputBytesRead) / Double(progress.inputBytes))
    text += ", \(Int(share * 100)) % of \(Console.size(progress.inputBytes))"
    if elapsed >= 1 { text += ", \(Int((elapsed / share - elapsed).rounded(.up))) s left" }
    return text
  }

  func clear() { if isShown { _ = Console.write(Array("\r\u{1b}[K".utf8), to: 2) } }
}
