import CommandLineKit
import Glibc
import Model
import Pipeline
import Reports

/// `follow`: logs in while they are written, changes of what is known out.
enum FollowCommand {
  static func run(_ parsed: ParsedArguments, _ program: String) throws -> ExitStatus {
    var options = try AnalyzeArguments.options(parsed)
    if options.inputs.isEmpty {
      guard isatty(0) == 0 else {
        Console.complain("no input", hint: "name log files, or pipe 'kubectl logs -f' in; see '\(program) --help'")
        return .usage
      }
      options.inputs = ["-"]
    }
    let isJSON = parsed.value("output") == "ndjson"
    try OutputCheck.check(RedactionOption.choices(parsed), inputs: options.inputs)
    let receiver = try parsed.value("alertmanager").map { try AlertSender($0) }
    var render = RenderOptions()
    render.useColor = !isJSON && Console.wantsColor(parsed.value("color"), descriptor: 1)
    let isVerbose = parsed.has("verbose")
    Interruption.install()
    var status = ExitStatus.clean
    var follow = try Follow(options)
    let redaction = follow.redaction
    let alerts = receiver.map { AlertDelivery($0) }
    defer { alerts?.finish(patience: Interruption.isRequested ? 0.5 : 10) }
    let left: [FindingChange]
    do {
      left = try follow.run(isCancelled: { Interruption.isRequested || Self.isOver.isSet }) { original, now in
        let changes = redaction.map { redaction in original.map { $0.redacted(redaction) } } ?? original
        for change in changes where isVerbose || change.verdict != .refuted || change.before != nil {
          let line = isJSON ? FollowRecord.json(change) : Array((FollowLine.text(change, render) + "\n").utf8)
          if status == .clean { status = Console.write(line) }
          if status != .clean { Self.isOver.set() }
        }
        if let file = parsed.value("openmetrics") {
          let written = OutputFile(path: file).write(Array(FollowMetrics.text(now).utf8))
          if written != .clean { status = written }
        }
        alerts?.take(changes)
      }
    } catch let error as FollowError {
      Console.complain("\(error)", hint: "")
      return .inputMissing
    }
    let mapped = RedactionOption.write(redaction, parsed)
    if status == .clean { status = mapped }
    if status != .clean { return status }
    let open = left.compactMap(\.verdict).filter { $0 < .resolved }
    if Interruption.isRequested { return .interrupted }
    return open.isEmpty ? .clean : .findings
  }

  /// Whoever reads the output went away.
  private static let isOver = OneWayFlag()
}
