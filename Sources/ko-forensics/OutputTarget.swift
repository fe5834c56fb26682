import CommandLineKit
import Glibc
import Pipeline
import Reports

/// One `-o FORMAT[=FILE]`, before it is known what the format is.
struct OutputChoice {
  var name: String
  var file: String?
  /// Nothing is said about files that are written.
  var isQuiet = false
  /// For the eyes of who runs the program.
  var isPrivate = false

  private static let aliases = ["md": "markdown", "txt": "text", "htm": "html"]

  /// Checks that at most one goes to standard output.
  static func list(_ parsed: ParsedArguments, known: [String]) throws(UsageError) -> [OutputChoice] {
    var choices: [OutputChoice] = []
    for value in parsed.values["output"] ?? ["text"] {
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = aliases[parts[0]] ?? parts[0]
      guard known.contains(name) else {
        throw UsageError("unknown format '\(parts[0])'", hint: "one of: \(known.joined(separator: ", "))")
      }
      if parts.count == 2, parts[1].isEmpty { throw UsageError("no file name behind '\(parts[0])='") }
      choices.append(
        OutputChoice(
          name: name, file: parts.count == 2 && parts[1] != "-" ? parts[1] : nil, isQuiet: parsed.has("quiet")))
    }
    if choices.filter({ $0.file == nil }).count > 1 {
      throw UsageError(
        "two formats cannot share standard output", hint: "give all but one a file: -o html=incident.html")
    }
    return choices
  }

  /// The language of reports: as asked for, or as the environment says.
  static func language(_ parsed: ParsedArguments) -> Language {
    parsed.value("lang").flatMap { Language(rawValue: $0) } ?? Console.language ?? .english
  }

  /// How the user wants it laid out.
  func options(_ parsed: ParsedArguments) -> RenderOptions {
    var options = RenderOptions()
    options.useColor = file == nil && Console.wantsColor(parsed.value("color"), descriptor: 1)
    options.width = file == nil ? Console.width(descriptor: 1) : 100
    options.isVerbose = parsed.has("verbose")
    options.language = Self.language(parsed)
    return options
  }

  func write(_ bytes: [UInt8]) -> ExitStatus {
    guard let file else { return Console.write(bytes) }
    let status = OutputFile(path: file, isPrivate: isPrivate).write(bytes)
    if status == .clean, !isQuiet {
      Console.complain("wrote \(name) to \(file) (\(Console.size(UInt64(bytes.count))))", hint: "")
    }
    return status
  }
}

/// A report in one format.
struct OutputTarget {
  var renderer: any ReportRenderer.Type
  var choice: OutputChoice

  static func list(_ parsed: ParsedArguments) throws(UsageError) -> [OutputTarget] {
    let all = RendererRegistry.all
    return try OutputChoice.list(parsed, known: all.map { $0.formatName }).compactMap { choice in
      all.first { $0.formatName == choice.name }.map { OutputTarget(renderer: $0, choice: choice) }
    }
  }

  func write(_ report: ReportDocument, _ parsed: ParsedArguments) -> ExitStatus {
    choice.write(renderer.init(options: choice.options(parsed)).render(report))
  }
}

/// Tables in one format.
struct TableTarget {
  var renderer: any TableRenderer.Type
  var choice: OutputChoice

  private static let unlimitedWidth = 1000

  /// Read by a person and not by a program.
  var isForPeople: Bool { !["json", "csv"].contains(choice.name) }

  static func list(_ parsed: ParsedArguments) throws(UsageError) -> [TableTarget] {
    let all = TableRendererRegistry.all
    return try OutputChoice.list(parsed, known: all.map { $0.formatName }).compactMap { choice in
      all.first { $0.formatName == choice.name }.map { TableTarget(renderer: $0, choice: choice) }
    }
  }

  func write(_ tables: [TableDocument], _ parsed: ParsedArguments) -> ExitStatus {
    var options = choice.options(parsed)
    // What is piped on is searched, not looked at: nothing is cut to a width that no terminal asks for.
    if choice.file != nil || !Console.isTerminal { options.width = Self.unlimitedWidth }
    let renderer = renderer.init(options: options)
    if choice.file != nil { return choice.write(renderer.render(tables)) }
    var status = ExitStatus.clean
    // Nobody reads on from a pipe that is closed.
    renderer.render(tables) { piece in if status == .clean { status = Console.write(piece) } }
    return status
  }
}
