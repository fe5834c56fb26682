/// Tables for spreadsheets; several are separated by an empty line.
public struct CSVTableRenderer: TableRenderer {
  public static let formatName = "csv"

  /// The same for all options.
  public init(options: RenderOptions) {}

  public func render(_ tables: [TableDocument]) -> [UInt8] { gathered(tables) }

  public func render(_ tables: [TableDocument], into sink: ([UInt8]) -> Void) {
    var out: [UInt8] = []
    for (index, table) in tables.enumerated() {
      if index > 0 { out += "\r\n".utf8 }
      CSVEscaping.appendRow(table.columns.map(\.title), to: &out)
      table.forEachRow { row in
        CSVEscaping.appendRow(table.cells(of: row).lazy.map { plain($0.cell.value) }, to: &out)
        guard out.count > Self.pieceSize else { return }
        sink(out)
        out.removeAll(keepingCapacity: true)
      }
    }
    sink(out)
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
