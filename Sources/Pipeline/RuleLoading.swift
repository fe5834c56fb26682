import Foundation
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
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard data.count <= 1 << 20 else {
          throw RuleError(file: path, mark: nil, message: "larger than 1 MiB, which no rule is")
        }
        try pack.add([UInt8](data), file: path)
      }
    }
    return pack
  }

  private static func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
      .sorted().map { folder + "/" + $0 }
  }

  /// A number that changes with the rules in the folders, as hexadecimal digits. Throws if they cannot be read.
  public static func fingerprint(folders: [String]) throws -> String {
    var hash = SHA256()
    for path in try folders.flatMap(files) {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))).withUnsafeBytes { hash.update($0) }
    }
    return hash.hexDigest()
  }
}
