import Foundation
import Model
import Reports
import Testing

@testable import Pipeline

extension SplitMix: RandomNumberGenerator {}

/// Logs as people and collectors leave them: cut, filtered, mixed, reversed, incomplete. Whatever is done to a log, nothing is
/// claimed that is not so; and what changes only its packing changes nothing.
@Suite struct SoundnessTests {
  private static let logs = ["1.12.28-leader-lost", "1.13.14-shanghai", "1.15.4-crash-loop"]
  typealias Lines = [ArraySlice<UInt8>]

  /// The log of each replica, in the order in which it was written.
  private func replicas(_ name: String) throws -> [Lines] {
    _ = Recordings.names
    let pods = "fixtures/recordings/\(name)/evidence/pods"
    let names = try FileManager.default.contentsOfDirectory(atPath: pods).sorted()
    return try names.map { Array(try TextLog.read("\(pods)/\($0)")).split(separator: 0x0A) }
  }

  private func analyze(_ files: [(name: String, lines: Lines)]) throws -> AnalysisResult {
    let folder = try ScratchFolder()
    for file in files { try folder.write(file.name, file.lines.flatMap { $0 + [0x0A] }) }
    return try Recordings.analyze([files.count == 1 ? folder.path(files[0].name) : folder.path("")])
  }

  /// Claims about what never leaked nor got stuck.
  private func wrong(_ result: AnalysisResult, _ name: String) throws -> [String] {
    Recordings.claims(result.report).subtracting(try Recordings.Truth(name).ever).sorted()
  }

  private func claims(_ result: AnalysisResult) -> Set<String> { Recordings.claims(result.report) }

  private func text(_ line: ArraySlice<UInt8>) -> String { String(decoding: line, as: UTF8.self) }

  // MARK: Order

  @Test(arguments: logs) func theNewestLineFirstIsTheSameLog(_ name: String) throws {
    let lines = try #require(try replicas(name).last)
    let (plain, reversed) = (try analyze([("x.log", lines)]), try analyze([("x.log", lines.reversed())]))
    #expect(claims(reversed) == claims(plain))
    #expect(reversed.isConclusive == plain.isConclusive)
  }

  @Test(arguments: logs) func shuffledBlocksAreTheSameLog(_ name: String) throws {
    let lines = try #require(try replicas(name).last)
    let plain = claims(try analyze([("x.log", lines)]))
    for seed in 1...3 {
      var random = SplitMix(state: UInt64(seed))
      let size = lines.count / 8 + 1
      var blocks = stride(from: 0, to: lines.count, by: size).map { Array(lines[$0..<min($0 + size, lines.count)]) }
      blocks.shuffle(using: &random)
      #expect(claims(try analyze([("x.log", blocks.flatMap { $0 })])) == plain, "\(seed)")
    }
  }

  @Test(arguments: logs) func linesOutOfPlaceClaimNothingElse(_ name: String) throws {
    let lines = try #require(try replicas(name).last)
    var random = SplitMix(state: 3)
    let keyed = lines.enumerated().map { ($0.offset + Int(random.next() % 30), $0.offset, $0.element) }
    let jittered = keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    #expect(claims(try analyze([("x.log", jittered)])).subtracting(claims(try analyze([("x.log", lines)]))).isEmpty)
  }

  // MARK: Pieces

  /// Pieces without a name that says who wrote them, in any order, give what the whole log gives.
  @Test(arguments: logs) func piecesInAnyOrderAreTheSameLog(_ name: String) throws {
    let lines = try #require(try replicas(name).last)
    let whole = try analyze([("x.log", lines)])
    for seed in 1...3 {
      var random = SplitMix(state: UInt64(seed))
      let cuts = [0] + (1...4).map { _ in Int(random.next() % UInt64(lines.count)) }.sorted() + [lines.count]
      let pieces = zip(cuts, cuts.dropFirst()).map { Array(lines[$0..<$1]) }
      let names = ["b", "e", "a", "d", "c"].shuffled(using: &random)
      let result = try analyze(zip(names, pieces).map { ("\($0).log", $1) })
      #expect(claims(result) == claims(whole), "\(seed)")
      #expect(result.isConclusive == whole.isConclusive, "\(seed)")
    }
  }

  @Test(arguments: logs) func aLogBesideItselfIsOneLog(_ name: String) throws {
    let lines = try #require(try replicas(name).last)
    let twice = claims(try analyze([("x.log", lines + lines)]))
    #expect(twice == claims(try analyze([("x.log", lines)])))
  }

  // MARK: Selections

