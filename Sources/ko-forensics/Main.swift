import CPlatform
import CommandLineKit
import Glibc
import Intake
import Pipeline

@main
struct Main {
  static func main() {
    // A closed pipe is the reader's decision, not an error; writes then fail with EPIPE and end quietly.
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow any more is an error like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    cplatform_explain_faults(ExitStatus.internalError.rawValue)
    // Each thread has a heap of its own; what the large ones free must not wait there for the thread that made it.
    cplatform_give_back_memory(4 << 20)
    if arguments.first == BundleChild.word {
      TriageCommand.serve(Array(arguments.dropFirst()))
      exit(0)
    }
    let name = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "ko-forensics"
    // kubectl asks the file of this name what may follow `kubectl ko forensics`.
    if name.hasPrefix("kubectl_complete-") {
      exit(
        Console.print(ProgramTable.completing.complete(Array(CommandLine.arguments.dropFirst())).kubectlText).rawValue)
    }
    let program = name.hasPrefix("kubectl-") ? "kubectl ko forensics" : "ko-forensics"
    if arguments.first == CommandTable.completeCommand {
      exit(Console.print(ProgramTable.completing.complete(Array(arguments.dropFirst())).text).rawValue)
    }
    exit(run(program, arguments).rawValue)
  }

  /// Names of files need not be UTF-8.
  private static var arguments: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { i in
      CommandLine.unsafeArgv[i].map { FileName.text(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
  }

  private static func run(_ program: String, _ arguments: [String]) -> ExitStatus {
    let parsed: ParsedArguments
    do throws(UsageError) {
      parsed = try ProgramTable.table.parse(arguments)
    } catch {
      Console.complain(error.message, hint: error.hint)
      return .usage
    }
    if let help = parsed.help {
      return Console.print(ProgramTable.table.help(for: parsed.command, isLong: help == .long, program: program))
    }
    do {
      switch parsed.command {
      case "analyze": return try AnalyzeCommand.run(parsed, program)
      case "inspect": return try TableCommands.inspect(parsed, program)
      case "triage": return try TriageCommand.run(parsed, program)
      case "ledger": return try TableCommands.ledger(parsed, program)
      case "timeline": return try TableCommands.timeline(parsed, program)
      case "follow": return try FollowCommand.run(parsed, program)
      case "harvest": return try HarvestCommand.run(parsed, program)
      case "redact": return try RedactCommand.run(parsed, program)
      case "rules": return try RulesCommand.run(parsed)
      case "schema": return try SchemaCommand.run(parsed)
      case "version": return VersionCommand.run(parsed)
      case "completions":
        guard let script = ProgramTable.table.completions(for: parsed.operands.first ?? "") else {
          throw UsageError("completions are for \(CommandTable.shells.joined(separator: ", "))")
        }
        return Console.print(script)
      default: return Console.print(ProgramTable.table.manualPage)
      }
    } catch let error as UsageError {
      Console.complain(error.message, hint: error.hint)
      return .usage
    } catch let error as ClockOptionError {
      Console.complain(error.message, hint: "")
      return .usage
    } catch {
      Console.complain("\(error)", hint: "")
      return .ioError
    }
  }
}
