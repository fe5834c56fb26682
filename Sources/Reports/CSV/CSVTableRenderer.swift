/// Tables for spreadsheets; several are separated by an empty line.
public struct CSVTableRenderer: TableRenderer {
  public static let formatName = "csv"

  /// The same for all options.
  public init(options: RenderOptions) {}

  public func render(_ tables: [TableDocument]) -> [UInt8] { gathered(tables) }

  public func render(_ tables: [TableDocument], into sink: ([UInt8]) -> Void) {
    var out = ""
    for (index, table) in tables.enumerated() {
      if index > 0 { out += "\r\n" }
      out += CSVEscaping.row(table.columns.map(\.title))
      table.forEachRow { row in
        out += CSVEscaping.row(table.cells(of: row).map { plain($0.cell.value) })
        guard out.utf8.count > Self.pieceSize else { return }
        sink(Array(out.utf8))
        out = ""
      }
    }
    sink(Array(out.utf8))
  }

  private func plain(_ value: TableDocument.Value) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): String(number)
    case .instant(let instant): instant.rfc3339
    case .empty: ""
    }
  }
}
