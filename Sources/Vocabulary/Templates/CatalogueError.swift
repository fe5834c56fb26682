/// What is wrong with a catalogue, and where.
public struct CatalogueError: Error, Equatable, Sendable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  /// From 1, in bytes.
  public let column: Int
  public let reason: String

  /// An error at a place of the catalogue.
  public init(line: Int, column: Int, reason: String) {
    self.line = line
    self.column = column
    self.reason = reason
  }

  public var description: String { "line \(line), column \(column): \(reason)" }
}
