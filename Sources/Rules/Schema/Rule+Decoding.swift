import ClusterState
import Model

extension Rule {
  /// Reads one rule file. Unknown keys and words are errors with line, column and the nearest known word.
  public init(yaml: [UInt8], file: String) throws(RuleError) { try self.init(yaml: yaml, file: file, mistakes: nil) }

  /// All mistakes of a rule file, in the order of their lines; empty if there are none.
  public static func mistakes(yaml: [UInt8], file: String) -> [RuleError] {
    let mistakes = RuleMistakes()
    do throws(RuleError) { _ = try Rule(yaml: yaml, file: file, mistakes: mistakes) } catch { mistakes.add(error) }
    return mistakes.all.sorted {
      ($0.mark?.line ?? 0, $0.mark?.column ?? 0) < ($1.mark?.line ?? 0, $1.mark?.column ?? 0)
    }
  }

  private init(yaml: [UInt8], file: String, mistakes: RuleMistakes?) throws(RuleError) {
    var top = try RuleFields(try YAMLNode.parse(yaml, file: file), file: file, mistakes)
    id = try top.required("id")
    leakClass = try top.required("class")
    title = try top.requiredWording("title")
    stateTitle = try top.wording("title-of-state") ?? ""
    severity = try top.word("severity", Severity.self) ?? .high
    harm = try top.word("harm", Harm.self)
    isExperimental = try top.flag("experimental")
    isForExcerpts = try top.flag("excerpts")
    (subject, kinds) = try Self.subject(&top)
    outcome = try top.word("outcome", Outcome.self) ?? .leaked
    mechanism = try top.requiredWording("mechanism")
    references = try top.words("references").map(\.text)
    cap = try top.word("cap", Verdict.self) ?? .probable
    supersedes = try top.words("supersedes").map(\.text)
    follows = try top.words("follows").map(\.text)
    if let versions = try top.group("versions", Self.versions) {
      (affected, fixedIn, avoid, releases) = versions
    }
    let scope = (subject: subject, kinds: stateKinds)
    sequence = try top.list("sequence") { (f: inout RuleFields) throws(RuleError) in
      try Self.step(&f, scope.subject, scope.kinds)
    }
    absences = try top.list("absent") { (f: inout RuleFields) throws(RuleError) in
      try Self.absence(&f, scope.subject)
    }
    groups = Self.groups(of: sequence)
    persistence = try top.group("persists", Self.persistence)
    rate = try top.group("rate", Self.rate)
    deadline = try top.group("waits-for", Self.waiting)
    state = try top.list("state") { (f: inout RuleFields) throws(RuleError) in
      try StateCondition(&f, about: scope.kinds)
    }
    proves = try top.word("proves", Verdict.self) ?? .confirmed
    needsSequence = try top.flag("needs-sequence")
    confirm = try top.list("confirm", Self.condition)
    suspect = try top.list("suspect", Self.condition)
    refute = try top.list("refute", Self.condition)
    remediation = try top.list("remediation", Self.remedy)
    examples = try top.list("examples", Self.example)
    try top.finish()
    chinese = top.chinese
    try checkReferences(top)
  }

  /// The steps that the verdict rests on though they may be missing; see `groups`.
  static func groups(of sequence: [Step]) -> [[Int]] {
    var names: [String?] = []
    var groups: [[Int]] = []
    for (i, step) in sequence.enumerated() where step.isOptional && step.weakens {
      if let name = step.oneOf, let at = names.firstIndex(of: name) {
        groups[at].append(i)
      } else {
        names.append(step.oneOf)
        groups.append([i])
      }
    }
    return groups
  }

  /// The kinds whose fields and references the state conditions can name.
  private var stateKinds: [ResourceKind] {
    switch subject {
    case .object: kinds
    case .ip: [.ip]
    case .subnet: [.subnet]
    case .vpc: [.vpc]
    case .controller, .work: []
    }
  }

