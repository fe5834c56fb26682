import ByteLexing
import Formats
import Intake
import Model
import Vocabulary

@testable import Pipeline

private let provenance = Provenance(input: "fuzz", chain: ["fuzz"])

/// One format, whether or not another would be surer of the stream; every byte must be accounted for.
struct FormatTarget: FuzzTarget {
  let format: any StreamFormat.Type

  static var all: [(String, any FuzzTarget)] { FormatRegistry.all.map { ($0.id, FormatTarget(format: $0)) } }

  func run(_ input: FuzzInput) {
    let harvester = Harvester(provenance: provenance, vocabulary: .builtIn)
    var feed = ByteFeed(limit: 1 << 20) { [refill = input.refill] buffer in
      let count = try refill(buffer)
      harvester.received(count)
      return count
    }
    do {
      _ = try feed.require(1024)
      guard feed.withUnreadSpan({ format.probe($0, PathHints()) }) > .none else { return }
      try format.read(&feed, FormatContext(provenance: provenance, itemLimit: 1 << 20), into: harvester)
    } catch { return }
    harvester.account(.notUnderstood, feed.unreadCount)
    let harvest = harvester.finish()
    require(harvest.imbalance == 0, "\(format.id) is off by \(harvest.imbalance) bytes")
  }
}

/// A stream as it comes: pastes, what its beginning is taken for, and UTF-16.
struct StreamTarget: FuzzTarget {
  func run(_ input: FuzzInput) {
    let harvest = StreamReader(vocabulary: .builtIn).harvest(provenance, refill: input.refill)
    require(harvest.imbalance == 0, "\(harvest.format) is off by \(harvest.imbalance) bytes")
  }
}

/// Compressions and archives.
struct ContainerTarget: FuzzTarget {
  func run(_ input: FuzzInput) {
    let file = MemoryFile(input.bytes)
    var limits = IntakeLimits()
    (limits.totalBytes, limits.members) = (16 << 20, 200)
    let session = IntakeSession(limits: limits, isCancelled: { false })
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { buffer.deallocate() }
    for leaf in Intake.plan([file.path]).leaves {
      try? session.open(leaf, report: { _ in }) { stream in while try stream.read(into: buffer) > 0 {} }
    }
  }
}
