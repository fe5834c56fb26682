import Model

/// A table free of any format: what `triage`, `inspect`, `timeline` and the ledger print. All text in it is untrusted.
public struct TableDocument: Sendable {
  public var title: String
  /// Sentences above the table.
  public var introduction: [String] = []
  public var columns: [Column]
  public var rows: [[Cell]] = []
  /// Rows that follow those, each made when it is written: a table of all addresses of a large cluster is not kept.
  public var late: LateRows?
  /// Sentences below the table.
  public var footnotes: [String] = []
  /// What to run about it, for people; never cut or wrapped.
  public var commands: [Command] = []
  /// How a terminal shows it.
  public var layout = Layout.lines

  /// A table without rows.
  public init(title: String, columns: [Column]) {
    self.title = title
    self.columns = columns
  }

  /// How a terminal shows a table. Other formats have room for all columns.
  public enum Layout: Sendable, Hashable {
    /// One line for each row. What does not fit is cut, and the least important columns are left out.
    case lines
    /// As `lines`, but what finds no room stands below its row.
    case folded
    /// Cells go on over several lines: for short tables that are read and not searched.
    case wrapped
    /// A paragraph for each row: the first column, with the first parts beside it and each further list on its own line.
    case blocks([[Part]])

    /// It is read like a text, not searched like a list.
    var isForReading: Bool { self != .lines && self != .folded }
  }

  /// A cell of a paragraph.
  public struct Part: Sendable, Hashable {
    /// Id of the column.
    public var id: String
    /// What stands around the cell, as `{} lines`.
    public var pattern: String
    /// Only when everything is asked for.
    public var isDetail: Bool
    /// A row with such a cell is always shown; of a long list, those without any are only counted, by their first part.
    public var isTelling: Bool

    /// Names a cell.
    public init(_ id: String, _ pattern: String = "{}", isDetail: Bool = false, isTelling: Bool = false) {
      self.id = id
      self.pattern = pattern
      self.isDetail = isDetail
      self.isTelling = isTelling
    }
  }

  /// A command and what it is for.
  public struct Command: Sendable, Hashable {
    public var purpose: String
    public var command: String

    /// Describes a command.
    public init(_ purpose: String, _ command: String) {
      self.purpose = purpose
      self.command = command
    }
  }

  /// Rows by their number.
  public struct LateRows: Sendable {
    public var count: Int
    public var make: @Sendable (Int) -> [Cell]

    /// Names how many rows there are, and what makes one. It must give the same row each time.
    public init(count: Int, make: @Sendable @escaping (Int) -> [Cell]) {
      self.count = count
      self.make = make
    }
  }

  /// Number of all rows.
  public var rowCount: Int { rows.count + (late?.count ?? 0) }

  /// All rows at once; for what is laid out as a whole.
  public var allRows: [[Cell]] { rows + (0..<(late?.count ?? 0)).compactMap { late?.make($0) } }

  /// Calls `body` with every row in order.
  public func forEachRow(_ body: ([Cell]) -> Void) {
    for row in rows { body(row) }
    guard let late else { return }
    for i in 0..<late.count { body(late.make(i)) }
  }

  /// One column.
  public struct Column: Sendable, Hashable {
    /// Key in JSON; lower camel case, unique in the table.
    public var id: String
    /// Heading for people, also the heading in CSV.
    public var title: String
    public var kind: Kind
    /// Columns of a terminal that it never grows beyond; longer cells are cut. 0 for no limit.
    public var maxWidth: Int
    /// A narrow terminal leaves out the columns of the highest rank first; those of rank 0 are always shown.
    public var rank: Int

    /// Describes a column.
    public init(_ id: String, _ title: String, kind: Kind = .text, maxWidth: Int = 0, rank: Int = 0) {
      self.id = id
      self.title = title
      self.kind = kind
      self.maxWidth = maxWidth
      self.rank = rank
    }

    /// Numbers stand at the right, everything else at the left.
    public var alignment: TextLayout.Alignment { [.number, .bytes, .uncertainty].contains(kind) ? .right : .left }
  }

  /// What the cells of a column hold; decides alignment, type face and the type in JSON.
  public enum Kind: String, Sendable, Hashable {
    case text, number, bytes, instant, code, path, verdict
    /// Nanoseconds, plus or minus.
    case uncertainty
  }

  /// One cell.
  public struct Cell: Sendable, Hashable {
    public var value: Value
    /// An anchor (`#…`) or an https address; anything else is shown without a link.
    public var link: String?
    /// Shown as a badge.
    public var verdict: Verdict?

    /// Makes a cell.
    public init(_ value: Value, link: String? = nil) {
      self.value = value
      self.link = link
    }

    /// A text.
    public static func text(_ text: String, link: String? = nil) -> Cell { Cell(.text(text), link: link) }
    /// An integer; in columns of kind `bytes` a size.
    public static func number(_ number: Int64) -> Cell { Cell(.number(number)) }
    /// A point in time.
    public static func instant(_ instant: Instant?) -> Cell { Cell(instant.map { .instant($0) } ?? .empty) }
    /// Nothing.
    public static let empty = Cell(.empty)
    /// A verdict, shown as a badge in the language of the report.
    public static func verdict(_ verdict: Verdict) -> Cell {
      var cell = Cell(.text(verdict.rawValue))
      cell.verdict = verdict
      return cell
    }
  }

  /// What a cell holds.
  public enum Value: Sendable, Hashable {
    case text(String)
    case number(Int64)
    case instant(Instant)
    case empty
  }
}

extension TableDocument {
  /// The cell as people read it; not escaped.
  func shownText(of cell: Cell, in column: Column, _ words: Lexicon) -> String {
    if let verdict = cell.verdict { return words(verdict) }
    switch cell.value {
    case .text(let text): return text
    case .number(let number):
      if column.kind == .uncertainty { return Quantity.uncertainty(number) }
      return column.kind == .bytes && number >= 0 ? Quantity.bytes(UInt64(number)) : Quantity.count(Int(number))
    case .instant(let instant): return instant.shortText
    case .empty: return ""
    }
  }

  /// Cells paired with their columns; rows may be shorter than the table is wide.
  func cells(of row: [Cell]) -> [(column: Column, cell: Cell)] {
    columns.enumerated().map { ($1, row.indices.contains($0) ? row[$0] : .empty) }
  }
}
