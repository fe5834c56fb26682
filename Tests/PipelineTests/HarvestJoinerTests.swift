import Chronicle
import Model
import Testing
import Vocabulary

@testable import Pipeline

/// Parts of one log, joined: the same whatever their order of coming, and thinned out across their borders.
@Suite struct HarvestJoinerTests {
  /// Two pods are set up; one goes cleanly two parts later, the other's IP object is never asked to go.
  private static let parts = [
    """
    I0319 09:10:00.000100       1 controller.go:908] Starting workers
    I0319 09:14:57.900000       1 pod.go:224] enqueue add pod shop/clean-x7k2p
    I0319 09:14:58.000000       1 pod.go:576] sync pod shop/clean-x7k2p allocated
    I0319 09:14:58.200000       1 ipam.go:60] allocate v4 10.16.0.9, v6 , mac 0a:00:00:00:00:09 for shop/clean-x7k2p from subnet ovn-default
    I0319 09:14:58.300000       1 ipam.go:60] allocate v4 10.16.0.8, v6 , mac 0a:00:00:00:00:08 for shop/lost from subnet ovn-default
    I0319 09:14:58.400000       1 pod.go:401] take 300 ms to handle sync pod shop/clean-x7k2p

    """,
    "I0319 10:14:58.300000       1 pod.go:401] take 300 ms to handle sync pod shop/lost\n",
    """
    I0319 11:15:02.000000       1 pod.go:922] handle delete pod shop/clean-x7k2p
    I0319 11:15:02.051000       1 pod.go:1048] delete cr ip 'clean-x7k2p.shop' for pod shop/clean-x7k2p
    I0319 11:15:02.060000       1 pod.go:439] take 60 ms to handle delete pod shop/clean-x7k2p
    I0319 11:15:03.000000       1 pod.go:922] handle delete pod shop/lost
    I0319 11:15:03.060000       1 pod.go:439] take 60 ms to handle delete pod shop/lost
    I0319 11:18:00.000000       1 pod.go:401] take 300 ms to handle sync pod shop/lost

    """,
  ]

  private func harvest(_ number: Int) -> StreamHarvest {
    let before = Self.parts[..<number].reduce(0) { $0 + $1.utf8.count }
    let bytes = Array(Self.parts[number].utf8)
    var at = 0
    let reader = StreamReader(vocabulary: .builtIn)
    return reader.harvest(Provenance(input: "x", chain: ["x"]), startOffset: UInt64(before), isLarge: true) { buffer in
      let count = min(buffer.count, bytes.count - at)
      buffer.copyBytes(from: bytes[at..<at + count])
      at += count
      return count
    }
  }

  private func joined(_ order: [Int], limit: Int, keepsEverything: Bool = false) throws -> StreamHarvest {
    let joiner = HarvestJoiner(keepsEverything: keepsEverything, thrift: LogThrift(limit: limit))
    for number in order { joiner.take(number, harvest(number)) }
    return try #require(joiner.finish())
  }

  private func subjects(_ harvest: StreamHarvest) -> [String] {
    harvest.log.events.map { "\($0.kind.rawValue) \(harvest.log.resources.key($0.subject)) \($0.line)" }
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]], [1, 1000])
  func theOrderOfComingDoesNotMatter(_ order: [Int], _ limit: Int) throws {
    let (a, b) = (try joined(order, limit: limit), try joined([0, 1, 2], limit: limit))
    #expect(subjects(a) == subjects(b))
    #expect(a.lines == 13 && a.bytes.total == UInt64(Self.parts.joined().utf8.count))
  }

  @Test func aPodThatOutlivesItsPartIsDroppedOnlyWhenItWentCleanly() throws {
    let all = subjects(try joined([0, 1, 2], limit: 1000))
    let thinned = try joined([0, 1, 2], limit: 1)
    let kept = subjects(thinned)
    #expect(all.contains { $0.contains("shop/clean") } && !kept.contains { $0.contains("shop/clean") })
    #expect(kept == all.filter { !$0.contains("clean") })
    #expect(kept.contains { $0.contains("shop/lost") } && thinned.log.dropped == all.count - kept.count)
    // Names go with the events; those of the default provider are taught by a few objects that stay.
    #expect(thinned.log.resources.find(.pod, key: "shop/lost") != 0)
    #expect(subjects(try joined([0, 1, 2], limit: 1, keepsEverything: true)).count >= all.count)
  }
}
