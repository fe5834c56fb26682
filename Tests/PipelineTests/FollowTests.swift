import Foundation
import Model
import Reports
import Synchronization
import Testing

@testable import Pipeline

/// Logs that are read while they are written: the same engine, so in the end the same findings.
@Suite struct FollowTests {
  /// Rule, object and verdict of everything claimed.
  private typealias Claims = Set<String>

  private func batch(_ path: String) throws -> Claims {
    var claims: Claims = []
    for finding in try Recordings.analyze([path]).report.findings {
      for object in finding.objects { claims.insert("\(finding.rule) \(object.ref.display) \(object.verdict)") }
    }
    return claims
  }

  private func claims(_ changes: [FindingChange]) -> Claims {
    Set(changes.compactMap { c in c.verdict.map { "\(c.rule) \(c.object.display) \($0)" } })
  }

  /// Writes bytes into a pipe in pieces of random length, so that lines are cut anywhere.
  private func feed(_ pipe: String, _ bytes: [UInt8], seed: UInt64) {
    Thread.detachNewThread {
      guard let file = FileHandle(forWritingAtPath: pipe) else { return }
      var state = seed
      var at = 0
      while at < bytes.count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let end = min(bytes.count, at + 1 + Int(state >> 33) % (200 << 10))
        try? file.write(contentsOf: Data(bytes[at..<end]))
        at = end
      }
      try? file.close()
    }
  }

  @Test(arguments: ["1.12.28-wrappings", "1.13.14-shanghai", "1.16.2-quiet"], [1 << 12, 1 << 5])
  func anyChunkingGivesTheFindingsOfTheBatch(_ name: String, _ eventLimit: Int) throws {
    _ = Recordings.names
    let log = try #require(Fixtures.files.first { $0.contains("/\(name)/") && $0.contains("/pods/") })
    let scratch = try ScratchFolder()
    try scratch.shell("mkfifo log")
    try scratch.write("whole.log", try Fixtures.content(log))
    var options = AnalyzeOptions()
    options.inputs = [scratch.path("log")]
    feed(scratch.path("log"), try Fixtures.content(log), seed: UInt64(eventLimit))
    var follow = try Follow(options)
    follow.eventLimit = eventLimit
    var said: [String: FindingChange] = [:]
    let left = try follow.run(isCancelled: { false }) { changes, _ in
      for change in changes { said["\(change.rule) \(change.object.display)"] = change }
    }
    #expect(claims(left) == (try batch(scratch.path("whole.log"))))
    // What was said last of each object is what holds.
    #expect(claims(Array(said.values)) == claims(left))
  }

  @Test func rotationAndTruncationContinueTheStream() throws {
    let scratch = try ScratchFolder()
    let lines = (0..<9).map { "I0319 09:10:0\($0).000000       1 pod.go:224] enqueue add pod shop/web-\($0)\n" }
    try scratch.write("log", lines[0..<3].joined().utf8)
    var options = AnalyzeOptions()
    options.inputs = [scratch.path("log")]
    let seen = Mutex<UInt64>(0)
    let isOver = Mutex(false)
    let path = scratch.path("log")
    Thread.detachNewThread {
      func wait(_ count: UInt64) {
        for _ in 0..<500 where seen.withLock({ $0 }) < count { usleep(10_000) }
      }
      wait(3)
      rename(path, path + ".1")
      try? Data(lines[3..<6].joined().utf8).write(to: URL(fileURLWithPath: path))
      wait(6)
      // copytruncate: the same file, emptied under its writer, which goes on at its begin.
      truncate(path, 0)
      usleep(100_000)
      if let file = FileHandle(forWritingAtPath: path) { try? file.write(contentsOf: Data(lines[6..<9].joined().utf8)) }
      wait(9)
      isOver.withLock { $0 = true }
    }
    var follow = try Follow(options)
    _ = try follow.run(isCancelled: { isOver.withLock { $0 } }) { _, status in seen.withLock { $0 = status.lines } }
    #expect(seen.withLock { $0 } == 9)
  }

  @Test func whatCannotBeOpenedIsSaid() throws {
    var options = AnalyzeOptions()
    options.inputs = ["/nonexistent/log"]
    var follow = try Follow(options)
    #expect(throws: FollowError.self) { try follow.run(isCancelled: { false }) { _, _ in } }
  }
}
