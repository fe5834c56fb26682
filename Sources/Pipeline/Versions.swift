import Formats
import Intake
import Reports
import Rules
import Vocabulary

/// Versions of the program and of everything it was built with.
public enum Versions {
  /// In the order they are printed.
  public static var all: [(name: String, version: String)] {
    [
      ("ko-forensics", Version.current), ("rule pack", RulePack.version), ("libarchive", LibraryVersions.libarchive),
      ("ISA-L", LibraryVersions.isal), ("simdjson", FormatLibraries.simdjson), ("libyaml", FormatLibraries.libyaml),
      ("PCRE2", VocabularyLibraries.pcre2), ("SQLite", SQLiteVersion.text),
    ]
  }
}