  /// `ip`, `subnet`, … or API kinds: `[OvnFip, OvnSnatRule]`.
  private static func subject(_ top: inout RuleFields) throws(RuleError) -> (SubjectKind, [ResourceKind]) {
    let words = try top.words("subject")
    if words.isEmpty { return (.ip, []) }
    if words.count == 1, let kind = SubjectKind(rawValue: words[0].text), kind != .object { return (kind, []) }
    if words.count == 1, let first = words[0].text.first, first.isLowercase {
      let known = SubjectKind.allCases.map(\.rawValue).filter { $0 != SubjectKind.object.rawValue }
      try top.fail(RuleError(file: top.file, mark: words[0].mark, message: top.unknown(words[0].text, known)))
      return (.ip, [])
    }
    return (.object, try top.apiKinds("subject"))
  }

  private static func versions(_ f: inout RuleFields) throws(RuleError) -> (String, [String], [String], ReleaseRange?) {
    let affected = try f.requiredWording("affected")
    let (fixedIn, avoid) = (try f.words("fixed-in"), try f.words("avoid"))
    for (text, mark) in fixedIn + avoid where ReleaseVersion(text.hasPrefix("v") ? text.dropFirst() : text[...]) == nil
    {
      try f.fail(RuleError(file: f.file, mark: mark, message: "'\(text)' is no release, such as v1.14.31"))
    }
    var releases: ReleaseRange?
    if let text = try f.text("range") {
      releases = ReleaseRange(text)
      if releases == nil {
        try f.fail(f.error("range", "'\(text)' is no range of releases, such as '>=1.13.0 <1.14.7'"))
      }
    }
    return (affected, fixedIn.map(\.text), avoid.map(\.text), releases)
  }

  private static func step(
    _ f: inout RuleFields, _ subject: SubjectKind, _ kinds: [ResourceKind]
  ) throws(RuleError) -> Step {
    var step = Step()
    step.name = try f.required("step")
    step.kinds = try f.kinds("event")
    (step.relations, step.references) = try relations(&f, subject, kinds)
    step.after = try f.text("after")
    step.before = try f.text("before")
    step.within = try f.duration("within")
    step.contains = try f.text("contains")
    step.names = try f.word("names", Naming.self)
    step.sameAs = try f.text("same-as")
    step.unbrokenBy = try f.kindsIfAny("unbroken-by")
    step.oneOf = try f.text("one-of")
    if f.has("matches") { step.pattern = try f.pattern("matches") }
    step.pickLast = try f.word("pick", ["first", "last"]) == "last"
    step.isOptional = try f.flag("optional")
    step.weakens = try f.flag("weakens")
    step.actor = try f.text("actor") ?? ""
    step.says = try f.requiredWording("says")
    return step
  }

  private static func absence(_ f: inout RuleFields, _ subject: SubjectKind) throws(RuleError) -> Absence {
    var absence = Absence()
    absence.kinds = try f.kinds("event")
    absence.relations = try relations(&f, subject, []).0
    absence.from = try f.required("from")
    absence.window = try f.duration("until-after-last")
    absence.settle = try f.duration("settle") ?? 0
    absence.unsettledNeeds = try f.text("unsettled-needs")
    absence.printedAs = try f.kindsIfAny("printed-as")
    absence.needsCover = try f.flag("needs-cover")
    absence.violated = try f.word("violated", Absence.Violation.self) ?? .resolved
    absence.says = try f.requiredWording("says")
    return absence
  }

  private static func persistence(_ f: inout RuleFields) throws(RuleError) -> Persistence {
    Persistence(step: try f.required("step"), atLeast: try f.duration("at-least") ?? 0)
  }

  private static func rate(_ f: inout RuleFields) throws(RuleError) -> Rate {
    Rate(step: try f.required("step"), count: try f.number("count") ?? 0, within: try f.duration("within") ?? 0)
  }

  private static func waiting(_ f: inout RuleFields) throws(RuleError) -> Deadline {
    Deadline(
      step: try f.required("from"), within: try f.duration("within") ?? 0, says: try f.requiredWording("says"))
  }

  private static func condition(_ f: inout RuleFields) throws(RuleError) -> Condition {
    var condition = Condition()
    condition.ledger = Set(try f.words("ledger", of: AddressState.allCases.map(\.rawValue)))
    condition.subnetState = Set(try f.words("subnet-state", of: DeletionState.allCases.map(\.rawValue)))
    condition.vpcState = Set(try f.words("vpc-state", of: DeletionState.allCases.map(\.rawValue)))
    condition.subnet = try f.word("subnet", Condition.Presence.self)
    condition.object = try f.word("object", Condition.Presence.self)
    if f.has("terminating") { condition.isTerminating = try f.flag("terminating") }
    condition.needsSequence = try f.flag("with-sequence")
    condition.says = try f.requiredWording("says")
    return condition
  }

