/// A format for tables. To add one: a file that conforms to this and one line in `TableRendererRegistry.all`.
public protocol TableRenderer: Sendable {
  /// The word after `-o`.
  static var formatName: String { get }
  /// Makes the renderer with what the user chose.
  init(options: RenderOptions)
  /// Renders tables one after the other. O(size of the tables).
  func render(_ tables: [TableDocument]) -> [UInt8]
  /// The same in pieces, in order, for tables that are too long to be held; formats laid out as a whole give one piece.
  func render(_ tables: [TableDocument], into sink: ([UInt8]) -> Void)
}

extension TableRenderer {
  /// All in one piece.
  public func render(_ tables: [TableDocument], into sink: ([UInt8]) -> Void) { sink(render(tables)) }

  /// Bytes that a format gathers before it hands them on.
  static var pieceSize: Int { 256 << 10 }

  /// What the pieces add up to.
  func gathered(_ tables: [TableDocument]) -> [UInt8] {
    var bytes: [UInt8] = []
    render(tables) { bytes += $0 }
    return bytes
  }
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
