import Foundation
import Testing

/// Where results go: nothing but a plain file is ever replaced, and nothing that is read is written.
@Suite struct OutputTests {
  private static let log = ShellRun.root + "/fixtures/recordings/1.16.2-quiet/evidence/after/subnets.yaml"

  private func run(_ script: String) throws -> (code: Int32, out: String) {
    try ShellRun.run(script, environment: ["IN": Self.log])
  }

  @Test func aFileKeepsModeAndOwnerAndIsReplacedAsAWhole() throws {
    let (_, out) = try run(
      """
      echo old > r; chmod 640 r; [ "$(id -u)" = 0 ] && chown 65534:65534 r; stat -c '%a %u %g' r > before; ln r other; rm other
      exec 9< r; "$KO" "$IN" -q -o json=r; stat -c '%a %u %g' r | cmp - before && echo kept
      head -c 1 r; head -c 3 <&9; echo; umask 027; "$KO" "$IN" -q -o json=new; stat -c %a new; ls -A | grep -c ko-forensics-
      """)
    // Whoever had the old file open still reads the old one.
    #expect(out == "kept\n{old\n640\n0\n", "\(out)")
  }

  @Test func whatIsNoPlainFileStaysWhatItIs() throws {
    let (_, out) = try run(
      """
      echo old > target; ln -s target link; "$KO" "$IN" -q -o json=link; [ -L link ] && head -c 1 target; echo
      ln -s nothing dangling; "$KO" "$IN" -q -o json=dangling; [ -L dangling ] && head -c 1 nothing; echo
      echo old > one; ln one two; "$KO" "$IN" -q -o json=one; [ one -ef two ] && head -c 1 two; echo
      mkfifo p; cat p > got & "$KO" "$IN" -q -o json=p; wait; [ -p p ] && head -c 1 got; echo
      yes | head -c 99999 > long; ln -s long l2; "$KO" "$IN" -q -o json=l2; [ "$(tail -c 2 long)" = "}" ] && echo cut
      """)
    #expect(out == "{\n{\n{\n{\ncut\n", "\(out)")
  }

  /// In a file system of its own: whoever runs the tests may be the superuser, whose devices must survive them.
  @Test func devicesAreWrittenThrough() throws {
    let (_, out) = try run(
      """
      unshare -rm true 2> /dev/null || unshare -m true 2> /dev/null || { echo skipped; exit; }
      mkdir dev; [ "$(id -u)" = 0 ] || { echo skipped; exit; }
      unshare -m sh -c 'mount -t tmpfs none dev && mknod dev/null c 1 3 && mknod dev/full c 1 7 || { echo skipped; exit; }
        "$KO" "$IN" -q -o json=dev/null -o text=dev/null; echo $? > code; [ -c dev/null ] && echo device
        "$KO" "$IN" -q -o json=dev/full; echo $?; [ -c dev/full ] && echo device; ls dev'
      """)
    if out.contains("skipped") { return }
    #expect(out == "device\n74\ndevice\nfull\nnull\n", "\(out)")
  }

  @Test func descriptorsAndProcessSubstitution() throws {
    let (_, out) = try run(
      """
      "$KO" "$IN" -q -o json=>(head -c 1 > sub; cat > rest); for i in $(seq 50); do [ -s sub ] && break; sleep 0.1; done; cat sub; echo
      "$KO" "$IN" -q -o json=/dev/stdout | head -c 1; echo; "$KO" "$IN" -q -o json=- | head -c 1; echo
      echo begin > f; "$KO" "$IN" -q -o json=/dev/fd/7 7>> f; head -c 7 f; echo
      "$KO" "$IN" -q -o json=/dev/stdout > whole; head -c 1 whole; echo
      """)
    #expect(out == "{\n{\n{\nbegin\n{\n{\n", "\(out)")
  }

  @Test func longNamesAreWritten() throws {
    let (code, out) = try run(
      "n=$(printf 'x%.0s' $(seq 255)); \"$KO\" \"$IN\" -q -o json=$n; head -c 1 $n; \"$KO\" \"$IN\" -q -o json=y$n; exit $?"
    )
    #expect(out == "{" && code == 74)
  }

  @Test(
    arguments: [
      "cp \"$IN\" a; \"$KO\" a -o json=a",
      "cp \"$IN\" a; \"$KO\" a -o json=./a",
      "cp \"$IN\" a; ln -s a b; \"$KO\" a -o json=b",
      "cp \"$IN\" a; ln a b; \"$KO\" a -o json=b",
      "cp \"$IN\" a; \"$KO\" - -o json=a < a",
      "cp \"$IN\" a; \"$KO\" a >> a",
      "mkdir d; cp \"$IN\" d/a; \"$KO\" d -o json=d/a",
      "mkdir d; cp \"$IN\" d/a; \"$KO\" ledger d -o json=d/a",
      "mkdir d; cp \"$IN\" d/a; \"$KO\" triage d/a -o json=d/a",
      "\"$KO\" \"$IN\" -o json=a -o text=a",
      "\"$KO\" \"$IN\" -o json=a -o text=./a",
      "echo > a; \"$KO\" \"$IN\" -o json=a -o text=$PWD/a",
      "\"$KO\" \"$IN\" -o json -o text=/dev/stdout > a",
      "\"$KO\" \"$IN\" -o json -o text",
    ])
  func whatWouldDestroySomethingIsRefused(_ script: String) throws {
    let (code, out) = try run("trap '[ -f a ] && head -c 1 a > first' EXIT; " + script)
    #expect(code == 64, "\(out)")
    #expect(out.isEmpty)
  }

  @Test func aFileThatMayNotBeWrittenIsNotReplaced() throws {
    let drop = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
    let (code, out) = try run(
      """
      cp "$KO" ko; cp "$IN" in; chmod 755 ko; chmod 644 in; mkdir d e; echo old > d/r; echo old > e/r; chmod 444 d/r; chmod 666 e/r; chmod 777 d; chmod 755 e .
      \(drop) ./ko version > /dev/null 2>&1 || { echo skipped; exit; }
      \(drop) ./ko in -q -o json=d/r; echo $?; cat d/r; \(drop) ./ko in -q -o json=e/r; head -c 1 e/r
      """)
    if out == "skipped\n" { return }
    #expect(out == "74\nold\n{" && code == 0, "\(out)")
  }

  /// A signal that kills says what was being read.
  @Test func aFatalSignalNamesTheInputAndEndsWith70() throws {
    let (code, out) = try run(
      """
      mkfifo slow; (cat "$IN"; sleep 20) > slow & writer=$!
      "$KO" slow -o json=r 2> err < slow & program=$!; sleep 1; kill -SEGV $program; wait $program; code=$?; kill $writer
      grep -c 'a bug in the program: signal 11' err; ls -A | grep -c ko-forensics-; [ -e r ] && echo written; exit $code
      """)
    #expect(code == 70)
    #expect(out == "1\n0\n", "\(out)")
  }
}

/// Runs shell scripts with the program as `$KO`.
enum ShellRun {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let program = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("ko-forensics").path

  /// In a folder of its own.
  static func run(_ script: String, environment: [String: String] = [:]) throws -> (code: Int32, out: String) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let out = folder.path + ".out"
    defer { try? FileManager.default.removeItem(atPath: out) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "cd '\(folder.path)'; exec > '\(out)' 2> /dev/null; \(script)"]
    process.environment = ProcessInfo.processInfo.environment.merging(["KO": program]) { $1 }.merging(environment) {
      $1
    }
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOfFile: out, encoding: .utf8))
  }
}
