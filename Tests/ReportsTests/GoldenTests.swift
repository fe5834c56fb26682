import Foundation
import Testing

@testable import Reports

/// Every sample in every text format, byte for byte. `RECORD_GOLDENS=1` writes what is rendered now, and then fails.
@Suite struct GoldenTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  static let formats = [
    ("text", "txt"), ("markdown", "md"), ("html", "html"), ("json", "json"), ("ndjson", "ndjson"), ("csv", "csv"),
    ("sarif", "sarif"),
  ]
  /// `large` is for the limits only; its goldens would be megabytes.
  static let cases = Samples.all.map(\.name).filter { $0 != "large" }

  @Test(arguments: cases, formats.map(\.0))
  func matches(_ name: String, _ format: String) throws {
    let type = try #require(RendererRegistry.renderer(named: format))
    let ending = try #require(Self.formats.first { $0.0 == format }?.1)
    try Self.compare(type.init(options: RenderOptions()).render(Samples.named(name)), name, "expected." + ending)
  }

  @Test(arguments: ["text", "markdown", "html"])
  func matchesInChinese(_ format: String) throws {
    let type = try #require(RendererRegistry.renderer(named: format))
    let ending = try #require(Self.formats.first { $0.0 == format }?.1)
    var options = RenderOptions()
    options.language = .chinese
    options.width = 80
    options.useColor = true
    options.isVerbose = true
    try Self.compare(type.init(options: options).render(Samples.named("races")), "races-chinese", "expected." + ending)
  }

  @Test(arguments: TableRendererRegistry.all.map { $0.formatName })
  func tables(_ format: String) throws {
    let type = try #require(TableRendererRegistry.renderer(named: format))
    let ending = try #require(Self.formats.first { $0.0 == format }?.1)
    try Self.compare(
      type.init(options: RenderOptions()).render([Samples.triage, Samples.hostileTable]), "table", "expected." + ending)
  }

  static func compare(_ bytes: [UInt8], _ name: String, _ file: String) throws {
    let url = folder.appending(path: name).appending(path: file)
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
      Issue.record("recorded \(name)/\(file)")
      return
    }
    let expected = try #require(try? Data(contentsOf: url), "no golden \(name)/\(file); record with RECORD_GOLDENS=1")
    let matches = Array(expected) == bytes
    #expect(
      matches,
      "\(name)/\(file) differs; if that is meant, record with RECORD_GOLDENS=1 and look at the diff")
  }
}
