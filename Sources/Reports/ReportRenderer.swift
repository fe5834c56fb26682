/// An output format. To add one: a folder with a file that conforms to this and one line in `RendererRegistry.all`.
public protocol ReportRenderer: Sendable {
  /// The word after `-o`, for example `html`.
  static var formatName: String { get }
  /// One line for `--help`.
  static var about: String { get }
  /// Makes the renderer with what the user chose.
  init(options: RenderOptions)
  /// Renders the whole report. O(size of the report).
  func render(_ report: ReportDocument) -> [UInt8]
}

/// What the user chose about the look of a report.
public struct RenderOptions: Sendable {
  /// Colour and emphasis for terminals.
  public var useColor = false
  /// Columns of the terminal, or 100 where there is none.
  public var width = 100
  public var language = Language.english
  /// Also list what was found to be healthy, and whole timelines.
  public var isVerbose = false

  /// The defaults.
  public init() {}
}

/// Languages that reports are written in.
public enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}
