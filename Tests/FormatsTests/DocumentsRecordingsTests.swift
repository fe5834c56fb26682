import Foundation
import Testing

@testable import Formats

/// Whole recorded runs, where they are beside the sources.
@Suite struct DocumentsRecordingsTests {
  static let parts = [
    "evidence/before/", "evidence/after/", "evidence/audit/", "evidence/ovn/", "wrappings/events", "wrappings/ips",
    "wrappings/subnets", "wrappings/pods", "wrappings/kubectl-describe", "wrappings/kubectl-events", "cluster-info-dump",
  ]

  @Test func everyDocumentIsUnderstood() throws {
    for path in Documents.recordings(Self.parts) where !path.hasSuffix("logs.txt") && !path.contains("logs.txt.gz") {
      let bytes = try Documents.content(path)
      let format = Documents.identify(bytes, path)
      guard let format else {
        Issue.record("not identified: \(path)")
        continue
      }
      let sink = try Documents.read(bytes, as: format, named: path)
      if ProcessInfo.processInfo.environment["SHOW"] != nil {
        print(
          format.id, (path as NSString).pathComponents.suffix(3).joined(separator: "/"), bytes.count, "objects",
          sink.objects.count, "events", sink.events.count, "audits", sink.audits.count, "ports", sink.ports.count,
          "lists", sink.lists.count, sink.uses)
      }
      #expect(sink.notUnderstood == 0, "\(path): \(sink.samples)")
    }
  }
}
