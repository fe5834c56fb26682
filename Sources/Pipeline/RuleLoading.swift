import Intake
import Model
import Rules

/// Loads the built-in rules and those of the user's folders.
public enum RuleLoading {
  /// Read once: `triage` analyses thousands of bundles.
  private static let builtIn = Result { try RulePack.builtIn() }

  /// The pack of a run. A rule file that is wrong stops the run: a rule that silently does not count would be worse.
  public static func pack(folders: [String]) throws -> RulePack {
    var pack = try builtIn.get()
    for folder in folders {
      for path in try files(in: folder) {
        try pack.add(content(path), file: path)
      }
    }
    return pack
  }

  /// The rule files of a folder, in the order of their names. Throws if it cannot be listed.
  static func files(in folder: String) throws -> [String] {
    guard let names = Intake.entries(folder) else {
      throw RuleError(file: folder, mark: nil, message: "the folder cannot be read")
    }
    return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { folder + "/" + $0 }
  }

  /// The bytes of a rule file.
  static func content(_ path: String) throws -> [UInt8] {
    guard let bytes = FileBytes.read(path, limit: 1 << 20) else {
      throw RuleError(file: path, mark: nil, message: "it cannot be read, or is larger than 1 MiB, which no rule is")
    }
    return bytes
  }

  /// A number that changes with the rules in the folders, as hexadecimal digits. Throws if they cannot be read.
  public static func fingerprint(folders: [String]) throws -> String {
    var hash = SHA256()
    for path in try folders.flatMap(files) {
      try content(path).withUnsafeBytes { hash.update($0) }
    }
    return hash.hexDigest()
  }
}
