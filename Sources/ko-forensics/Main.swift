import Pipeline
import Reports
import Glibc

@main
struct Main {
  static func main() throws {
    var options = AnalyzeOptions()
    options.inputs = CommandLine.arguments.dropFirst().filter { $0 != "analyze" && $0 != "json" && $0 != "-o" }
    let result = try Analysis.run(options)
    let bytes = JSONRenderer(options: RenderOptions()).render(result.report)
    bytes.withUnsafeBytes { b in var i = 0; while i < b.count { let n = write(1, b.baseAddress! + i, b.count - i); if n <= 0 { break }; i += n } }
  }
}
