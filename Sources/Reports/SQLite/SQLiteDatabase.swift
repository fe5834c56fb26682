import CSQLite

/// A database in memory that is filled once and handed over as the bytes of its file.
struct SQLiteDatabase: ~Copyable {
  private let handle: OpaquePointer

  /// `nil` when SQLite has no memory.
  init?() {
    var opened: OpaquePointer?
    let status = sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    guard status == SQLITE_OK, let opened else {
      sqlite3_close_v2(opened)
      return nil
    }
    handle = opened
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements without values; only the program's own texts come here.
  func run(_ sql: StaticString) -> Bool {
    sqlite3_exec(handle, "\(sql)", nil, nil, nil) == SQLITE_OK
  }

  /// Inserts rows into `table`, whose columns are all given, in order.
  func insert(into table: StaticString, columns: Int, _ rows: [[Value]]) -> Bool {
    guard !rows.isEmpty else { return true }
    let places = repeatElement("?", count: columns).joined(separator: ",")
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(handle, "INSERT INTO \(table) VALUES(\(places))", -1, &prepared, nil) == SQLITE_OK,
      let statement = prepared
    else { return false }
    defer { sqlite3_finalize(statement) }
    for row in rows {
      for (index, value) in row.prefix(columns).enumerated() {
        guard value.bind(to: statement, at: Int32(index + 1)) else { return false }
      }
      guard sqlite3_step(statement) == SQLITE_DONE, sqlite3_reset(statement) == SQLITE_OK else { return false }
      sqlite3_clear_bindings(statement)
    }
    return true
  }

  /// The bytes of the database file; empty when SQLite has no memory.
  func serialized() -> [UInt8] {
    var size: sqlite3_int64 = 0
    guard let bytes = sqlite3_serialize(handle, "main", &size, 0) else { return [] }
    defer { sqlite3_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
  }

  /// One cell.
  enum Value: Sendable {
    case text(String)
    case integer(Int64)
    case real(Double)
    case null

    /// Text, or `NULL` for none.
    static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }

    /// A count, clamped to what SQLite holds.
    static func count(_ value: some BinaryInteger) -> Value { .integer(Int64(clamping: value)) }

    fileprivate func bind(to statement: OpaquePointer, at index: Int32) -> Bool {
      switch self {
      case .text(let text):
        // -1 as a destructor is SQLITE_TRANSIENT, a cast that Swift does not import: SQLite copies the bytes.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return Array(text.utf8).withUnsafeBufferPointer { bytes in
          bytes.withMemoryRebound(to: CChar.self) { characters in
            let start = characters.baseAddress
            if start == nil { return sqlite3_bind_text(statement, index, "", 0, transient) == SQLITE_OK }
            return sqlite3_bind_text64(
              statement, index, start, sqlite3_uint64(characters.count), transient, UInt8(SQLITE_UTF8)) == SQLITE_OK
          }
        }
      case .integer(let value): return sqlite3_bind_int64(statement, index, value) == SQLITE_OK
      case .real(let value): return sqlite3_bind_double(statement, index, value) == SQLITE_OK
      case .null: return sqlite3_bind_null(statement, index) == SQLITE_OK
      }
    }
  }
}
