import ByteLexing
import Formats
import Foundation
import Model
import Testing

@testable import Pipeline

/// Every byte that came in is understood, recognised, not understood or skipped: on every fixture, on 500 damaged ones,
/// and the check itself can fail.
@Suite struct ByteLedgerTests {
  @Test(arguments: Fixtures.files)
  func addsUpOnEveryFixture(_ path: String) throws {
    let content = try Fixtures.content(path)
    for chunk in [1 << 20, 977] {
      let harvest = Fixtures.harvest(content, name: path, chunk: chunk)
      #expect(harvest.size == UInt64(content.count) && harvest.imbalance == 0, "\(path) in chunks of \(chunk)")
    }
    let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    let report = try Recordings.analyze([path]).report
    #expect(report.bytes.skipped == 0, "\(path)")
    #expect(report.bytes.total == UInt64(content.count), "\(path)")
    #expect(size == 0 || report.inputs.allSatisfy { $0.sha256.count == 64 }, "\(path)")
  }

  @Test(arguments: 0..<10)
  func addsUpOnDamagedFixtures(_ part: Int) throws {
    let files = Fixtures.files
    for seed in part * 50..<(part + 1) * 50 {
      var random = SplitMix(state: UInt64(seed))
      func pick() throws -> [UInt8] {
        let path = files[Int(random.next() % UInt64(files.count))]
        let whole =
          seed.isMultiple(of: 2)
          ? try Fixtures.content(path) : [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        // A window of a large one, so that the rounds stay short.
        let start = whole.count > 1 << 20 ? Int(random.next() % UInt64(whole.count - 1 << 20)) : 0
        return Array(whole[start..<min(whole.count, start + 1 << 20)])
      }
      var bytes = try pick()
      let kind = seed % 5
      let (a, b) = (Int(random.next() % UInt64(bytes.count + 1)), Int(random.next() % UInt64(bytes.count + 1)))
      let range = min(a, b)..<max(a, b)
      switch kind {
      case 0: bytes.removeSubrange(a...)
      case 1:
        for _ in 0..<20 where !bytes.isEmpty {
          bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(truncatingIfNeeded: random.next() | 1)
        }
      case 2: bytes.removeSubrange(range)
      case 3: bytes.insert(contentsOf: Array(bytes[range.prefix(100_000)]), at: a)
      default: bytes += try pick()
      }
      let harvest = Fixtures.harvest(bytes, name: "damaged-\(seed).log", chunk: 1 + Int(random.next() % 100_000))
      #expect(
        harvest.size == UInt64(bytes.count) && harvest.imbalance == 0,
        "seed \(seed): \(harvest.format) off by \(harvest.imbalance)")
      // Through the containers, too: what is lost there is lost before it is counted, so a report must say so.
      let folder = try ScratchFolder()
      try folder.write("damaged", bytes)
      let result = try Recordings.analyze([folder.path("damaged")])
      #expect(!result.report.unknowns.contains { $0.reason.contains("do not add up") }, "seed \(seed)")
      let isContainer =
        result.report.inputs.count != 1 || result.report.inputs[0].name != folder.path("damaged")
        || bytes.starts(with: [0x1F, 0x8B])
      if !isContainer { #expect(result.report.bytes.total == UInt64(bytes.count), "seed \(seed)") }
    }
  }

  /// A reader that drops bytes without accounting for them, or counts them twice, is found out.
  @Test(arguments: [(lost: 10, twice: 0), (0, 10), (1, 0)])
  func noticesWhenBytesAreLost(_ lost: Int, _ twice: Int) throws {
    let bytes = Array(
      String(repeating: "I1123 20:31:00.796087       1 pod.go:922] handle delete pod ns/p\n", count: 50).utf8)
    let harvester = Harvester(provenance: Provenance(input: "x", chain: ["x"]), vocabulary: .builtIn)
    var at = 0
    var feed = ByteFeed { buffer in
      let count = min(buffer.count, bytes.count - at)
      if count > 0 {
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
      }
      at += count
      harvester.received(count)
      return count
    }
    #expect(try feed.fill())
    if lost > 0 { feed.consume(lost) }
    if twice > 0 { harvester.account(.recognized, twice) }
    try LogFormat.read(&feed, FormatContext(provenance: Provenance(input: "x", chain: ["x"])), into: harvester)
    #expect(harvester.finish().imbalance == Int64(lost - twice))
  }

  /// The lines that klog writes at the top of a file say which year it is: they are understood, also where the first is cut.
  @Test func countsTheHeaderOfALogFileAsUnderstood() {
    let header =
      "Log file created at: 2026/11/23 20:31:00\nRunning on machine: n1\nBinary: Built with gc go1.22.8 for linux/amd64\nLog line format: [IWEF]mmdd hh:mm:ss.uuuuuu threadid file:line] msg\n"
    let line = "I1123 20:31:00.796087       1 pod.go:922] handle delete pod ns/p\n"
    for text in [header + line, String(header.dropFirst(41)) + line] {
      #expect(Fixtures.harvest(Array(text.utf8), name: "kube-ovn-controller.log").bytes.notUnderstood == 0)
    }
  }
}
