/// All output formats, in the order `--help` lists them.
public enum RendererRegistry {
  public static let all: [any ReportRenderer.Type] = [TextRenderer.self, MarkdownRenderer.self, HTMLRenderer.self, JSONRenderer.self]
}
