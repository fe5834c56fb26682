import Foundation
import Model
import Testing

@testable import Formats

private let klogLine = "I1123 20:31:00.796087       1 controller.go:37] Starting workers"

@Test(arguments: LogCase.all)
func mutatedLogIsAccountedForWholly(_ logCase: LogCase) throws {
  let original = try logCase.input()
  var generator = SeededGenerator(state: UInt64(original.count))
  for _ in 0..<60 {
    var bytes = original
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &generator)))
      case 2: bytes.removeSubrange(at...)
      case 3: bytes.insert(contentsOf: original.prefix(Int.random(in: 0...80, using: &generator)), at: at)
      default: bytes.insert(contentsOf: Array("\"{[\\\n\0:".utf8), at: at)
      }
    }
    let whole = readLog(bytes)
    #expect(whole.totalBytes == bytes.count)
    #expect(readLog(bytes, step: 5).summary == whole.summary)
    _ = LogFormat.probe(bytes.span.bytes, .init())
  }
}

@Test func everyTruncationOfAWrappedLineIsAccountedFor() throws {
  for logCase in LogCase.all {
    let bytes = try logCase.input().prefix(400)
    for count in 0..<bytes.count {
      let cut = Array(bytes.prefix(count))
      #expect(readLog(cut).totalBytes == count, "\(logCase.testDescription) cut to \(count)")
    }
  }
}

@Test func failingStreamIsAccountedForUpToTheFailure() throws {
  for logCase in LogCase.all {
    let bytes = try logCase.input()
    for at in stride(from: 0, to: bytes.count, by: 37) {
      #expect(readLog(bytes, step: 16, failAt: at).totalBytes == at, "\(logCase.testDescription) failing at \(at)")
    }
  }
}

@Test(arguments: [1 << 16, 1 << 20, Int.max])
func overlongLineIsCutAndAccountedFor(_ step: Int) {
  let long = "I1123 20:31:00.796087       1 config.go:300] " + String(repeating: "x", count: 3 << 20)
  let bytes = Array((klogLine + "\n" + long + "\n" + klogLine + "\n").utf8)
  let log = readLog(bytes, step: step)
  #expect(log.lines.map(\.number) == [1, 2, 3])
  #expect(log.lines[1].isTruncated)
  #expect(log.lines[1].payload.utf8.count == LogFormat.lineLimit)
  #expect(log.lines[1].rawLength == UInt32(LogFormat.lineLimit))
  #expect(!log.lines[2].isTruncated)
  #expect(log.totalBytes == bytes.count)
}

@Test func streamWithoutLineEndIsCut() {
  let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 5 << 20)
  let log = readLog(bytes, step: 100_000)
  #expect(log.lines.count == 1)
  #expect(log.totalBytes == bytes.count)
}

@Test func endlessPartsAreCut() {
  let part = "2026-11-23T20:31:00Z stderr P " + String(repeating: "y", count: 16 << 10) + "\n"
  let head = "2026-11-23T20:31:00Z stderr P \(klogLine)\n"
  let bytes = Array((head + String(repeating: part, count: 100) + "2026-11-23T20:31:00Z stderr F end\n").utf8)
  let log = readLog(bytes)
  #expect(log.lines.count == 1)
  #expect(log.lines.first?.isTruncated == true)
  #expect(log.lines.first?.rawLength == UInt32(bytes.count))
  #expect(log.lines.first?.payload.utf8.count == LogFormat.lineLimit)
}

@Test func hugeHoleIsSkippedInBulk() {
  var bytes = [UInt8](repeating: 0, count: 3_000_017)
  bytes += Array("half\n\(klogLine)\n".utf8)
  for step in [4096, Int.max] {
    let log = readLog(bytes, step: step)
    #expect(log.totalBytes == bytes.count)
    #expect(log.klogLines == 1)
    #expect(log.remarks.count == 1)
    #expect(log.remarks.first?.contains("hole of 3000017 zero bytes") == true)
  }
  #expect(LogFormat.probe(bytes.span.bytes, .init()).value >= 60)
  var hints = PathHints()
  hints.fileName = "kube-ovn-controller.log"
  #expect(LogFormat.probe(Array(bytes.prefix(65536)).span.bytes, hints).value == 40)
}

@Test func segmentsOfAFileGiveTheSameLinesAsTheWhole() {
  let lines = (0..<500).map { "I1123 20:31:00.\(100_000 + $0)       1 a.go:\($0 + 1)] line \($0)\n" }
  let whole = readLog(Array(lines.joined().utf8))
  let cut = lines[..<200].joined().utf8.count
  let first = readLog(Array(lines[..<200].joined().utf8))
  let second = readLog(Array(lines[200...].joined().utf8), offset: UInt64(cut))
  #expect((first.lines + second.lines).map(\.offset) == whole.lines.map(\.offset))
  #expect((first.lines + second.lines).map(\.message) == whole.lines.map(\.message))
  #expect(second.lines.first?.number == 1)
}

