import CSimdJSON
import CYAML

/// Versions of the libraries that Formats uses.
public enum FormatLibraries {
  /// simdjson, as built against.
  public static var simdjson: String { String(cString: csimdjson_version()).filter { $0 != "\"" } }
  /// libyaml, as linked.
  public static var libyaml: String { String(cString: yaml_get_version_string()) }
}
