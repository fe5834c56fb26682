import Foundation
import Rules

/// Loads the built-in rules and those of the user's folders.
public enum RuleLoading {
  /// Read once: `triage` analyses thousands of bundles.
  private static let builtIn = Result { try RulePack.builtIn() }

  /// The pack of a run. A rule file that is wrong stops the run: a rule that silently does not count would be worse.
  public static func pack(folders: [String]) throws -> RulePack {
    var pack = try builtIn.get()
    for folder in folders {
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
        $0.hasSuffix(".yaml") || $0.hasSuffix(".yml")
      }
      for file in files.sorted() {
        let path = folder + "/" + file
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard data.count <= 1 << 20 else {
          throw RuleError(file: path, mark: nil, message: "larger than 1 MiB, which no rule is")
        }
        try pack.add([UInt8](data), file: path)
      }
    }
    return pack
  }
}