@Test func onlyLinesMayBeCut() {
  func mayBeCut(_ text: String) -> Bool { LogFormat.mayBeCut(Array(text.utf8).span.bytes) }
  #expect(mayBeCut("\(klogLine)\n\(klogLine)\n"))
  #expect(!mayBeCut("__CURSOR=s=1\nMESSAGE=\(klogLine)\n\n"))
  #expect(!mayBeCut("time,message\n1,\"\(klogLine)\n\"\n"))
}

@Test func segmentsBeginAtRecords() {
  func start(_ bytes: [UInt8], _ from: Int) -> Int? { LogFormat.segmentStart(in: bytes.span.bytes, from: from) }
  let text = Array("tail of a line\nsecond line\n\(klogLine)\n\(klogLine)\n".utf8)
  #expect(start(text, 3) == 27)
  #expect(start(text, 27) == 27)
  #expect(start(text, 28) == 28 + klogLine.utf8.count)
  #expect(start(text, text.count - 2) == nil)
  let torn = readLog(Array("second line\n\(klogLine)\n".utf8), offset: 99)
  #expect(torn.lines.map(\.isContinuation) == [true, false])
}

@Test(arguments: [false, true], [false, true])
func utf16IsTranscoded(_ isBigEndian: Bool, _ hasMark: Bool) {
  let text = (hasMark ? "\u{FEFF}" : "") + klogLine + "\r\ncontinues 😀\r\n\r\n" + klogLine
  let bytes = text.utf16.flatMap { unit -> [UInt8] in
    let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
    return isBigEndian ? pair.reversed() : pair
  }
  for step in [1, 3, 64, Int.max] {
    let log = readLog(bytes, step: step)
    #expect(log.chains == ["utf-16 > klog"])
    #expect(log.lines.map(\.severity) == ["I", "", "I"])
    #expect(log.lines.dropFirst().first?.payload == "continues 😀")
    #expect(log.lines.map(\.number) == [1, 2, 4])
    #expect(log.totalBytes == bytes.count)
  }
  #expect(LogFormat.probe(bytes.span.bytes, .init()).value == 90)
}

@Test func manyOriginsShareNumberZeroInTheEnd() {
  var text = ""
  for i in 0..<66_000 { text += "[pod/p-\(i)/c] \(klogLine)\n" }
  let log = readLog(Array(text.utf8))
  #expect(log.origins.count == 65_535)
  #expect(log.lines.last?.origin == 0)
  #expect(log.klogLines == 66_000)
}

@Test(arguments: [
  #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","verb":"delete","message":"x"}"#,
  #"{"apiVersion":"v1","items":[{"message":"I1123 20:31:00.796087       1 a.go:1] x"}],"kind":"List"}"#,
  "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\"\n}",
  "[\n  {\n    \"apiVersion\": \"v1\"\n  }\n]",
  "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n",
  "NAME   V4IP   MAC   SUBNET\na   1.2.3.4   00:00   s\n", "", "\n\n", "switch 0000 (ovn-default)\n    port a.b\n",
  "NAMESPACE,NAME\na,b\n", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
])
func whatIsNoLogIsNotClaimed(_ text: String) {
  let confidence = LogFormat.probe(Array(text.utf8).span.bytes, .init())
  #expect(confidence.value == 0, "\(confidence.reason)")
}

@Test func probeSaysHowTheLogIsWrapped() {
  func probe(_ text: String) -> Confidence { LogFormat.probe(Array(text.utf8).span.bytes, .init()) }
  #expect(probe(klogLine + "\n") == Confidence(90, "klog: 1 of 1 lines"))
  #expect(probe("2026-11-23T20:31:00Z stderr F \(klogLine)\n").reason == "cri > klog: 1 of 1 lines")
  #expect(probe(klogLine + "\n" + String(repeating: "text\n", count: 99)).value == 60)
  #expect(probe("2026-11-23T09:15:19.966Z|00001|vlog|INFO|opened\n").value == 20)
  #expect(probe("  message: |\n    \(klogLine)\n" + String(repeating: "  key: value\n", count: 50)).value == 10)
  #expect(probe("2026-11-23T20:31:00Z stderr F hello\n").reason == "cri > text: 1 of 1 lines")
  #expect(probe("previous terminated container \"c\" in pod \"p\" not found\n").value == 20)
  #expect(probe("panic: x\n\ngoroutine 1 [running]:\n").value == 20)
}
