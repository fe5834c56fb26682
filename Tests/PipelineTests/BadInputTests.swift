import Foundation
import Intake
import Model
import Reports
import Testing

@testable import Pipeline

/// Input that is damaged, hostile or gone: what can be read is reported, the rest is named, and the exit code says so.
@Suite struct BadInputTests {
  /// The log of a controller that lost races.
  private static let log: [UInt8] = {
    let path =
      "fixtures/recordings/1.12.28-leader-lost/evidence/var-log-kube-ovn/kube-ovn-controller-7wxr4pr2n2-fp9z8/kube-ovn-controller.log"
    return (try? Fixtures.content(path)) ?? []
  }()
  private static let dump =
    (try? Fixtures.content("fixtures/recordings/1.12.28-leader-lost/evidence/after/ips.yaml")) ?? []

  /// What a report says, for comparison with what is asked of it.
  private struct Seen {
    var result: AnalysisResult
    var code: Pipeline.ExitStatus { Pipeline.ExitStatus.of(result, failOn: .low) }
    var lines: UInt64 { result.report.inputs.reduce(0) { $0 + $1.lines } }
    /// Everything that the report says was wrong with the inputs.
    var complaints: String {
      (result.report.unknowns.map { "\($0.subject): \($0.reason)" }
        + result.report.inputs.flatMap { input in input.problems.map { "\(input.name): \($0)" } }).joined(
          separator: "\n")
    }
    func complains(_ text: String) -> Bool { complaints.contains(text) }
  }

  private func read(_ folder: ScratchFolder, _ name: String, _ change: (inout AnalyzeOptions) -> Void = { _ in }) throws
    -> Seen
  {
    var options = AnalyzeOptions()
    options.inputs = [folder.path(name)]
    change(&options)
    return Seen(result: try Analysis.run(options))
  }

  private static var lineCount: UInt64 { UInt64(log.count { $0 == 0x0A }) }

  // MARK: Archives

