import Chronicle
import Model
import Reports
import Rules

/// What rules made of objects, as text: each part with the line that matched, or why it is not known.
public enum Explaining {
  /// Most subjects that are explained at once.
  public static let limit = 50

  /// Explains a rule (`KOV-010`), an object (`ip/web-0.shop`) or an address whose object has no known name.
  ///
  /// Returns `nil` if `what` is none of them.
  public static func text(_ what: String, _ options: AnalyzeOptions) throws -> String? {
    let pack = try RuleLoading.pack(folders: options.ruleFolders)
    let isRule = pack.rules.contains { $0.id == what }
    let query = isRule ? nil : ResourceQuery(what)
    let isWanted: (ResourceRef) -> Bool
    switch query {
    case nil where isRule: isWanted = { _ in true }
    case .object(let ref)?: isWanted = { $0 == ref }
    case .address(let address)?: isWanted = { $0.name == address }
    default: return nil
    }
    let evidence = try Evidence.gather(options, progress: { _ in }, isCancelled: { false })
    let lives = ControllerLives(evidence.chronicle, evidence.ledger.state)
    let engine = RuleEngine(
      pack: pack, chronicle: evidence.chronicle, nics: evidence.nics, coverage: evidence.coverage,
      state: evidence.state, versions: lives.versions)
    let found = engine.explain(rule: isRule ? what : nil, limit: limit, where: isWanted)
    if found.isEmpty {
      if !isRule, options.redaction != nil { return "no rule looks at it, or no evidence names it\n" }
      return isRule
        ? "\(what): the evidence shows no object that the rule looks at\n"
        : "\(what): no rule looks at it, or no evidence names it\n"
    }
    let redaction = options.redaction.map { evidence.redaction(pack, $0.map) }
    return found.map { say($0, evidence.chronicle, redaction) }.joined(separator: "\n")
  }

  private static func say(_ e: RuleExplanation, _ chronicle: Chronicle, _ redaction: Redaction?) -> String {
    let said = { (text: String) in redaction?.said(text) ?? text }
    let name = redaction?.display(e.ref.display) ?? e.ref.display
    var lines = ["\(e.rule.id) \(e.rule.leakClass), \(name): \(e.verdict?.rawValue ?? "nothing found")"]
    for part in e.parts {
      var line =
        "  " + part.answer.rawValue + String(repeating: " ", count: max(1, 9 - part.answer.rawValue.count))
        + said(part.says)
      if !part.why.isEmpty { line += " (\(redaction?.line(part.why) ?? part.why))" }
      if let number = part.event {
        let event = chronicle.events[number]
        let display = chronicle.sources[Int(event.source)].display
        let source = redaction?.path(display) ?? display
        let time = chronicle.known(event).map { "\($0.shortText) UTC" } ?? "at an unknown time"
        line += "\n           \(time)  \(source):\(event.line)"
      }
      lines.append(line)
    }
    lines += e.reasons.map { "  because  \(said($0))" }
    return lines.map(clean).joined(separator: "\n") + "\n"
  }

  /// Evidence is not trusted: nothing of it reaches a terminal as a command.
  static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0 != "\n" && ($0.value < 0x20 || (0x7f...0x9f).contains($0.value)) ? "?" : $0 }))
  }
}
