import Foundation
import Model
import Testing

@testable import Intake

/// Builds inputs in a folder of its own, and reads them.
final class Workbench {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("intake-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path(name))) }

  /// Runs a shell line in the folder.
  func shell(_ line: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "cd '\(folder.path)' && \(line)"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(line)")
  }

  struct Result {
    var streams: [(name: String, bytes: [UInt8])] = []
    var problems: [IntakeProblem] = []
  }

  func read(_ names: [String], limits: IntakeLimits = IntakeLimits()) throws -> Result {
    let plan = Intake.plan(names.map(path))
    var result = Result(problems: plan.problems)
    let session = IntakeSession(limits: limits, isCancelled: { false })
    for leaf in plan.leaves {
      try session.open(leaf) {
        result.problems.append($0)
      } visit: { stream in
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1000)
        do {
          while true {
            let count = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
            if count == 0 { break }
            bytes += buffer[..<count]
          }
        } catch let error as IntakeError {
          result.problems.append(IntakeProblem(subject: "", reason: error.reason, kind: error.problemKind))
        }
        result.streams.append((stream.provenance.display, bytes))
      }
    }
    return result
  }
}

@Suite struct ContainerTests {
  private static let content = Array(
    String(repeating: "I1123 20:31:00.796087       1 pod.go:922] handle delete pod ns/p\n", count: 3000).utf8)

  @Test(arguments: [
    "cp a b", "gzip -k a && mv a.gz b", "(gzip -c a; gzip -c a) > both && gzip -dc both > a && mv both b",
    "tar cf b a", "tar czf b a", "tar cf c a && gzip c && tar cf b c.gz",
    "python3 -c \"import zipfile as z; z.ZipFile('b','w',z.ZIP_DEFLATED).write('a')\"",
    "python3 -c \"import bz2; open('b','wb').write(bz2.compress(open('a','rb').read()))\"",
    "python3 -c \"import lzma; open('b','wb').write(lzma.compress(open('a','rb').read()))\"",
    "python3 -c \"import zipfile as z; z.ZipFile('c','w').write('a')\" && gzip -c c > b",
  ])
  func unwraps(_ command: String) throws {
    let bench = try Workbench()
    try bench.write("a", Self.content)
    try bench.shell(command)
    let expected = [UInt8](try Data(contentsOf: URL(fileURLWithPath: bench.path("a"))))
    let result = try bench.read(["b"])
    #expect(result.streams.map(\.bytes) == [expected])
    #expect(result.problems.isEmpty)
  }

  @Test func stopsAtTheNestingLimit() throws {
    let bench = try Workbench()
    try bench.write("a", Self.content)
    try bench.shell("cp a b && for i in 1 2 3 4 5; do gzip -c b > c && mv c b; done")
    let result = try bench.read(["b"])
    #expect(result.streams.isEmpty)
    #expect(result.problems.first?.kind == .limit)
    #expect(result.problems.first?.reason.contains("--max-nesting") == true)
  }

  /// Cut anywhere, what was readable is read, the rest is reported, nothing crashes.
  @Test(arguments: [
    "gzip -c a > b", "tar czf b a", "python3 -c \"import zipfile as z; z.ZipFile('b','w',z.ZIP_DEFLATED).write('a')\"",
  ])
  func survivesTruncation(_ command: String) throws {
    let bench = try Workbench()
    try bench.write("a", Self.content)
    try bench.shell(command)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: bench.path("b"))))
    for cut in stride(from: 1, to: whole.count, by: max(1, whole.count / 40)) {
      try bench.write("cut", Array(whole.prefix(cut)))
      let result = try bench.read(["cut"])
      let bytes = result.streams.first?.bytes ?? []
      // Either everything was there all the same, or the loss is reported; bytes too few to be recognised are just bytes.
      if cut >= 600 { #expect(!result.problems.isEmpty || bytes == Self.content) }
      if let name = result.streams.first?.name, name.hasSuffix("!a") || command.hasPrefix("gzip"), cut > 20 {
        #expect(bytes.elementsEqual(Self.content.prefix(bytes.count)))
      }
    }
  }

  @Test func noticesExplosions() throws {
    let bench = try Workbench()
    try bench.shell("head -c 300000000 /dev/zero | gzip -9 > b")
    var limits = IntakeLimits()
    limits.ratio = 100
    let result = try bench.read(["b"], limits: limits)
    #expect(result.problems.contains { $0.kind == .limit && $0.reason.contains("--max-ratio") })
  }

  @Test func neverFollowsNamesOutOfAnArchive() throws {
    let bench = try Workbench()
    try bench.shell(
      "python3 -c \"\nimport tarfile, io\nt=tarfile.open('b','w')\nfor n in ('../../evil','/abs'):\n  i=tarfile.TarInfo(n); i.size=2; t.addfile(i, io.BytesIO(b'hi'))\nl=tarfile.TarInfo('link'); l.type=tarfile.SYMTYPE; l.linkname='/etc/passwd'; t.addfile(l)\nt.close()\""
    )
    let result = try bench.read(["b"])
    #expect(result.streams.map(\.bytes) == [Array("hi".utf8), Array("hi".utf8)])
    #expect(
      !FileManager.default.fileExists(
        atPath: bench.folder.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("evil").path
      ))
  }

  @Test func oneBadInputDoesNotStopTheOthers() throws {
    let bench = try Workbench()
    try bench.write("good", Array("fine\n".utf8))
    try bench.shell("ln -s loop loop; mkdir d; ln -s .. d/up; mkfifo d/pipe; echo x > d/file")
    let result = try bench.read(["missing", "loop", "good", "d", "/dev/null/x"])
    // Inputs are read in the order of their names, whatever the order they were given in.
    #expect(result.streams.map(\.bytes) == [Array("x\n".utf8), Array("fine\n".utf8)])
    #expect(result.problems.count == 5)
    #expect(result.problems.contains { $0.kind == .missing })
  }

  @Test func leavesGarbageBehindGzipOut() throws {
    let bench = try Workbench()
    try bench.write("a", Self.content)
    try bench.shell("(gzip -c a; echo garbage) > b")
    let result = try bench.read(["b"])
    #expect(result.streams.first?.bytes == Self.content)
    #expect(result.problems.count == 1)
  }
}

@Suite struct PathHintTests {
  @Test(arguments: [
    (
      "/var/log/pods/kube-system_kube-ovn-controller-x_uid/kube-ovn-controller/0.log", "kube-ovn-controller-x",
      "kube-system"
    ),
    ("dump/kube-system/kube-ovn-controller-x/logs.txt", "kube-ovn-controller-x", "kube-system"),
    (
      "support-bundle/cluster-resources/pods/logs/kube-system/kube-ovn-controller-x/kube-ovn-controller-previous.log",
      "kube-ovn-controller-x", "kube-system"
    ),
    (
      "must-gather/namespaces/kube-system/pods/kube-ovn-controller-x/kube-ovn-controller/kube-ovn-controller/logs/current.log",
      "kube-ovn-controller-x", "kube-system"
    ),
  ])
  func readsPaths(_ path: String, _ pod: String, _ namespace: String) {
    let hints = PathHintTable.hints(for: path)
    #expect(hints.pod == pod)
    #expect(hints.namespace == namespace)
    #expect(hints.isPrevious == path.contains("previous"))
  }
}
