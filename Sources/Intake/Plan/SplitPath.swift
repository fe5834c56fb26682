/// A path cut into its components, for matching; the path is not trusted.
struct SplitPath {
  /// Deepest path that is looked at: folders are not walked deeper either.
  static let depthLimit = Intake.depthLimit
  private static let compressions: [[UInt8]] = [".gz", ".xz", ".zst", ".bz2", ".lz4", ".Z"].map { Array($0.utf8) }

  let bytes: [UInt8]
  /// Components from the outside in, the last without endings of compressions; empty when the path is too deep.
  private(set) var parts: [Range<Int>] = []
  let isAbsolute: Bool
  /// A component is `..`, which no tool writes into an archive.
  private(set) var climbs = false

  /// Cuts at slashes, or at backslashes when there is no slash, as zip writers of Windows do. O(bytes).
  init(_ path: String) {
    bytes = Array(path.utf8)
    let slash = UInt8(ascii: "/")
    let separator = bytes.contains(slash) ? slash : UInt8(ascii: "\\")
    isAbsolute = bytes.first == slash
    var start = 0
    for i in 0...bytes.count where i == bytes.count || bytes[i] == separator {
      if i > start {
        guard parts.count < Self.depthLimit else {
          parts = []
          return
        }
        parts.append(start..<i)
        if i - start == 2, bytes[start] == UInt8(ascii: "."), bytes[start + 1] == UInt8(ascii: ".") { climbs = true }
      }
      start = i + 1
    }
    guard let file = parts.popLast() else { return }
    parts.append(stripped(file))
  }

  /// Leaves components `.` out, as in members of a tar of the current folder.
  mutating func dropSelfReferences() {
    parts.removeAll { $0.count == 1 && bytes[$0.lowerBound] == UInt8(ascii: ".") }
  }

  /// The text of a range of bytes.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The first `count` components, joined.
  func folder(_ count: Int) -> String { parts.prefix(count).map(text).joined(separator: "/") }

  private func stripped(_ file: Range<Int>) -> Range<Int> {
    var end = file.upperBound
    for ending in Self.compressions where end - file.lowerBound > ending.count {
      if bytes[(end - ending.count)..<end].elementsEqual(ending) { end -= ending.count }
    }
    return file.lowerBound..<end
  }
}
