import Model

/// A table free of any format: what `triage`, `inspect`, `timeline` and the ledger print. All text in it is untrusted.
public struct TableDocument: Sendable {
  public var title: String
  /// Sentences above the table.
  public var introduction: [String] = []
  public var columns: [Column]
  public var rows: [[Cell]] = []
  /// A terminal too narrow for all columns shows what is left out below each row, instead of not at all.
  public var folds = false
  /// Sentences below the table.
  public var footnotes: [String] = []

  /// A table without rows.
  public init(title: String, columns: [Column]) {
    self.title = title
    self.columns = columns
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
    public var alignment: TextLayout.Alignment { kind == .number || kind == .bytes ? .right : .left }
  }

  /// What the cells of a column hold; decides alignment, type face and the type in JSON.
  public enum Kind: String, Sendable, Hashable {
    case text, number, bytes, instant, code, path, verdict
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
