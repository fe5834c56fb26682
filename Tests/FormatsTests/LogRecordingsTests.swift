import Foundation
import Testing

@testable import Formats

/// Set `KO_LOG_DIR` to read a folder of files by hand and print what was made of each.
@Test(.enabled(if: ProcessInfo.processInfo.environment["KO_LOG_DIR"] != nil))
func logFilesByHand() throws {
  let folder = try #require(ProcessInfo.processInfo.environment["KO_LOG_DIR"])
  let verbose = ProcessInfo.processInfo.environment["KO_LOG_VERBOSE"] != nil
  for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    let confidence = LogFormat.probe(bytes.span.bytes.extracting(first: 64 << 10), .init())
    guard confidence.value > 0 else { continue }
    let log = readLog(bytes, keepsLines: false)
    #expect(log.totalBytes == bytes.count, "\(name)")
    print(
      confidence.value, name, "|", confidence.reason, "|", log.chains, "klog", log.klogLines, "remarks",
      log.remarks.prefix(3), log.origins.mapValues { "\($0.namespace)/\($0.pod)/\($0.container)@\($0.node)" })
    if verbose { for line in log.strangeLines { print("    ?", line.prefix(150)) } }
  }
}
