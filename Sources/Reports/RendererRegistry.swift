/// All output formats, in the order `--help` lists them.
public enum RendererRegistry {
  public static let all: [any ReportRenderer.Type] = [JSONRenderer.self]
}
