import CArchive
import CIsal

/// Versions of the libraries that Intake uses.
public enum LibraryVersions {
  /// libarchive, as linked.
  public static var libarchive: String {
    String(cString: archive_version_string()).split(separator: " ").last.map(String.init) ?? ""
  }
  /// ISA-L, as built against.
  public static var isal: String { "\(ISAL_MAJOR_VERSION).\(ISAL_MINOR_VERSION).\(ISAL_PATCH_VERSION)" }
}
