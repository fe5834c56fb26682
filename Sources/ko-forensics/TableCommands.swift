import CommandLineKit
import Glibc
import Intake
import Model
import Pipeline
import Reports

/// Commands that print tables: `inspect`, `ledger`, `timeline`.
enum TableCommands {
  static func ledger(_ parsed: ParsedArguments, _ program: String) throws -> ExitStatus {
    var selection = LedgerTables.Selection()
    selection.subnet = parsed.value("subnet")
    selection.isAddressesOnly = parsed.has("addresses")
    selection.isAccountsOnly = parsed.has("accounts")
    let outputs = try TableTarget.list(parsed)
    let given = parsed.values["state"] ?? []
    if given.isEmpty, outputs.allSatisfy(\.isForPeople) {
      selection.states = Set(LedgerTables.states.filter { !$0.isFine })
    } else if !given.contains("all") {
      selection.states = Set(LedgerTables.states.filter { given.contains($0.rawValue) })
    }
    return try run(parsed, program, parsed.operands, outputs) { options, progress in
      try LedgerTables.run(options, selection, progress: progress, isCancelled: { Interruption.isRequested })
    }
  }

  static func inspect(_ parsed: ParsedArguments, _ program: String) throws -> ExitStatus {
    let outputs = try TableTarget.list(parsed)
    return try run(parsed, program, parsed.operands, outputs) { options, progress in
      try InspectTables.run(options, progress: progress, isCancelled: { Interruption.isRequested })
    }
  }

  static func timeline(_ parsed: ParsedArguments, _ program: String) throws -> ExitStatus {
    var selection = TimelineTable.Selection()
    selection.followsRelated = parsed.has("related")
    selection.window = try AnalyzeArguments.window(parsed)
    selection.last = try AnalyzeArguments.number(parsed, "last", 1...1_000_000_000)
    var inputs: [String] = []
    (selection.queries, inputs) = try split(parsed.operands)
    if selection.queries.isEmpty {
      throw UsageError(
        "'timeline' needs a resource", hint: "such as pod/shop/web-1, subnet/shop-net, an address, a MAC or a UID")
    }
    let chosen = selection
    return try run(parsed, program, inputs, try TableTarget.list(parsed)) {
      options, progress in
      try TimelineTable.run(options, chosen, progress: progress, isCancelled: { Interruption.isRequested })
    }
  }

  /// Tells resources from inputs: what names a kind, an address, a MAC or a UID is a resource, unless a file is called so.
  private static func split(_ operands: [String]) throws(UsageError) -> ([ResourceQuery], [String]) {
    var queries: [ResourceQuery] = []
    var inputs: [String] = []
    var rest = operands[...]
    while let word = rest.popFirst() {
      if word == "-" || FileName.withBytes(word, { access($0, F_OK) }) == 0 {
        inputs.append(word)
      } else if let query = ResourceQuery(word) {
        queries.append(query)
      } else if let kind = ResourceQuery.kind(word), inputs.isEmpty {
        guard let name = rest.popFirst() else { throw UsageError("a name is missing behind '\(word)'") }
        queries.append(ResourceQuery(kind, name))
      } else if queries.isEmpty, inputs.isEmpty, let pod = ResourceQuery(podIn: word) {
        queries.append(pod)
      } else {
        inputs.append(word)
      }
    }
    return (queries, inputs)
  }

  /// Reads the inputs, prints what `body` makes of them.
  static func run(
    _ parsed: ParsedArguments, _ program: String, _ inputs: [String], _ outputs: [TableTarget],
    _ body: (AnalyzeOptions, @Sendable @escaping (AnalysisProgress) -> Void) throws -> TableResult
  ) throws -> ExitStatus {
    var options = try AnalyzeArguments.options(parsed)
    options.inputs = inputs
    if inputs.isEmpty {
      guard isatty(0) == 0 else {
        Console.complain(
          "no input",
          hint: "name files, folders or bundles, or pipe a log in; see '\(program) \(parsed.command) --help'")
        return .usage
      }
      options.inputs = ["-"]
    }
    try OutputCheck.check(outputs.map(\.choice) + RedactionOption.choices(parsed), inputs: options.inputs)
    let isQuiet = parsed.has("quiet")
    let progress = ProgressLine(isShown: !isQuiet && isatty(2) == 1)
    Interruption.install()
    let result = try body(options, { progress.show($0) })
    progress.clear()
    if !isQuiet {
      Console.complain(result.problems)
    }
    for output in outputs {
      let written = output.write(result.tables, parsed)
      if written != .clean { return written }
    }
    let mapped = RedactionOption.write(result.redaction, parsed)
    if mapped != .clean { return mapped }
    if result.status == .notUnderstood, !isQuiet, result.problems.isEmpty {
      Console.complain(
        "nothing in the input could be understood", hint: "expected controller logs, events, audit records or objects")
    }
    return result.status
  }
}
