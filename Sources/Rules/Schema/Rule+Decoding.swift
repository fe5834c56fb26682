import Model

extension Rule {
  /// Reads one rule file. Unknown keys and words are errors with line, column and the nearest known word.
  public init(yaml: [UInt8], file: String) throws(RuleError) {
    var top = try RuleFields(try YAMLNode.parse(yaml, file: file), file: file)
    id = try top.required("id")
    leakClass = try top.required("class")
    title = try top.requiredWording("title")
    stateTitle = try top.wording("title-of-state") ?? ""
    severity = try top.word("severity", Severity.self) ?? .high
    harm = try top.word("harm", Harm.self)
    isExperimental = try top.flag("experimental")
    subject = try top.word("subject", SubjectKind.self) ?? .ip
    outcome = try top.word("outcome", Outcome.self) ?? .leaked
    mechanism = try top.requiredWording("mechanism")
    references = try top.words("references").map(\.text)
    cap = try top.word("cap", Verdict.self) ?? .probable
    supersedes = try top.words("supersedes").map(\.text)
    follows = try top.words("follows").map(\.text)
    let versions = try top.group("versions") { (f: inout RuleFields) throws(RuleError) in
      (try f.requiredWording("affected"), try f.words("fixed-in").map(\.text), try f.words("avoid").map(\.text))
    }
    (affected, fixedIn, avoid) = versions ?? ("", [], [])
    sequence = try top.list("sequence", Self.step)
    groups = Self.groups(of: sequence)
    absences = try top.list("absent", Self.absence)
    persistence = try top.group("persists", Self.persistence)
    rate = try top.group("rate", Self.rate)
    deadline = try top.group("waits-for", Self.waiting)
    confirm = try top.list("confirm", Self.condition)
    suspect = try top.list("suspect", Self.condition)
    refute = try top.list("refute", Self.condition)
    remediation = try top.list("remediation", Self.remedy)
    examples = try top.list("examples", Self.example)
    try top.finish()
    chinese = top.chinese
    try checkReferences(file: file, mark: top.mark)
  }

  private static func groups(of sequence: [Step]) -> [[Int]] {
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

  private static func step(_ f: inout RuleFields) throws(RuleError) -> Step {
    var step = Step()
    step.name = try f.required("step")
    step.kinds = try f.kinds("event")
    step.relations = try f.relations("of")
    step.after = try f.text("after")
    step.before = try f.text("before")
    step.within = try f.duration("within")
    step.contains = try f.text("contains")
    step.names = try f.word("names", Naming.self)
    step.sameAs = try f.text("same-as")
    step.unbrokenBy = try f.kindsIfAny("unbroken-by")
    step.oneOf = try f.text("one-of")
    switch try f.text("pick") {
    case nil, "first": break
    case "last": step.pickLast = true
    case let other?: throw RuleError(file: f.file, mark: f.mark, message: f.unknown(other, ["first", "last"]))
    }
    step.isOptional = try f.flag("optional")
    step.weakens = try f.flag("weakens")
    step.actor = try f.text("actor") ?? ""
    step.says = try f.requiredWording("says")
    return step
  }

  private static func absence(_ f: inout RuleFields) throws(RuleError) -> Absence {
    var absence = Absence()
    absence.kinds = try f.kinds("event")
    absence.relations = try f.relations("of")
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
    condition.ledger = Set(try f.words("ledger").map(\.text))
    condition.subnetState = Set(try f.words("subnet-state").map(\.text))
    condition.vpcState = Set(try f.words("vpc-state").map(\.text))
    condition.subnet = try f.word("subnet", Condition.Presence.self)
    condition.object = try f.word("object", Condition.Presence.self)
    switch try f.text("terminating") {
    case nil: break
    case "true": condition.isTerminating = true
    case "false": condition.isTerminating = false
    default: throw RuleError(file: f.file, mark: f.mark, message: "terminating is true or false")
    }
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
    remedy.preconditions = try f.words("preconditions").map(\.text)
    remedy.command = try f.required("command")
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
    example.finds = try f.words("finds").map(\.text)
    example.verdict = try f.word("verdict", Verdict.self)
    return example
  }

  /// Steps may only refer to steps before them; everything else to any step.
  private func checkReferences(file: String, mark: Mark) throws(RuleError) {
    var names: [String] = []
    for step in sequence {
      for reference in [step.after, step.before, step.sameAs].compactMap({ $0 }) where !names.contains(reference) {
        throw RuleError(
          file: file, mark: mark, message: "step '\(step.name)' refers to '\(reference)', which is no step before it")
      }
      names.append(step.name)
    }
    let others =
      absences.map(\.from) + absences.compactMap(\.unsettledNeeds)
      + [persistence?.step, rate?.step, deadline?.step].compactMap { $0 }
    for reference in others where !names.contains(reference) {
      throw RuleError(file: file, mark: mark, message: "'\(reference)' is no step of this rule")
    }
    if sequence.isEmpty && confirm.isEmpty {
      throw RuleError(file: file, mark: mark, message: "a rule needs a sequence or something that confirms it")
    }
  }
}