  /// Each makes `x` out of the log `a.log`, 149 KiB; `lines` of it must be read at least, all if nil.
  @Test(arguments: [
    (
      "python3 -c \"d=open('a.log','rb').read(); import gzip; z=gzip.compress(d); open('x','wb').write(z[:len(z)*6//10])\"",
      "ends in the middle", 500, 1
    ),
    ("tar -cf t a.log b.yaml && gzip t && head -c 9000 t.gz > x", "ends in the middle", 200, 1),
    ("tar -cf t a.log b.yaml && head -c 60000 t > x", "ends in the middle", 400, 1),
    ("xz -k a.log && head -c 9000 a.log.xz > x", "ends in the middle", 400, 1),
    ("bsdtar --format zip -cf z a.log && head -c 9000 z > x", "x!a.log", 400, 1),
    ("(gzip -c a.log; echo more) > x", "5 bytes after the end of the gzip data were left out", 1181, 0),
    (
      "python3 -c \"d=bytearray(open('a.log','rb').read()); import gzip; z=bytearray(gzip.compress(bytes(d))); z[5000]^=0x55; open('x','wb').write(z)\"",
      "gzip data is damaged", 100, 1
    ),
    (
      "python3 -c \"import gzip; z=bytearray(gzip.compress(open('a.log','rb').read())); z[-6]^=0x55; open('x','wb').write(z)\"",
      "gzip data is damaged", 1000, 1
    ),
    (
      "python3 -c \"import tarfile as t; i=t.TarInfo('big.log'); i.size=4<<30; open('x','wb').write(i.tobuf()+open('a.log','rb').read())\"",
      "x!big.log: ends in the middle", 1181, 1
    ),
    (
      "tar -cf t b.yaml a.log && python3 -c \"d=bytearray(open('t','rb').read()); o=d.find(b'a.log'); d[o+150]^=7; open('x','wb').write(d+bytes(1024))\"",
      "Damaged tar archive", 0, 1
    ),
    (
      "tar -cf t b.yaml a.log && python3 -c \"d=bytearray(open('t','rb').read()); d[150]^=7; open('x','wb').write(d)\"",
      "", 0, 0
    ),
  ])
  func damagedContainers(_ command: String, _ complaint: String, _ lines: Int, _ losesEvidence: Int) throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", Self.log)
    try folder.write("b.yaml", Self.dump)
    try folder.shell(command)
    let seen = try read(folder, "x")
    #expect(complaint.isEmpty || seen.complains(complaint), "\(command): \(seen.complaints)")
    #expect(seen.lines >= lines, "\(command): \(seen.lines) lines")
    #expect(seen.code != .clean || losesEvidence == 0, "\(command): \(seen.code)")
  }

  @Test func memberBehindADamagedHeaderIsRead() throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", Self.log)
    try folder.write("b.yaml", Self.dump)
    try folder.write("c.txt", Array("nothing\n".utf8))
    try folder.shell(
      "tar -cf t c.txt b.yaml a.log && python3 -c \"d=bytearray(open('t','rb').read()); o=d.find(b'b.yaml'); d[o+150]^=7; open('x','wb').write(d)\""
    )
    let seen = try read(folder, "x")
    #expect(seen.lines >= Self.lineCount && seen.complains("Damaged tar archive"), "\(seen.complaints)")
  }

  @Test func encryptedMembersAreNamedAndCounted() throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", Self.log)
    try folder.write("b.log", Self.log)
    try folder.shell(
      "bsdtar --format zip --passphrase secret --options zip:encryption=zipcrypt -cf e.zip a.log && bsdtar --format zip -cf p.zip b.log && tar -cf x e.zip p.zip"
    )
    let seen = try read(folder, "x")
    #expect(seen.complains("x!e.zip!a.log: encrypted"))
    #expect(seen.lines == Self.lineCount)
    #expect(seen.result.report.bytes.skipped == UInt64(Self.log.count))
  }

  @Test func namesInArchivesLeadNowhere() throws {
    let folder = try ScratchFolder()
    try folder.write("in/a.log", Self.log)
    try folder.shell(
      """
      cd in && python3 -c "
      import tarfile, io
      b = open('a.log', 'rb').read()
      t = tarfile.open('x', 'w')
      for n in ('../outside.log', '/tmp/../../absolute.log'):
        i = tarfile.TarInfo(n); i.size = len(b); t.addfile(i, io.BytesIO(b))
      for kind, name in ((tarfile.SYMTYPE, 's'), (tarfile.LNKTYPE, 'h'), (tarfile.CHRTYPE, 'c'), (tarfile.FIFOTYPE, 'f')):
        i = tarfile.TarInfo(name); i.type = kind; i.linkname = '/etc/passwd'; t.addfile(i)
      t.close()"
      """)
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    let seen = try read(folder, "in/x")
    #expect(seen.lines == 2 * Self.lineCount)
    #expect(seen.result.report.inputs.count == 2)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted() == before)
  }

  @Test func explosionsAreStoppedAndWhatFollowsIsRead() throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", Self.log)
    try folder.shell(
      """
      python3 -c "
      import zipfile
      z = zipfile.ZipFile('x', 'w', zipfile.ZIP_DEFLATED)
      with z.open('zeros.log', 'w', force_zip64=True) as f:
        for _ in range(400): f.write(bytes(1 << 20))
      z.write('a.log')"
      """)
    let seen = try read(folder, "x") { $0.limits.ratio = 200 }
    #expect(seen.complains("x!zeros.log: expands more than 200 times (--max-ratio)"))
    #expect(seen.lines == Self.lineCount)
    // Within the limit it is only a hole.
    #expect(try read(folder, "x").lines == Self.lineCount)
  }

  @Test func containersInContainersMultiply() throws {
    let folder = try ScratchFolder()
    try folder.shell("head -c 700000000 /dev/zero | gzip -1 | gzip -9 > x")
    #expect(try read(folder, "x").complains("--max-ratio"))
  }

  @Test func limitsAreNamedWithTheirFlags() throws {
    let folder = try ScratchFolder()
    try folder.write("d/a.log", Self.log)
    try folder.write("d/b.log", Self.log)
    try folder.shell("tar -cf x d && cp x y && for i in 1 2 3 4 5; do gzip y && mv y.gz y; done")
    #expect(try read(folder, "x") { $0.limits.members = 2 }.complains("--max-members"))
    #expect(try read(folder, "y").complains("--max-nesting"))
    let bounded = try read(folder, "d/a.log") { $0.limits.totalBytes = 100_000 }
    #expect(bounded.complains("--max-bytes"))
    // What was not read is counted, and what was read is not lost.
    #expect(bounded.result.report.bytes.skipped == UInt64(Self.log.count - 100_000))
    #expect(bounded.result.report.bytes.total == UInt64(Self.log.count))
  }

  /// What the memory does not suffice for is left out, said to be, and no reason to say that nothing leaked.
  @Test func memoryThatIsUsedUpIsNamed() throws {
    let folder = try ScratchFolder()
    for name in 0..<80 { try folder.write("d/\(name).log", Self.log) }
    let bounded = try read(folder, "d") { $0.limits.memory = 1 << 20 }
    #expect(bounded.complains("--max-memory"))
    #expect(bounded.result.report.bytes.skipped > 0)
    #expect(ExitStatus.of(bounded.result, failOn: .info) != .clean)
    #expect(!(try read(folder, "d") { $0.limits.memory = .max }.complains("--max-memory")))
  }

  /// Which bytes a bound leaves out does not depend on which thread was faster.
  @Test func aBoundOverSeveralInputsIsTheSameEveryTime() throws {
    let folder = try ScratchFolder()
    for name in ["a", "b", "c", "d", "e"] { try folder.write("d/\(name).log", Self.log) }
    let bound = UInt64(Self.log.count) * 5 / 2
    var seen: Set<[UInt64]> = []
    for workers in [1, 2, 4, 4, 4] {
      let bounded = try read(folder, "d") {
        $0.limits.totalBytes = bound
        $0.workers = workers
      }
      #expect(bounded.complains("--max-bytes"))
      seen.insert(bounded.result.report.inputs.map { $0.bytes.total - $0.bytes.skipped })
    }
    #expect(seen.count == 1)
  }

  // MARK: Text

  /// Each changes the log without taking anything from it, so that the findings stay the same.
  @Test(arguments: [
    "bom", "crlf", "utf-16-le", "utf-16-be", "hole at the beginning", "hole in the middle", "invalid utf-8",
  ])
  func textInOtherForms(_ form: String) throws {
    let folder = try ScratchFolder()
    let text = String(decoding: Self.log, as: UTF8.self)
    let middle = Self.log[60_000...].firstIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let bytes: [UInt8] =
      switch form {
      case "bom": [0xEF, 0xBB, 0xBF] + Self.log
      case "crlf": Array(text.replacing("\n", with: "\r\n").utf8)
      case "utf-16-le": [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
      case "utf-16-be": [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
      case "hole at the beginning": [UInt8](repeating: 0, count: 300_000) + Self.log
      case "hole in the middle":
        Array(Self.log[..<middle]) + [UInt8](repeating: 0, count: 100_000) + Self.log[middle...]
      default: Array(Self.log[..<middle]) + [0xFF, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0x0A] + Self.log[middle...]
      }
    try folder.write("plain.log", Self.log)
    try folder.write("x.log", bytes)
    let (plain, seen) = (try read(folder, "plain.log"), try read(folder, "x.log"))
    #expect(seen.lines >= plain.lines, "\(form)")
    #expect(seen.result.report.bytes.total == UInt64(bytes.count), "\(form)")
    let objects = { (r: AnalysisResult) in Set(r.report.findings.flatMap(\.objects).map(\.ref.display)) }
    #expect(objects(seen.result) == objects(plain.result) && !objects(plain.result).isEmpty, "\(form)")
    if form.hasPrefix("hole") { #expect(seen.complains("zero bytes")) }
  }

  @Test(arguments: [true, false])
  func objectsInUTF16AreReadAndCited(_ isBigEndian: Bool) throws {
    let folder = try ScratchFolder()
    let units = Array(String(decoding: Self.dump, as: UTF8.self).utf16)
    let bytes = ([0xFEFF] + units).flatMap { unit -> [UInt8] in
      let pair = [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)]
      return isBigEndian ? pair : pair.reversed()
    }
    try folder.write("ips.yaml", bytes)
    let report = try read(folder, "ips.yaml").result.report
    #expect(report.bytes.total == UInt64(bytes.count))
    #expect(report.bytes.notUnderstood == 0 && report.bytes.understood > UInt64(bytes.count / 2))
  }

  /// A line without end costs no memory, and is named.
  @Test(arguments: ["x.log", "x.yaml", "x.json"])
  func endlessLines(_ name: String) throws {
    let folder = try ScratchFolder()
    let head: [UInt8] =
      switch name {
      case "x.log": Self.log
      case "x.yaml": Self.dump
      default: Array(#"{"apiVersion":"v1","kind":"List","items":[{"kind":"IP","metadata":{"name":""#.utf8)
      }
    try folder.write(name, head)
    let file = try #require(FileHandle(forWritingAtPath: folder.path(name)))
    try file.seekToEnd()
    let block = Data(repeating: 0x78, count: 1 << 20)
    for _ in 0..<64 { try file.write(contentsOf: block) }
    try file.close()
    let seen = try read(folder, name)
    #expect(seen.complains("longer than"), "\(seen.complaints)")
    #expect(seen.result.report.bytes.total == UInt64(head.count + (64 << 20)))
  }

  // MARK: Files and folders

  @Test func nothingIsNothing() throws {
    let folder = try ScratchFolder()
    try folder.write("empty.log", [])
    try folder.shell("mkdir empty")
    for name in ["empty.log", "empty"] { #expect(try read(folder, name).code == .notUnderstood, "\(name)") }
    let missing = try read(folder, "missing")
    #expect(missing.code == .inputMissing && missing.complains("no such file"))
  }

  @Test func linksPipesAndDevicesAreNamed() throws {
    let folder = try ScratchFolder()
    try folder.write("d/a.log", Self.log)
    try folder.shell(
      "cd d && ln -s a.log same && ln -s /etc out && ln -s gone dangling && ln -s one two && ln -s two one && mkfifo pipe && ln -s . self"
    )
    let seen = try read(folder, "d")
    #expect(seen.lines == Self.lineCount)
    #expect(seen.complains("a named pipe inside a folder is not waited for"))
    // The links out of the folder are named once for all of them; what leads to something inside is read there.
    #expect(seen.complaints.components(separatedBy: "not followed").count == 2, "\(seen.complaints)")
    #expect(seen.complains("not followed"))
    #expect(try read(folder, "d/one").code == .ioError)
    for device in ["/dev/null", "/dev/zero"] {
      var options = AnalyzeOptions()
      options.inputs = [device]
      let result = try Analysis.run(options)
      #expect(
        Pipeline.ExitStatus.of(result, failOn: .low) == .notUnderstood
          && result.problems.first?.reason == "neither a file nor a folder")
    }
  }

  // MARK: Files that change

  /// Does something to the file while it is being read: at the first bytes that are reported.
  private func readWhile(_ folder: ScratchFolder, _ name: String, _ body: @Sendable @escaping () -> Void) throws -> Seen
  {
    let once = Once(body)
    var options = AnalyzeOptions()
    options.inputs = [folder.path(name)]
    return Seen(
      result: try Analysis.run(
        options,
        isCancelled: {
          once.run(); return false
        }))
  }

  private final class Once: @unchecked Sendable {
    private let lock = NSLock()
    private var body: (@Sendable () -> Void)?
    init(_ body: @Sendable @escaping () -> Void) { self.body = body }
    func run() {
      lock.withLock {
        body?()
        body = nil
      }
    }
  }

  @Test func aFileThatGrowsEndsWhereItEnded() throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", Self.log)
    let path = folder.path("a.log")
    let more = Self.log
    let seen = try readWhile(folder, "a.log") {
      let file = FileHandle(forWritingAtPath: path)
      _ = try? file?.seekToEnd()
      try? file?.write(contentsOf: Data(more))
    }
    #expect(seen.lines == Self.lineCount)
    #expect(seen.complains("grew by \(more.count) bytes"))
    #expect(seen.result.report.inputs.first?.sha256.count == 64)
  }

  @Test func aFileThatShrinksIsNamed() throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", Self.log)
    let path = folder.path("a.log")
    let seen = try readWhile(folder, "a.log") { _ = truncate(path, 50_000) }
    #expect(seen.complains("shorter while it was read"))
    #expect(seen.code != .clean && seen.result.report.inputs.first?.sha256 == "")
  }

  /// The lines that a report cites are those of the file that was read, not of what took its name.
  @Test(arguments: [true, false])
  func aFileThatIsDeletedOrReplacedIsStillCited(_ isReplaced: Bool) throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", Self.log)
    let path = folder.path("a.log")
    let whole = try read(folder, "a.log")
    let seen = try readWhile(folder, "a.log") {
      unlink(path)
      if isReplaced { FileManager.default.createFile(atPath: path, contents: Data(repeating: 0x2E, count: 1_000_000)) }
    }
    let texts = { (s: Seen) in s.result.report.findings.flatMap(\.witness).map(\.citation.text) }
    #expect(texts(seen) == texts(whole) && !texts(whole).isEmpty)
  }

  @Test func aFileThatIsGoneBeforeItIsReadIsMissing() throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", Self.log)
    let plan = Intake.plan([folder.path("a.log")])
    try FileManager.default.removeItem(atPath: folder.path("a.log"))
    let session = IntakeSession(limits: IntakeLimits(), isCancelled: { false })
    #expect(throws: IntakeError(.missing, "")) {
      try session.open(plan.leaves[0]) { _ in
      } visit: { _ in
      }
    }
    // Nor does a pipe that takes its place make the program wait for a writer that never comes.
    try folder.shell("mkdir a.log")
    #expect(throws: IntakeError(.notRegular, "")) {
      try session.open(plan.leaves[0]) { _ in
      } visit: { _ in
      }
    }
  }
}
