/// The rows below one header, looked at for one question: is each of them read as the row that it is?
///
/// A table of which a row is not read shows nothing about what it does not list.
struct TableRows {
  /// What the header tells; `nil` if it may be of several kinds.
  private(set) var kind: String?
  private var layout: TableLayout?
  private var count = 0
  private var isTorn = false

  init() {}

  /// Begins with the line of a header. O(line).
  init(header: String) {
    layout = TableLayout(header: header)
    kind = layout.flatMap { TableKind.of($0.names)?.kind }
  }

  /// There are rows, as kubectl prints a header only above some, and each is read.
  var isWhole: Bool { layout != nil && count > 0 && !isTorn }

  /// Takes the next line, which is not blank: a row, or another header. O(line).
  mutating func take(_ line: String) {
    guard let layout else { return }
    if TableLayout(header: line) != nil { return }
    count += 1
    if let cells = layout.cells(of: line) {
      // With several kinds in one command, names are `ip.kubeovn.io/web-1.default`; what somebody hid is no name.
      let name = layout.index("NAME").flatMap { cells[$0].split(separator: "/").last.map(String.init) } ?? ""
      if !HeaderlessRow.isName(name) { isTorn = true }
    } else if !(kind.map { HeaderlessRow.showsKind($0, line) } ?? false) {
      isTorn = true
    }
  }
}
