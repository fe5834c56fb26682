/// The columns of a `kubectl` table, known from where the words of its header begin.
public struct TableLayout: Sendable {
  let names: [String]
  /// Where each column begins, in characters; kubectl pads by characters, not bytes.
  private let starts: [Int]

  /// Reads a header line; `nil` if `line` is none. A header has no lower-case letters and begins with a known column.
  public init?(header line: String) {
    self.init(line, firstColumns: ["NAMESPACE", "NAME", "LAST SEEN", "LASTSEEN"])
  }

  /// Reads the header of the Events in `kubectl describe`, put in capitals.
  init?(eventHeader line: String) { self.init(line, firstColumns: ["TYPE"]) }

  private init?(_ line: String, firstColumns: Set<String>) {
    let scalars = Array(line.unicodeScalars)
    var names: [String] = []
    var starts: [Int] = []
    var at = 0
    while at < scalars.count {
      guard scalars[at] != " " else {
        at += 1
        continue
      }
      // One blank may stand inside a name (LAST SEEN); two end it.
      var end = at
      while end < scalars.count, scalars[end] != " " || (end + 1 < scalars.count && scalars[end + 1] != " ") {
        let scalar = scalars[end]
        guard scalar.isASCII, !("a"..."z").contains(scalar) else { return nil }
        end += 1
      }
      starts.append(at)
      names.append(String(String.UnicodeScalarView(scalars[at..<end])))
      at = end
    }
    guard let first = names.first, firstColumns.contains(first), names.count > 1 else { return nil }
    self.names = names
    self.starts = starts
  }

  /// Number of the column called `name`.
  func index(_ name: String) -> Int? { names.firstIndex(of: name) }

  /// The cells of a row without the blanks around them, or `nil` if its columns do not stand below the header's.
  ///
  /// In a watch the rows of a later batch may be wider than the header; then the cells are taken apart at double
  /// blanks, if that gives the right number of them.
  func cells(of line: String) -> [String]? {
    let scalars = Array(line.unicodeScalars)
    return columns(of: scalars)?.map(Self.trimmed) ?? splitCells(scalars)
  }

  /// The same row, or the header, with each cell replaced and every column but the last wider by `room`, so that rows still stand
  /// below the header; `nil` if the columns of the line do not.
  public func replaced(in line: String, room: Int, _ replace: (String) -> String) -> String? {
    guard let columns = columns(of: Array(line.unicodeScalars)) else { return nil }
    let cells = columns.dropLast().map { column in
      let cell = replace(String(String.UnicodeScalarView(column)))
      return cell + String(repeating: " ", count: max(0, column.count + room - cell.unicodeScalars.count))
    }
    return cells.joined() + replace(String(String.UnicodeScalarView(columns[columns.count - 1])))
  }

  /// What stands below each word of the header, with the blanks behind it; `nil` if the line is no row below it.
  private func columns(of scalars: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>]? {
    // Columns are at least two blanks apart, so the character before a column is always a blank.
    for start in starts.dropFirst() where start - 1 < scalars.count && scalars[start - 1] != " " { return nil }
    return names.indices.map { column in
      let begin = min(starts[column], scalars.count)
      let end = column + 1 < starts.count ? min(starts[column + 1], scalars.count) : scalars.count
      return scalars[begin..<end]
    }
  }

  private func splitCells(_ scalars: [Unicode.Scalar]) -> [String]? {
    var cells: [String] = []
    var begin = 0
    var at = 0
    while at < scalars.count {
      if scalars[at] == " ", at + 1 < scalars.count, scalars[at + 1] == " " {
        cells.append(Self.trimmed(scalars[begin..<at]))
        while at < scalars.count, scalars[at] == " " { at += 1 }
        begin = at
        if cells.count > names.count { return nil }
      } else {
        at += 1
      }
    }
    if begin < scalars.count { cells.append(Self.trimmed(scalars[begin...])) }
    return cells.count == names.count ? cells : nil
  }

  private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var rest = scalars
    while let first = rest.first, first == " " { rest.removeFirst() }
    while let last = rest.last, last == " " { rest.removeLast() }
    return String(String.UnicodeScalarView(rest))
  }
}