  private static func remedy(_ f: inout RuleFields) throws(RuleError) -> Remedy {
    var remedy = Remedy()
    remedy.primitive = try f.text("primitive") ?? ""
    remedy.title = try f.requiredWording("title")
    remedy.isPerObject = try f.flag("per-object")
    remedy.whenSubnet = try f.word("when-subnet", Condition.Presence.self)
    remedy.preconditions = try f.words("preconditions", of: Remedy.knownPreconditions)
    remedy.command = try f.required("command")
    for key in ["command", "verify"] { try checkPlaceholders(key, &f) }
    remedy.expect = try f.requiredWording("expect")
    remedy.verify = try f.text("verify") ?? ""
    remedy.undo = try f.wording("undo") ?? ""
    return remedy
  }

  private static func example(_ f: inout RuleFields) throws(RuleError) -> Example {
    var example = Example()
    example.name = try f.required("name")
    example.log = try f.text("log") ?? ""
    example.objects = try f.text("objects") ?? ""
    example.ports = try f.text("ports") ?? ""
    example.finds = try f.words("finds").map(\.text)
    example.verdict = try f.word("verdict", Verdict.self)
    return example
  }

  /// Whose events: relations that the subject has, or references of its kinds.
  private static func relations(
    _ f: inout RuleFields, _ subject: SubjectKind, _ kinds: [ResourceKind]
  ) throws(RuleError) -> ([Relation], [String]) {
    var (relations, references): ([Relation], [String]) = ([], [])
    let names = subject == .object ? Set(kinds.flatMap(\.facts.references).map(\.name)) : []
    for (text, mark) in try f.words("of") {
      if names.contains(text) {
        references.append(text)
      } else if let relation = Relation(rawValue: text), subject.relations.contains(relation) {
        relations.append(relation)
      } else {
        let known = subject.relations.map(\.rawValue) + names.sorted()
        try f.fail(RuleError(file: f.file, mark: mark, message: f.unknown(text, known)))
      }
    }
    return (relations.isEmpty && references.isEmpty ? [.itself] : relations, references)
  }

  /// `{word}` must stand for a name; other braces belong to the command.
  private static func checkPlaceholders(_ key: String, _ f: inout RuleFields) throws(RuleError) {
    let text = try f.text(key) ?? ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      rest = rest[rest.index(after: open)...]
      guard let close = rest.firstIndex(of: "}") else { return }
      let word = rest[..<close].split(separator: ".").first.map(String.init) ?? ""
      let isWord = !rest[..<close].hasPrefix(".") && rest[..<close].allSatisfy { $0.isLowercase || $0 == "." }
      if isWord, word != "end", !Remedy.placeholders.contains(word) {
        try f.fail(f.error(key, "in '{\(word)}': " + f.unknown(word, Remedy.placeholders)))
      }
    }
  }

  /// Steps may only refer to steps before them; everything else to any step.
  private func checkReferences(_ top: RuleFields) throws(RuleError) {
    var names: [String] = []
    for step in sequence {
      for reference in [step.after, step.before, step.sameAs].compactMap({ $0 }) where !names.contains(reference) {
        try top.fail(
          top.error("sequence", "step '\(step.name)' refers to '\(reference)', which is no step before it"))
      }
      names.append(step.name)
    }
    let others =
      absences.map(\.from) + absences.compactMap(\.unsettledNeeds)
      + [persistence?.step, rate?.step, deadline?.step].compactMap { $0 }
    for reference in others where !names.contains(reference) && !reference.isEmpty {
      try top.fail(top.error("sequence", "'\(reference)' is no step of this rule"))
    }
    if sequence.isEmpty && confirm.isEmpty && state.isEmpty {
      try top.fail(RuleError(file: top.file, mark: top.mark, message: "a rule needs a sequence, a state or a proof"))
    }
  }
}
