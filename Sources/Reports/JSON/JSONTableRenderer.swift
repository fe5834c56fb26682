/// Tables for programs: schema `ko-forensics/table/1`, one object per row with the columns' ids as keys.
public struct JSONTableRenderer: TableRenderer {
  public static let formatName = "json"

  /// The same for all options.
  public init(options: RenderOptions) {}

  public func render(_ tables: [TableDocument]) -> [UInt8] { gathered(tables) }

  public func render(_ tables: [TableDocument], into sink: ([UInt8]) -> Void) {
    var w = JSONWriter(pretty: true)
    w.object { w in
      w.field("schema", "ko-forensics/table/1")
      w.list("tables", tables) { w, table in
        w.object { w in
          w.field("title", table.title)
          w.field("introduction", table.introduction)
          w.key("rows")
          w.array { w in
            table.forEachRow { row in
              w.object { w in
                for (column, cell) in table.cells(of: row) {
                  w.key(column.id)
                  w.write(cell.value)
                }
              }
              if w.bytes.count > Self.pieceSize { sink(w.take()) }
            }
          }
          w.field("footnotes", table.footnotes)
        }
      }
    }
    w.endLine()
    sink(w.take())
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ value: TableDocument.Value) {
    switch value {
    case .text(let text): string(text)
    case .number(let number): integer(number)
    case .instant(let instant): string(instant.rfc3339)
    case .empty: null()
    }
  }
}
