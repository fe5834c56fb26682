import Foundation
import Model

/// Names an input by its content.
enum InputHash {
  /// SHA-256 of a file in hexadecimal, `nil` if it cannot be read.
  static func hexDigest(ofFile path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    var hash = SHA256()
    data.withUnsafeBytes { hash.update($0) }
    return hash.hexDigest()
  }
}
