import CommandLineKit
import Glibc
import Pipeline
import Reports

/// One `-o FORMAT[=FILE]`.
struct OutputTarget {
  var renderer: any ReportRenderer.Type
  var file: String?

  static func list(_ values: [String]) throws(UsageError) -> [OutputTarget] {
    var targets: [OutputTarget] = []
    for value in values {
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let aliases = ["md": "markdown", "txt": "text", "htm": "html"]
      let name = aliases[parts[0]] ?? parts[0]
      guard let renderer = RendererRegistry.all.first(where: { $0.formatName == name }) else {
        throw UsageError("unknown format '\(parts[0])'", hint: "one of: \(RendererRegistry.all.map { $0.formatName }.joined(separator: ", "))")
      }
      if parts.count == 2, parts[1].isEmpty { throw UsageError("no file name behind '\(parts[0])='") }
      targets.append(OutputTarget(renderer: renderer, file: parts.count == 2 ? parts[1] : nil))
    }
    if targets.filter({ $0.file == nil }).count > 1 {
      throw UsageError("two formats cannot share standard output", hint: "give all but one a file: -o html=incident.html")
    }
    return targets
  }

  func write(_ report: ReportDocument, _ parsed: ParsedArguments) throws -> ExitStatus {
    var options = RenderOptions()
    options.useColor = file == nil && Console.wantsColor(parsed.value("color"), descriptor: 1)
    options.width = file == nil ? Console.width(descriptor: 1) : 100
    options.isVerbose = parsed.has("verbose")
    options.language = parsed.value("lang").flatMap { Language(rawValue: $0) } ?? .english
    let bytes = renderer.init(options: options).render(report)
    guard let file else { return Console.write(bytes) }
    return replace(file, with: bytes)
  }

  /// Writes beside the file and renames, so that a reader never sees half a report.
  private func replace(_ file: String, with bytes: [UInt8]) -> ExitStatus {
    let temporary = "\(file).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      Console.complain("\(file) cannot be written: \(String(cString: strerror(errno)))", hint: "")
      return .ioError
    }
    let status = Console.write(bytes, to: descriptor)
    guard close(descriptor) == 0, status == .clean, rename(temporary, file) == 0 else {
      Console.complain("\(file) cannot be written: \(String(cString: strerror(errno)))", hint: "")
      unlink(temporary)
      return .ioError
    }
    return .clean
  }
}
