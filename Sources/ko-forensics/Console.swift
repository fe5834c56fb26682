import Glibc
import Model
import Pipeline
import Reports

/// Standard output and standard error.
enum Console {
  /// Writes all bytes to standard output. A reader that went away is no error.
  static func write(_ bytes: [UInt8]) -> ExitStatus { write(bytes, to: 1) }

  static func print(_ text: String) -> ExitStatus { write(Array(text.utf8), to: 1) }

  static func write(_ bytes: [UInt8], to descriptor: Int32) -> ExitStatus {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        // Whoever shares the pipe may have asked it not to wait.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&ready, 1, -1)
        continue
      }
      if count < 0 { return errno == EPIPE ? .clean : .ioError }
      done += count
    }
    return .clean
  }

  /// One line on standard error: what is wrong, and what to try.
  static func complain(_ message: String, hint: String) {
    let text = "ko-forensics: " + message + (hint.isEmpty ? "" : "; " + hint)
    _ = write(Array((TerminalEscaping.line(text) + "\n").utf8), to: 2)
  }

  /// What could not be read. A thousand inputs of which one thing is true are one line; the report names each of them.
  static func complain(_ problems: [IntakeProblem], hint: (IntakeProblem) -> String = { _ in "" }) {
    let byReason = Dictionary(grouping: problems, by: \.reason)
    var said: Set<String> = []
    for problem in problems {
      let count = byReason[problem.reason]?.count ?? 1
      if count <= 3 {
        complain("\(problem.subject): \(problem.reason)", hint: hint(problem))
      } else if said.insert(problem.reason).inserted {
        complain("\(problem.subject) and \(count - 1) more: \(problem.reason)", hint: "")
      }
    }
  }

  /// What is wrong on standard error, and below it the place, line by line.
  static func complain(lines: [Substring]) {
    guard let first = lines.first else { return }
    complain(String(first), hint: "")
    _ = write(lines.dropFirst().flatMap { Array((TerminalEscaping.line(String($0)) + "\n").utf8) }, to: 2)
  }

  /// Whether colour is wanted on a descriptor, by option, environment and kind of output.
  static func wantsColor(_ choice: String?, descriptor: Int32) -> Bool {
    switch choice {
    case "always": return true
    case "never": return false
    default: break
    }
    if let force = environment("CLICOLOR_FORCE"), force != "0", !force.isEmpty { return true }
    if let no = environment("NO_COLOR"), !no.isEmpty { return false }
    if environment("CLICOLOR") == "0" { return false }
    return isatty(descriptor) == 1 && environment("TERM") != "dumb"
  }

  /// A number of bytes as people read it.
  static func size(_ bytes: UInt64) -> String {
    var (value, unit) = (bytes, "B")
    for next in ["KiB", "MiB", "GiB", "TiB"] where value >= 1024 {
      // One digit behind the point is enough where there is only one before it.
      if value < 10 * 1024, next != "KiB" {
        return "\(value / 1024).\(value % 1024 * 10 / 1024) \(next)"
      }
      (value, unit) = (value / 1024, next)
    }
    return "\(value) \(unit)"
  }

  /// Standard output is a terminal.
  static var isTerminal: Bool { isatty(1) == 1 }

  /// Columns of the terminal behind a descriptor, 100 where there is none.
  static func width(descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 100 }
    return min(Int(size.ws_col), 160)
  }

  /// The language of messages that the environment asks for; `nil` if it says nothing.
  static var language: Language? {
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment($0) }.first { !$0.isEmpty }
    return name.map { $0.hasPrefix("zh") ? .chinese : .english }
  }

  private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
