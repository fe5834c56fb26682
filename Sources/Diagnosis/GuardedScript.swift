/// A command that cannot be taken back, as shell functions that run it for one named object and only if every check holds.
///
/// The evidence is of some time ago: also what it proved is checked again. A check that cannot be answered does not hold.
struct GuardedScript {
  private var shapes: [(body: String, name: String, words: [String], calls: [String], known: Set<String>)] = []

  /// Adds an object. `guards` are shell conditions with words in braces, as `command` has them.
  mutating func add(_ command: String, guards: [String], _ names: ObjectNames) {
    let conditions = guards.map { CommandTemplate($0) }
    let action = CommandTemplate(command)
    var words = action.words
    for word in conditions.flatMap(\.words) where !words.contains(word) { words.append(word) }
    let subject = words.first ?? "object"
    let lines =
      conditions.map { "  " + $0.withVariables + " &&\n" }
      + ["  " + action.withVariables + " ||\n", "  echo \"left alone: $\(subject)\" >&2\n"]
    let body =
      "  " + words.enumerated().map { "\($1)=$\($0 + 1)" }.joined(separator: " ") + "\n" + lines.joined()
    let call = words.map { ShellQuoting.word(names.value($0) ?? "") }.joined(separator: " ")
    let at =
      shapes.firstIndex { $0.body == body }
      ?? {
        let name = Self.name(of: command) + (shapes.isEmpty ? "" : "_\(shapes.count + 1)")
        shapes.append((body, name, words, [], []))
        return shapes.count - 1
      }()
    if shapes[at].known.insert(call).inserted { shapes[at].calls.append(call) }
  }

  /// The functions, each followed by one call for each object.
  var text: String {
    shapes.map { shape in
      "\(shape.name)() {\n\(shape.body)}\n" + shape.calls.map { shape.name + " " + $0 }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// `kubectl patch ips.kubeovn.io …` gives `patch_ips_if_safe`.
  private static func name(of command: String) -> String {
    let words = command.split(separator: " ").dropFirst().prefix(2).compactMap { $0.split(separator: ".").first }
    return (words.filter { $0.allSatisfy { $0.isLetter && $0.isASCII } } + ["if", "safe"]).joined(separator: "_")
  }
}
