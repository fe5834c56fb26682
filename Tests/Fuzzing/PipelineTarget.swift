import Reports

@testable import Pipeline

/// All of the program but its command line: up to three inputs, everything that can be said of them, in every format.
struct PipelineTarget: FuzzTarget {
  func run(_ input: FuzzInput) {
    let files = input.parts.map { MemoryFile($0) }
    var options = AnalyzeOptions()
    options.inputs = files.map(\.path)
    options.workers = 1
    (options.limits.totalBytes, options.limits.members) = (4 << 20, 50)
    if let first = input.bytes.first, first & 1 == 1 { options.redaction = RedactionRequest() }
    guard let result = try? Analysis.run(options) else { return }
    for renderer in RendererRegistry.all { _ = renderer.init(options: RenderOptions()).render(result.report) }
  }
}
