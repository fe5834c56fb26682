import Foundation
import Testing

/// Runs the program itself, as built beside the tests.
@Suite struct ProgramTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// The test bundle and the program are built into one folder.
  private static let program = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("ko-forensics")

  private func run(_ arguments: [String], input: [UInt8]? = nil, environment: [String: String] = [:]) throws -> (
    code: Int32, out: String, err: String
  ) {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cli-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (inFile, outFile, errFile) = (
      folder.appendingPathComponent("in"), folder.appendingPathComponent("out"), folder.appendingPathComponent("err")
    )
    for (url, bytes) in [(inFile, input ?? []), (outFile, []), (errFile, [])] { try Data(bytes).write(to: url) }
    process.standardInput = try FileHandle(forReadingFrom: inFile)
    process.standardOutput = try FileHandle(forWritingTo: outFile)
    process.standardError = try FileHandle(forWritingTo: errFile)
    try process.run()
    process.waitUntilExit()
    func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
    return (process.terminationStatus, try text(outFile), try text(errFile))
  }

  private static func recording(_ name: String) -> String {
    root.appendingPathComponent("fixtures/recordings/\(name)").path
  }

  @Test func exitCodesSayWhatWasFound() throws {
    #expect(try run([Self.recording("1.12.28-races-and-repairs/evidence/after")]).code == 2)
    #expect(try run([Self.recording("1.16.2-quiet/evidence")]).code == 0)
    #expect(try run(["--fail-on", "never", Self.recording("1.12.28-races-and-repairs/evidence/after")]).code == 0)
    #expect(try run(["/nowhere"]).code == 66)
    #expect(try run([], input: Array("nothing of use\n".utf8)).code == 65)
    #expect(try run([], input: []).code == 65)
    #expect(try run(["--nonsense"]).code == 64)
    #expect(try run(["-o", "json", "-o", "text", "x"]).code == 64)
    #expect(try run(["--log-timezone", "Mars", Self.recording("1.16.2-quiet/evidence/after")]).code == 64)
    #expect(try run(["-o", "text=/nowhere/x", Self.recording("1.16.2-quiet/evidence/after")]).code == 74)
  }

  @Test func nothingFoundIsSaidOnlyWhereTheEvidenceCarriesIt() throws {
    let quiet = Self.recording("1.16.2-quiet/evidence")
    let log = try #require(
      try? FileManager.default.subpathsOfDirectory(atPath: quiet + "/var-log-kube-ovn").first { $0.contains(".log") })
    #expect(try run(["\(quiet)/var-log-kube-ovn/\(log)"]).code == 0)
    #expect(try run([quiet]).code == 0)
    // A Subnet counts an address more than is listed: that of a Vip, which no list shows.
    #expect(try run([quiet + "/after"]).code == 3)
    // A list without what it would have to be held against, a log of a moment, and one of a controller that only waits.
    #expect(try run([quiet + "/after/ips.yaml"]).code == 3)
    #expect(try run([quiet + "/after/nodes.yaml"]).code == 3)
    let line = "I1123 20:34:00.001121       1 pod.go:224] enqueue add pod a/b\n"
    #expect(try run([], input: Array(line.utf8)).code == 3)
    let waiting = (0..<5).map {
      "I1123 20:3\($0):00.001121       1 leaderelection.go:250] attempting to acquire leader lease kube-system/kube-ovn-controller...\n"
    }
    let done = try run([], input: Array(waiting.joined().utf8))
    #expect(done.code == 3)
    #expect(done.out.contains("Inconclusive"))
  }

  @Test func theSelectionCountsInSummaryAndExitCode() throws {
    let state = Self.recording("1.12.28-races-and-repairs/evidence/after")
    func findings(_ arguments: [String]) throws -> (count: Int, code: Int32, err: String) {
      let done = try run(arguments + ["-o", "json", state])
      let report = try #require(try JSONSerialization.jsonObject(with: Data(done.out.utf8)) as? [String: Any])
      return ((report["findings"] as? [Any])?.count ?? -1, done.code, done.err)
    }
    let all = try findings([])
    #expect(all.count > 2 && all.code == 2 && all.err.isEmpty)
    let one = try findings(["-n", "1"])
    #expect(one.count == 1 && one.err.contains("\(all.count - 1) more findings were left out"))
    let log = Self.recording("1.12.28-races-and-repairs/evidence/var-log-kube-ovn")
    let before = try run(["--until", "2020-01-01", log])
    #expect(before.code == 0 && before.out.contains("Nothing was found that was asked for"))
    #expect(try run(["--around", "2026-11-23", "--since", "2026-11-23", state]).code == 64)
    #expect(try run(["--since", "2026-11-24", "--until", "2026-11-23", state]).code == 64)
  }

  @Test func aMisspeltCommandIsNoInput() throws {
    let done = try run(["analyse", "/nowhere"])
    #expect(done.code == 66 && done.out.isEmpty)
    #expect(done.err.contains("did you mean 'analyze'?"))
  }

  @Test func reportsGoToStandardOutputOnly() throws {
    let done = try run(["-o", "json", Self.recording("1.16.2-quiet/evidence/after")])
    #expect(done.err.isEmpty)
    #expect(try JSONSerialization.jsonObject(with: Data(done.out.utf8)) is [String: Any])
  }

  @Test func errorsNameTheInputAndTheReason() throws {
    let done = try run(["/nowhere", Self.recording("1.16.2-quiet/evidence/after")])
    #expect(done.err.contains("ko-forensics: /nowhere: no such file or directory"))
    #expect(done.out.contains("2 pods without an address (media/worker-"))
  }

  @Test func helpIsNoError() throws {
    for arguments in [
      ["--help"], ["rules", "-h"], ["version"], ["completions", "bash"], ["man"], ["rules"],
      ["rules", "show", "KOV-001"],
    ] {
      let done = try run(arguments)
      #expect(done.code == 0 && !done.out.isEmpty && done.err.isEmpty, "\(arguments)")
    }
  }

  @Test func colourIsAChoice() throws {
    let input = Self.recording("1.12.28-races-and-repairs/evidence/after")
    #expect(try !run([input]).out.contains("\u{1b}"))
    #expect(try run(["--color=always", input]).out.contains("\u{1b}[1;31m"))
    #expect(try !run(["--color=never", input], environment: ["CLICOLOR_FORCE": "1"]).out.contains("\u{1b}"))
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("pipe-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    process.arguments = [
      "-c",
      "exec >'\(file.path)' 2>&1; '\(Self.program.path)' -o json '\(Self.recording("1.12.28-races-and-repairs/evidence"))' 2>&1 >/dev/null | head -c 1; '\(Self.program.path)' -o json '\(Self.recording("1.12.28-races-and-repairs/evidence"))' | head -1",
    ]
    try process.run()
    process.waitUntilExit()
    let out = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(out == "{\n")
  }
}
