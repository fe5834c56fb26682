import CommandLineKit
import Pipeline
import Reports

/// `--redact` and `--redact-map FILE`.
enum RedactionOption {
  /// What was asked for; `nil` if names are to stay.
  static func request(_ parsed: ParsedArguments) throws(UsageError) -> RedactionRequest? {
    // The command's name says it, or the option.
    let isAsked = parsed.command == "redact" || parsed.has("redact")
    guard let path = parsed.value("redact-map") else { return isAsked ? RedactionRequest() : nil }
    guard isAsked else { throw UsageError("'--redact-map' goes with '--redact' only") }
    guard !path.isEmpty, path != "-" else { throw UsageError("'--redact-map' needs the name of a file") }
    do {
      return try RedactionRequest(mapFile: path)
    } catch {
      throw UsageError("'\(path)' is no redaction map and is not overwritten", hint: "give the map another name")
    }
  }

  /// The map as one more output, for what is checked of outputs.
  static func choices(_ parsed: ParsedArguments) -> [OutputChoice] {
    guard let path = parsed.value("redact-map") else { return [] }
    return [OutputChoice(name: "redaction map", file: path, isQuiet: parsed.has("quiet"), isPrivate: true)]
  }

  /// Writes the map, if there is to be one. After all reports: some names are met only while tables are laid out.
  static func write(_ redaction: Redaction?, _ parsed: ParsedArguments) -> ExitStatus {
    parsed.value("redact-map") == nil ? .clean : write(redaction?.map, parsed)
  }

  /// Writes the map, if there is to be one.
  static func write(_ map: RedactionMap?, _ parsed: ParsedArguments) -> ExitStatus {
    guard let map, let choice = choices(parsed).first else { return .clean }
    return choice.write(Array(map.text.utf8))
  }
}
