import Foundation
import Reports
import Synchronization

/// What is known of bundles that were read, so that an interrupted run can go on. One JSON object per line, appended as
/// bundles are done; a line that was cut by the interruption is left out.
final class TriageJournal: Sendable {
  private let handle: Mutex<FileHandle>
  /// Entries of an earlier run, by key.
  let known: [String: TriageEntry]

  private struct Line: Codable {
    var key: String
    var entry: TriageEntry
  }

  /// Opens or makes the journal at `path`. Throws if it cannot be written.
  init(_ path: String) throws {
    var known: [String: TriageEntry] = [:]
    if let data = FileManager.default.contents(atPath: path) {
      for line in data.split(separator: 0x0A) {
        if let line = try? JSONDecoder().decode(Line.self, from: Data(line)) { known[line.key] = line.entry }
      }
    } else if !FileManager.default.createFile(atPath: path, contents: nil) {
      throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
    }
    self.known = known
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let end = try handle.seekToEnd()
    // What the interruption left of a line must not swallow the next one.
    if end > 0 { try handle.write(contentsOf: Data([0x0A])) }
    self.handle = Mutex(handle)
  }

  /// What makes a bundle's result stale when it changes: its place, size and time, the version of the program, its rules
  /// and what was asked for.
  static func key(_ unit: BundleFinder.Unit, _ fingerprint: String) -> String {
    "\(Version.current) \(fingerprint) \(unit.size) \(unit.modified) \(unit.path)"
  }

  func append(_ entry: TriageEntry, key: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard var data = try? encoder.encode(Line(key: key, entry: entry)) else { return }
    data.append(0x0A)
    handle.withLock { try? $0.write(contentsOf: data) }
  }
}
