import ByteLexing
import Foundation
import Intake
import Model
import Testing

@testable import Pipeline

/// A harvest comes from elsewhere, and is read like anything that does: what was not written so is refused, and nothing of it
/// breaks the program.
@Suite struct HostileHarvestTests {
  private static let inputs = [
    "fixtures/ledger", "fixtures/log", "fixtures/documents/audit.log", "fixtures/documents/events.txt",
    "fixtures/documents/ovn-nb-lsp.json",
  ]
  private static let file: [UInt8] = {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = inputs
    return Harvesting.run(options).file
  }()
  private static let payload = content(file)

  /// What is in a file, as far as it can be read.
  private static func content(_ file: [UInt8]) -> [UInt8] {
    let reader = GzipReader(file)
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while let count = try? buffer.withUnsafeMutableBytes({ try reader.read(into: $0) }), count > 0 {
      bytes += buffer[..<count]
    }
    return bytes
  }
  private static let identity = HarvestIdentity(AnalyzeOptions())

  /// What is wrong with it; `nil` if nothing is.
  private func refusal(_ read: @escaping ByteFeed.Refill) -> HarvestError? {
    do throws(HarvestError) {
      _ = try HarvestFile.read(Self.identity, read)
      return nil
    } catch {
      return error
    }
  }

  private func refusal(ofFile bytes: [UInt8]) -> HarvestError? { refusal(GzipReader(bytes).read) }

  private func refusal(ofPayload bytes: [UInt8]) -> HarvestError? {
    var at = 0
    return refusal { buffer in
      let count = min(buffer.count, bytes.count - at)
      buffer.copyBytes(from: bytes[at..<at + count])
      at += count
      return count
    }
  }

  /// With a digest that is right.
  private func signed(_ payload: [UInt8]) -> [UInt8] {
    let content = Array(payload.dropLast(32))
    var hash = SHA256()
    content.withUnsafeBytes { hash.update($0) }
    return content + hash.digest()
  }

  private func packed(_ payload: [UInt8]) -> [UInt8] {
    let gzip = GzipWriter()
    payload.withUnsafeBytes { gzip.write($0) }
    return gzip.finish()
  }

  @Test func whatWasWrittenIsRead() throws {
    #expect(refusal(ofFile: Self.file) == nil)
    #expect(signed(Self.payload) == Self.payload && refusal(ofPayload: Self.payload) == nil)
    #expect(Self.payload.count > 50_000)
    // Pieces of any size.
    var at = 0
    let small = refusal { buffer in
      let count = min(buffer.count, 7, Self.payload.count - at)
      buffer.copyBytes(from: Self.payload[at..<at + count])
      at += count
      return count
    }
    #expect(small == nil)
  }

