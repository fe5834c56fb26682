import FoundationEssentials
import Glibc
import Reports
import Synchronization

/// What is known of bundles that were read, so that an interrupted run can go on. One JSON object per line, appended as
/// bundles are done; a line that was cut by the interruption is left out.
final class TriageJournal: Sendable {
  private let descriptor: Mutex<Int32>
  /// Entries of an earlier run, by key.
  let known: [String: Line]

  /// One bundle.
  struct Line: Codable {
    var key: String
    var entry: TriageEntry
    /// What the bundle calls things, if names were to be taken out.
    var names: KnownNames?
  }

  /// Why a journal cannot be used.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Most bytes of a journal: a million bundles.
  private static let limit = 2 << 30

  /// Opens or makes the journal at `path`. Throws if it cannot be written.
  init(_ path: String) throws {
    let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
    var known: [String: Line] = [:]
    let bytes = FileBytes.read(path, limit: Self.limit) ?? []
    for line in bytes.split(separator: 0x0A) {
      if let line = try? JSONDecoder().decode(Line.self, from: Data(line)) { known[line.key] = line }
    }
    self.known = known
    descriptor = Mutex(file)
    // What the interruption left of a line must not swallow the next one.
    if !bytes.isEmpty { write([0x0A]) }
  }

  deinit { descriptor.withLock { _ = close($0) } }

  /// What makes a bundle's result stale when it changes: its place, size and time, the version of the program, its rules
  /// and what was asked for.
  static func key(_ unit: BundleFinder.Unit, _ fingerprint: String) -> String {
    "\(Version.current) \(fingerprint) \(unit.size) \(unit.modified) \(unit.path)"
  }

  func append(_ line: Line) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(line) else { return }
    write([UInt8](data) + [0x0A])
  }

  private func write(_ bytes: [UInt8]) {
    descriptor.withLock { _ = FileBytes.write(bytes, to: $0) }
  }
}
