import Foundation
import Intake
import Model

@testable import Pipeline

/// All files that are kept with the tests.
enum Fixtures {
  /// Paths relative to the package, sorted; what only describes them is left out.
  static let files: [String] = {
    _ = Recordings.names
    let all = FileManager.default.enumerator(atPath: "fixtures")?.compactMap { $0 as? String } ?? []
    return all.sorted().map { "fixtures/" + $0 }.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        && !path.hasSuffix("README.md") && !path.hasSuffix("truth.json")
    }
  }()

  /// Bytes of the innermost streams of a file, one after the other.
  static func content(_ path: String) throws -> [UInt8] {
    var content: [UInt8] = []
    let session = IntakeSession(limits: IntakeLimits(), isCancelled: { false })
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    for leaf in Intake.plan([path]).leaves {
      try session.open(leaf) { _ in
      } visit: { stream in
        while let count = try? buffer.withUnsafeMutableBytes({ try stream.read(into: $0) }), count > 0 {
          content += buffer[..<count]
        }
      }
    }
    return content
  }

  /// Reads bytes as one stream.
  static func harvest(_ bytes: [UInt8], name: String, chunk: Int = 1 << 20) -> StreamHarvest {
    var at = 0
    return StreamReader(vocabulary: .builtIn).harvest(Provenance(input: name, chain: [name])) { buffer in
      let count = min(buffer.count, chunk, bytes.count - at)
      if count > 0 {
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
      }
      at += count
      return count
    }
  }
}

/// A folder that is gone with the value.
final class ScratchFolder {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("scratch-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit {
    chmod(url.path, 0o755)
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  struct Failed: Error { var command: String }

  /// Runs a shell line in the folder.
  func shell(_ line: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", "cd '\(url.path)' && \(line)"]
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw Failed(command: line) }
  }
}
