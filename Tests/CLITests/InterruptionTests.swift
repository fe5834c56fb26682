import Foundation
import Testing

/// Signals, pipes and rights, through the program itself.
@Suite struct InterruptionTests {
  private static let program = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("ko-forensics").path
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let log =
    root
    + "/fixtures/recordings/1.12.28-leader-lost/evidence/var-log-kube-ovn/kube-ovn-controller-7wxr4pr2n2-fp9z8/kube-ovn-controller.log"

  /// Runs a shell script with the program as `$KO`, the log as `$LOG`, in a folder of its own that is also TMPDIR.
  private func run(_ script: String) throws -> (code: Int32, out: String, folder: [String]) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("signals-\(UUID().uuidString)")
    let temporary = folder.appendingPathComponent("tmp")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "cd '\(folder.path)'; exec > out 2> err; \(script)"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["KO": Self.program, "LOG": Self.log, "TMPDIR": temporary.path]) { $1 }
    try process.run()
    process.waitUntilExit()
    let out = try String(contentsOf: folder.appendingPathComponent("out"), encoding: .utf8)
    return (process.terminationStatus, out, try FileManager.default.contentsOfDirectory(atPath: temporary.path))
  }

  /// Waits until the program has spooled the log, then sends a signal and prints the exit code behind the report.
  private static func interrupt(_ signal: String, _ begin: String) -> String {
    """
    mkfifo p; \(begin)
    for i in $(seq 100); do sleep 0.05; [ -s spooled ] && break; done; sleep 0.3
    ls -A tmp > during; kill -\(signal) $program; wait $program; code=$?; kill -KILL $writer; exit $code
    """
  }

  @Test(arguments: ["INT", "TERM"])
  func aSignalGivesAPartialReport(_ signal: String) throws {
    let (code, out, left) = try run(
      Self.interrupt(
        signal,
        "(cat \"$LOG\"; echo x > spooled; exec sleep 30) > p 2> /dev/null & writer=$!; \"$KO\" - -o json < p & program=$!"
      ))
    #expect(code == 130)
    #expect(out.contains("\"partial\": true") && out.contains("\"lines\": 1181"))
    #expect(left.isEmpty)
  }

  /// A zip has its directory at the end, so that nothing of it is known before; its copy is private and has no name.
  @Test(arguments: ["INT", "TERM"])
  func aSignalLeavesNoSpool(_ signal: String) throws {
    let (code, out, left) = try run(
      "bsdtar --format zip -cf z \"$LOG\" 2>/dev/null; "
        + Self.interrupt(
          signal,
          "(head -c 9000 z; echo x > spooled; exec sleep 30) > p 2> /dev/null & writer=$!; \"$KO\" - -o json < p & program=$!"
        )
        .replacing("ls -A tmp > during", with: "ls -A tmp > during; [ -s during ] && kill -KILL $program"))
    #expect(code == 130)
    #expect(out.contains("\"partial\": true"))
    #expect(left.isEmpty)
  }

  /// A named pipe whose writer never comes.
  @Test func waitingForAWriterCanBeInterrupted() throws {
    let script =
      "mkfifo p; \"$KO\" p & program=$!; (sleep 20; kill -KILL $program) & guard=$!; sleep 1; kill -INT $program; wait $program; code=$?"
    #expect(try run(script + "; kill -KILL $guard; exit $code").code == 130)
  }

  @Test func aNamedPipeIsRead() throws {
    let (code, out, _) = try run("mkfifo p; (sleep 0.2; cat \"$LOG\" > p) & \"$KO\" p -o json")
    #expect(code == 1 && out.contains("\"lines\": 1181"))
  }

  @Test func aZipFromAPipeIsRead() throws {
    let (code, out, left) = try run(
      "bsdtar --format zip -cf z \"$LOG\" 2>/dev/null; cat z | \"$KO\" -o json; code=$?; sha256sum z | cut -c1-64; exit $code"
    )
    #expect(code == 1 && out.contains("\"lines\": 1181"))
    let sum = out.split(separator: "\n").last.map(String.init) ?? "?"
    #expect(out.contains("\"sha256\": \"\(sum)\""))
    #expect(left.isEmpty)
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let (code, out, _) = try run("\"$KO\" \"$LOG\" -o json 2> err2 | head -1 > first; echo ${PIPESTATUS[0]}; cat err2")
    #expect(code == 0 && out == "1\n")
  }

  @Test func aFullDiskIsNamedAndWhatWasReadIsReported() throws {
    let (_, out, _) = try run(
      "ulimit -f 40; cat \"$LOG\" | \"$KO\" -o json | grep -e 'cannot be written' -e '\"total\": [1-9]' | head -c 9000")
    #expect(out.contains("temporary file cannot be written (TMPDIR)") && out.contains("\"total\": 4"))
  }

  @Test func standardInputMayBeClosedOrAFolder() throws {
    #expect(try run("\"$KO\" - <&-").code == 74)
    #expect(try run("\"$KO\" - < /tmp").code == 74)
    #expect(try run("\"$KO\" - < /dev/null").code == 65)
  }

  /// What may not be read is named. The superuser may read everything, so the rights are given up first.
  @Test func foldersWithoutRightsAreNamed() throws {
    let drop = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
    let (code, out, _) = try run(
      """
      mkdir -p d/closed open && cp "$LOG" d/closed/a.log && cp "$LOG" open/a.log && cp "$KO" ko && chmod 755 . ko && chmod 000 d/closed
      \(drop) ./ko version > /dev/null 2>&1 || { echo "skipped: the program cannot be run without rights"; exit 0; }
      \(drop) ./ko d -o json; code=$?; \(drop) ./ko d open -o json | grep -c '"lines": 1181'; chmod 755 d/closed; exit $code
      """)
    if out.hasPrefix("skipped") { return }
    #expect(code == 74, "\(out.suffix(300))")
    #expect(out.contains("folder cannot be read: Permission denied"))
    #expect(out.hasSuffix("1\n"))
  }

  /// A queue that was interrupted and goes on is the one that was never interrupted; nothing is read twice.
  @Test func anInterruptedQueueGoesOn() throws {
    let (code, out, _) = try run(
      """
      mkdir q && for i in $(seq 40); do mkdir q/b$i && cp "$LOG" q/b$i/kube-ovn-controller.log; done
      mkfifo q/b41 2>/dev/null
      "$KO" triage q -o json=whole.json; whole=$?
      "$KO" triage q --workers 1 --resume j -o json=partial.json & program=$!
      for i in $(seq 400); do [ "$(grep -c path j 2>/dev/null)" -ge 3 ] 2>/dev/null && break; sleep 0.01; done
      kill -INT $program; wait $program; echo "interrupted $?"
      grep -c path j > before
      "$KO" triage q --resume j -o json=resumed.json --reports r -o html=index.html; echo "resumed $?" "whole $whole"
      cmp whole.json resumed.json && echo same
      echo "reports $(ls r | wc -l) links $(grep -o 'href="r/[^"]*"' index.html | sort -u | wc -l)"
      """)
    #expect(code == 0)
    #expect(out.contains("same") && out.contains("resumed 1 whole 1"), "\(out)")
    // A fast machine may be done before the signal comes.
    #expect(out.contains("interrupted 130") || out.contains("interrupted 1\n"), "\(out)")
    #expect(out.contains("reports 40 links 40"), "\(out)")
  }
}
