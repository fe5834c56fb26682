import CSQLite

/// Version of the library that writes the SQLite output.
public enum SQLiteVersion {
  /// As linked.
  public static var text: String { String(cString: sqlite3_libversion()) }
}
