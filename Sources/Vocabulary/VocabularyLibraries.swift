import CPCRE2

/// Versions of the libraries that Vocabulary uses.
public enum VocabularyLibraries {
  /// PCRE2, as linked.
  public static var pcre2: String {
    var buffer = [UInt8](repeating: 0, count: 64)
    let length = buffer.withUnsafeMutableBytes { pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), $0.baseAddress) }
    return String(decoding: buffer.prefix(max(0, Int(length) - 1)), as: UTF8.self).split(separator: " ").first.map(
      String.init) ?? ""
  }
}
