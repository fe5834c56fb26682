/// A format for tables. To add one: a file that conforms to this and one line in `TableRendererRegistry.all`.
public protocol TableRenderer: Sendable {
  /// The word after `-o`.
  static var formatName: String { get }
  /// Makes the renderer with what the user chose.
  init(options: RenderOptions)
  /// Renders tables one after the other. O(size of the tables).
  func render(_ tables: [TableDocument]) -> [UInt8]
}

/// All formats for tables.
public enum TableRendererRegistry {
  /// In the order of `--help`.
  public static let all: [any TableRenderer.Type] = [
    TextTableRenderer.self,
    MarkdownTableRenderer.self,
    HTMLTableRenderer.self,
    JSONTableRenderer.self,
    CSVTableRenderer.self,
  ]

  /// The renderer that `-o name` asks for.
  public static func renderer(named name: String) -> (any TableRenderer.Type)? {
    all.first { $0.formatName == name }
  }
}
