import Model

/// A row below `Events:` of `kubectl describe`, wherever it was copied to: cells at least two blanks apart.
enum EventRow {
  /// `Type     Reason   Age   From   Message`, or the line of dashes below it.
  static func isHeader(_ line: String) -> Bool {
    let cells = cells(line)
    guard cells.count >= 4, let first = cells.first else { return false }
    return first == "Type" && cells[1] == "Reason" || cells.allSatisfy { $0.allSatisfy { $0 == "-" } }
  }

  static func isRow(_ line: String) -> Bool { read(line) != nil }

  /// The Event without what it is about; `nil` if the line is none.
  static func read(_ line: String) -> ClusterEventRecord? {
    let cells = cells(line)
    guard cells.count >= 4, cells[0] == "Normal" || cells[0] == "Warning",
      cells[1].allSatisfy({ $0.isASCII && $0.isLetter }), cells[1].first?.isUppercase ?? false,
      cells[2].first?.isNumber ?? false || cells[2].first == "<"
    else { return nil }
    var event = ClusterEventRecord()
    event.type = cells[0]
    event.reason = cells[1]
    event.count = EventTable.count(cells[2])
    event.component = String(cells[3].prefix { $0 != "," })
    event.message = cells.dropFirst(4).joined(separator: "  ")
    return event
  }

  private static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var blanks = 0
    for character in line.prefix(4096) {
      if character == " " || character == "\t" {
        blanks += character == " " ? 1 : 2
        continue
      }
      if blanks > 1, !cell.isEmpty {
        cells.append(cell)
        cell = ""
      } else if blanks == 1, !cell.isEmpty {
        cell.append(" ")
      }
      blanks = 0
      cell.append(character)
    }
    if !cell.isEmpty { cells.append(cell) }
    return cells
  }
}

extension ClusterEventRecord {
  /// Notes a complaint, of a reason that the file of the kind lists, beside the object that it is about. A row of a description
  /// has an age but no time, so that it can be said what was shown, and not when it was.
  func complain(in object: inout ObjectRecord) {
    let path = "events." + reason
    guard type == "Warning", FieldSelection.table[object.kind]?.contains(path) ?? false else { return }
    object.fields[path] = message
  }
}
