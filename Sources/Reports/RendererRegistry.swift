/// All output formats. A new one is a folder with its renderer and one line here.
public enum RendererRegistry {
  /// In the order of `--help`.
  public static let all: [any ReportRenderer.Type] = [
    TextRenderer.self,
    MarkdownRenderer.self,
    HTMLRenderer.self,
    JSONRenderer.self,
    NDJSONRenderer.self,
    CSVRenderer.self,
    SARIFRenderer.self,
    SQLiteRenderer.self,
  ]

  /// The renderer that `-o name` asks for.
  public static func renderer(named name: String) -> (any ReportRenderer.Type)? {
    all.first { $0.formatName == name }
  }
}