  @Test func whatIsCutIsRefused() {
    for cut in stride(from: 0, to: Self.file.count, by: max(1, Self.file.count / 150)) {
      #expect(refusal(ofFile: Array(Self.file[..<cut])) != nil)
    }
    for cut in [1, 8, 31, 32, 33] { #expect(refusal(ofFile: Array(Self.file.dropLast(cut))) != nil) }
    for cut in stride(from: 0, to: Self.payload.count, by: max(1, Self.payload.count / 150)) {
      #expect(refusal(ofPayload: Array(Self.payload[..<cut])) != nil)
    }
    #expect(refusal(ofPayload: Self.payload + [0]) == .damaged("it is damaged: something follows its end"))
  }

  @Test func whatIsChangedIsRefused() {
    var random = Dice(state: 7)
    for _ in 0..<200 {
      var (file, payload) = (Self.file, Self.payload)
      // The first ten bytes of a gzip member say when and where it was made.
      file[Int.random(in: 10..<file.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      payload[Int.random(in: payload.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      // A few bits of a compressed file mean nothing.
      #expect(refusal(ofFile: file) != nil || Self.content(file) == Self.payload)
      #expect(refusal(ofPayload: payload) != nil)
    }
  }

  @Test func whatWasMadeOtherwiseIsRefused() throws {
    func isForeign(_ at: Int, _ says: String) {
      var other = Self.payload
      other[at] ^= 1
      guard case .foreign(let why)? = refusal(ofPayload: signed(other)) else {
        Issue.record("byte \(at) may be anything")
        return
      }
      #expect(why.contains(says))
    }
    let version = HarvestFile.mark.count + 8
    let vocabulary = version + Version.current.utf8.count
    isForeign(HarvestFile.mark.count, "layout")
    isForeign(version, "made by ko-forensics")
    isForeign(vocabulary, "messages or kinds")
    isForeign(vocabulary + 32, "limits")
    isForeign(vocabulary + 64, "large logs")
    var options = AnalyzeOptions()
    options.inputs = ["fixtures/ledger"]
    options.limits.nesting = 3
    let scratch = try ScratchFolder()
    try scratch.write("x.kfh", Harvesting.run(options).file)
    options.inputs = [scratch.path("x.kfh")]
    #expect(try Analysis.run(options).problems.isEmpty)
    options.limits = IntakeLimits()
    let refused = try Analysis.run(options)
    #expect(refused.problems.count == 1 && refused.problems[0].reason.contains("--max-nesting"))
    #expect(!refused.hasEvidence && ExitStatus.of(refused, failOn: .low) == .notUnderstood)
    #expect(refused.report.headline.contains("Nothing can be said"))
    #expect(refused.report.bytes.notUnderstood > 0 && refused.report.inputs.map(\.format) == ["harvest"])
  }

  /// Numbers that no writer writes, with a digest that is right: refused, or read as if somebody had recorded that.
  @Test func forgedNumbersBreakNothing() throws {
    let scratch = try ScratchFolder()
    var random = Dice(state: 11)
    var refused = 0
    for round in 0..<250 {
      var payload = Self.payload
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let width = [1, 2, 4, 8].randomElement(using: &random) ?? 1
        let at = Int.random(in: 60..<payload.count - 40, using: &random)
        let value: UInt8 = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        for i in 0..<width { payload[at + i] = i == width - 1 || value != 0x80 ? value : 0 }
      }
      payload = signed(payload)
      if refusal(ofPayload: payload) != nil {
        refused += 1
        continue
      }
      try scratch.write("\(round % 2)", packed(payload))
      var options = AnalyzeOptions()
      options.inputs = [scratch.path("\(round % 2)"), "fixtures/ledger"]
      _ = try Analysis.run(options)
    }
    #expect(refused > 20 && refused < 250)
  }

  /// Memory and time follow the bytes that are there, whatever counts say.
  @Test func largeCountsCostNothing() {
    let clock = ContinuousClock()
    let usual = clock.measure { for _ in 0..<10 { _ = refusal(ofPayload: Self.payload) } }
    let step = max(1, Self.payload.count / 100)
    let time = clock.measure {
      for at in stride(from: 150, to: Self.payload.count - 40, by: step) {
        var payload = Self.payload
        for i in 0..<4 { payload[at + i] = i == 3 ? 0x3F : 0xFF }
        _ = refusal(ofPayload: signed(payload))
      }
    }
    // A hundred of them, each with a digest that has to be made; machines are busy.
    #expect(time < usual * 60)
  }

  /// Every stream of every fixture is the same after a way through a file.
  @Test func aStreamIsTheSameAfterwards() throws {
    for path in Fixtures.files where !path.contains("bundles") {
      guard let bytes = try? Fixtures.content(path), bytes.count < 4 << 20 else { continue }
      let harvest = Fixtures.harvest(bytes, name: path)
      let written = Self.bytes(harvest)
      var at = 0
      var reader = BinaryReader { buffer in
        let count = min(buffer.count, 1000, written.count - at)
        buffer.copyBytes(from: written[at..<at + count])
        at += count
        return count
      }
      let again = try StreamHarvest(from: &reader)
      #expect(try reader.isAtEnd())
      #expect(Self.bytes(again) == written, "\(path)")
      #expect(again.quotable == harvest.quotable && again.imbalance == 0)
      #expect(
        again.provenance == harvest.provenance && again.bytes == harvest.bytes && again.problems == harvest.problems)
      for (a, b) in zip(again.log.writers, harvest.log.writers) {
        #expect(a.course == b.course && a.selection == b.selection && a.printed == b.printed)
        #expect(a.steps == b.steps && a.gaps == b.gaps && a.outerOffsets == b.outerOffsets)
      }
      // Thinning out comes to the same before and after.
      var (before, after) = (harvest, again)
      before.thinAsPartOfMuch()
      after.thinAsPartOfMuch()
      #expect(Self.bytes(before) == Self.bytes(after), "\(path)")
    }
  }

  private static func bytes(_ harvest: StreamHarvest) -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = BinaryWriter { bytes += $0 }
    harvest.write(to: &writer)
    writer.flush()
    return bytes
  }
}

/// The same numbers in every run.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
