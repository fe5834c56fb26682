import Foundation
import Model
import Reports
import Testing

@testable import Pipeline

/// A large log forgets nothing: what is dropped of it to save memory, and where it is cut to be read by several threads,
/// changes no claim.
@Suite struct ThinningTests {
  /// Rule, object and verdict of everything claimed of a log that was read in so many parts, each thinned out.
  private func claims(_ log: [UInt8], parts: Int, keepsEverything: Bool) throws -> Set<String> {
    let joiner = HarvestJoiner(keepsEverything: keepsEverything, thrift: LogThrift(limit: 1))
    var from = 0
    for number in 0..<parts {
      var end = number + 1 == parts ? log.count : max(from, log.count * (number + 1) / parts)
      while end < log.count, log[end - 1] != UInt8(ascii: "\n") { end += 1 }
      let (start, stop) = (from, end)
      var at = start
      var reader = StreamReader(vocabulary: .builtIn)
      reader.keepsEverything = keepsEverything
      joiner.take(
        number,
        reader.harvest(Provenance(input: "log", chain: ["log"]), startOffset: UInt64(start), isLarge: true) { buffer in
          let count = min(buffer.count, stop - at)
          buffer.copyBytes(from: log[at..<at + count])
          at += count
          return count
        })
      from = end
    }
    let options = AnalyzeOptions()
    let evidence = try Evidence(options, following: [try #require(joiner.finish())])
    let pack = try RuleLoading.pack(folders: [])
    let result = Analysis.judge(evidence, options, pack, isCancelled: { false })
    var claims: Set<String> = []
    for finding in result.report.findings {
      for object in finding.objects { claims.insert("\(finding.rule) \(object.ref.display) \(object.verdict)") }
    }
    return claims
  }

  @Test(arguments: Recordings.names)
  func droppingChangesNoClaim(_ name: String) throws {
    for log in Fixtures.files where log.contains("/\(name)/") && log.contains("/pods/") && log.contains("controller") {
      let bytes = try Fixtures.content(log)
      let whole = try claims(bytes, parts: 1, keepsEverything: true)
      for parts in [1, 3, 11] {
        #expect(try claims(bytes, parts: parts, keepsEverything: false) == whole, "\(log) in \(parts)")
      }
    }
  }

  /// A pod of a StatefulSet takes over what the last one of its name left, and its own deletion removes it.
  @Test func aNameThatComesBackInAnotherPartIsNotForgotten() throws {
    let leak = """
      I0319 09:10:00.000100       1 controller.go:908] Starting workers
      I0319 09:14:57.900000       1 pod.go:224] enqueue add pod shop/app-0
      I0319 09:14:58.000000       1 pod.go:519] handle add/update pod shop/app-0
      I0319 09:14:58.200000       1 ipam.go:60] allocate v4 10.16.0.9, v6 , mac 0a:00:00:00:00:09 for shop/app-0 from subnet ovn-default
      I0319 09:14:58.400000       1 pod.go:401] take 300 ms to handle sync pod shop/app-0
      I0319 09:15:02.000000       1 pod.go:922] handle delete pod shop/app-0
      I0319 09:15:02.060000       1 pod.go:439] take 60 ms to handle delete pod shop/app-0

      """
    let next = """
      I0319 09:24:57.900000       1 pod.go:224] enqueue add pod shop/app-0
      I0319 09:24:58.000000       1 pod.go:519] handle add/update pod shop/app-0
      I0319 09:24:58.200000       1 ipam.go:60] allocate v4 10.16.0.9, v6 , mac 0a:00:00:00:00:09 for shop/app-0 from subnet ovn-default
      I0319 09:24:58.400000       1 pod.go:401] take 300 ms to handle sync pod shop/app-0
      I0319 09:25:02.000000       1 pod.go:922] handle delete pod shop/app-0
      I0319 09:25:02.051000       1 pod.go:1048] delete cr ip 'app-0.shop' for pod shop/app-0
      I0319 09:25:02.060000       1 pod.go:439] take 60 ms to handle delete pod shop/app-0
      I0319 09:35:00.000000       1 pod.go:224] enqueue add pod shop/late-x7k2p

      """
    let bytes = Array((leak + next).utf8)
    #expect(try claims(bytes, parts: 2, keepsEverything: false) == claims(bytes, parts: 1, keepsEverything: true))
  }
}
