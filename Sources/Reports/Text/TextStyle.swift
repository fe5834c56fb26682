import Model

/// Emphasis on a terminal. Without colour every style is empty, and nothing is said by colour alone.
struct TextStyle: Sendable {
  let useColor: Bool

  func bold(_ text: String) -> String { wrap("1", text) }
  func dim(_ text: String) -> String { wrap("2", text) }
  func command(_ text: String) -> String { wrap("36", text) }
  func good(_ text: String) -> String { wrap("32", text) }
  func bad(_ text: String) -> String { wrap("1;31", text) }
  func doubtful(_ text: String) -> String { wrap("33", text) }

  func of(_ verdict: Verdict, _ text: String) -> String {
    switch verdict {
    case .confirmed, .probable: bad(text)
    case .suspected: doubtful(text)
    case .resolved: good(text)
    case .refuted, .notEvaluated: dim(text)
    }
  }

  func of(_ standing: Standing, _ text: String) -> String {
    switch standing {
    case .wrong: bad(text)
    case .suspected, .inconclusive: doubtful(text)
    case .past, .clear: good(text)
    }
  }

  // SGR sequences are the only control characters a text report ever has; `text` was escaped before it came here.
  private func wrap(_ code: String, _ text: String) -> String {
    useColor && !text.isEmpty ? "\u{1b}[" + code + "m" + text + "\u{1b}[0m" : text
  }
}