  /// What is missing was taken out: nothing is concluded from it, and nothing is called clean.
  @Test(
    arguments: logs,
    [
      "delete (ip CR|cr ip)", "handle delete pod", "take [0-9]+ ms", "release all ip", "^[^ ]* std... . I", "enqueue",
    ])
  func whatWasFilteredOutIsNotAbsent(_ name: String, _ pattern: String) throws {
    let lines = try replicas(name).flatMap { $0 }
    let expression = try NSRegularExpression(pattern: pattern)
    let kept = lines.filter { line in
      let text = text(line)
      return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) == nil
    }
    #expect(try wrong(analyze([("x.log", kept)]), name).isEmpty)
  }

  @Test(arguments: logs, ["error", "delete", "allocate", "pod"])
  func whatWasLookedForIsASelection(_ name: String, _ word: String) throws {
    let lines = try replicas(name).flatMap { $0 }
    let result = try analyze([("x.log", lines.filter { text($0).contains(word) })])
    #expect(try wrong(result, name).isEmpty)
    #expect(!result.isConclusive)
  }

  // MARK: Losses

  /// Lines that were cut, wrapped, ended by a mark or escaped for a page do not read as they were written: what they do not
  /// show is not absent, and a name at their end is perhaps a part of one.
  @Test(
    arguments: logs,
    ["cut 100", "cut 120", "cut 141", "fold 120", "fold at blanks", "end  |", "end ;", "end \u{a0}", "entities"])
  func changedLinesShowNoAbsence(_ name: String, _ change: String) throws {
    let lines = try #require(try replicas(name).last)
    let width = Int(change.drop { !$0.isNumber }) ?? 0
    func changed(_ line: ArraySlice<UInt8>) -> Lines {
      switch change.prefix(4) {
      case "cut ": return [line.prefix(width)]
      case "fold":
        var (rest, pieces) = (line, Lines())
        while rest.count > 120 {
          let blank = rest.prefix(120).lastIndex(of: 0x20) ?? rest.startIndex
          let end = width > 0 || blank == rest.startIndex ? rest.startIndex + 120 : blank + 1
          pieces.append(rest[..<end])
          rest = rest[end...]
        }
        return pieces + [rest]
      case "end ": return [line + Array(change.dropFirst(4).utf8)]
      default:
        return [
          Array(
            text(line).replacing("\"", with: "&quot;").replacing("'", with: "&#39;").replacing(">", with: "&gt;").utf8)[
              ...]
        ]
      }
    }
    let result = try analyze([("x.log", lines.flatMap(changed))])
    #expect(try wrong(result, name) == [])
    #expect(!result.isConclusive)
  }

  @Test(arguments: logs) func aHoleIsNoAbsence(_ name: String) throws {
    let lines = try replicas(name).flatMap { $0 }
    let deletions = lines.indices.filter { text(lines[$0]).contains("handle delete pod") }
    for seed in 1...8 {
      var random = SplitMix(state: UInt64(seed))
      let at = deletions[Int(random.next() % UInt64(deletions.count))] - Int(random.next() % 40)
      let hole = max(0, at)..<min(lines.count, max(0, at) + 40 + Int(random.next() % 200))
      let kept = Array(lines[..<hole.lowerBound] + lines[hole.upperBound...])
      #expect(try wrong(analyze([("x.log", kept)]), name).isEmpty, "\(seed)")
    }
  }

  // MARK: Clocks

  /// Times that alternate between December and January end nothing, and cover no years.
  @Test func alternationAtMidnightIsNoNewYear() throws {
    var lines: Lines = []
    for i in 0..<300 {
      let day = i % 2 == 0 ? "1231 23:59:5" : "0101 00:00:0"
      let line = "I\(day)\(i % 10).\(100_000 + i)       1 pod.go:224] enqueue add pod shop/web-\(i)"
      lines.append(Array(line.utf8)[...])
    }
    let report = try analyze([("x.log", lines)]).report
    for entry in report.coverage {
      let (from, to) = (try #require(entry.from), try #require(entry.to))
      #expect(to - from < 86_400_000_000_000)
    }
  }

  /// Steps back that each look like a year: the program neither ends nor counts centuries.
  @Test func jumpsBackCountNoCenturies() throws {
    var lines: Lines = []
    for i in 0..<3000 {
      let month = ["01", "05", "09", "12"][i % 4]
      lines.append(Array("I\(month)01 00:00:00.000001       1 pod.go:224] enqueue add pod shop/web-\(i)".utf8)[...])
    }
    _ = try analyze([("x.log", lines)])
  }

  // MARK: Witnesses

  /// A moment of the controller's log beside an hour of another program's shows a moment.
  @Test func anotherProgramCoversNothing() throws {
    let lines = try #require(try replicas("1.13.14-shanghai").last)
    let other: Lines = (0..<3600).map { i in
      let (minute, second) = (i / 60, i % 60)
      let time = "\(minute < 10 ? "0" : "")\(minute):\(second < 10 ? "0" : "")\(second)"
      return Array("I1123 12:\(time).000001   12345 handler.go:96] add port request for busybox-\(i)".utf8)[...]
    }
    let result = try analyze([("kube-ovn-controller.log", Array(lines[200..<260])), ("kube-ovn-cni.log", other)])
    #expect(!result.isConclusive)
  }
}
