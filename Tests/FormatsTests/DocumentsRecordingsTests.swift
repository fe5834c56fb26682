import Foundation
import Model
import Testing

@testable import Formats

/// Whole recorded runs, where they are beside the sources.
@Suite struct DocumentsRecordingsTests {
  static let parts = [
    "evidence/before/", "evidence/after/", "evidence/audit/", "evidence/ovn/", "wrappings/events", "wrappings/ips",
    "wrappings/subnets", "wrappings/pods", "wrappings/kubectl-describe", "wrappings/kubectl-events",
    "cluster-info-dump",
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

/// The same state, written in different ways, must read the same.
@Suite struct DocumentsAgreementTests {
  private static func read(_ path: String) throws -> CollectingSink {
    let bytes = try Documents.content(path)
    let format = try #require(Documents.identify(bytes, path))
    return try Documents.read(bytes, as: format, named: path)
  }

  /// Folders of recordings that hold a file of this name.
  private static func paths(_ name: String) -> [String] {
    let paths = Documents.recordings([name]).filter { $0.hasSuffix(name) || $0.hasSuffix(name + ".gz") }
    #expect(!paths.isEmpty || Documents.recordings(["truth.json"]).isEmpty, "\(name)")
    return paths
  }

  private static func sibling(_ path: String, _ from: String, _ to: String) -> String? {
    let other = path.replacingOccurrences(of: from, with: to)
    return [other, other + ".gz", other.replacingOccurrences(of: ".gz", with: "")]
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  @Test func yamlAndJSON() throws {
    for name in ["/ips.json", "/subnets.json", "/events.json"] {
      for path in Self.paths("evidence/after" + name) {
        let other = try #require(Self.sibling(path, ".json", ".yaml"))
        let (json, yaml) = (try Self.read(path), try Self.read(other))
        // The two dumps were taken a moment apart; what did not change in between is equal.
        let unchanged = Dictionary(json.objects.map { ($0.uid, $0) }, uniquingKeysWith: { a, _ in a })
        var same = 0
        for object in yaml.objects where unchanged[object.uid]?.resourceVersion == object.resourceVersion {
          #expect(unchanged[object.uid] == object, "\(other)")
          same += 1
        }
        let events = Set(json.events)
        let common = yaml.events.filter { events.contains($0) }.count
        #expect(same + common > (json.objects.count + json.events.count) * 3 / 4, "\(path)")
      }
    }
  }

  @Test func descriptionsAndJSON() throws {
    for kind in ["ips", "subnets"] {
      for path in Self.paths("wrappings/kubectl-describe-\(kind).txt") {
        let json = try #require(
          Self.sibling(path, "wrappings/kubectl-describe-\(kind).txt", "evidence/after/\(kind).json"))
        let (described, dumped) = (try Self.read(path), try Self.read(json))
        let byUID = Dictionary(dumped.objects.map { ($0.uid, $0) }, uniquingKeysWith: { a, _ in a })
        var same = 0
        for object in described.objects where byUID[object.uid]?.resourceVersion == object.resourceVersion {
          var expected = try #require(byUID[object.uid])
          // kubectl describe leaves managedFields out.
          expected.managers = []
          #expect(object == expected)
          same += 1
        }
        #expect(same > 0 && same * 4 > dumped.objects.count * 3)
      }
    }
  }

  @Test func tablesAndJSON() throws {
    for kind in ["ips", "subnets"] {
      for path in Self.paths("evidence/after/\(kind).txt") {
        let json = try #require(Self.sibling(path, ".txt", ".json"))
        let (table, dumped) = (try Self.read(path), try Self.read(json))
        let byName = Dictionary(dumped.objects.map { ($0.ref, $0) }, uniquingKeysWith: { a, _ in a })
        var compared = 0
        for object in table.objects {
          guard let full = byName[object.ref] else { continue }
          for (field, value) in object.fields where !field.hasPrefix("status.") {
            #expect(full.fields[field] == value, "\(path) \(object.name) \(field)")
            compared += 1
          }
        }
        #expect(compared > 5, "\(path)")
      }
    }
  }

  @Test func databaseFileAndListing() throws {
    for path in Self.paths("evidence/ovn/ovnnb_db.db") {
      let listing = try #require(Self.sibling(path, "ovn/ovnnb_db.db", "after/ovn-nb-lsp.json"))
      let show = try #require(Self.sibling(path, "ovn/ovnnb_db.db", "after/ovn-nb-show.txt"))
      let replayed = try Self.read(path).ports
      var live: [String: NorthboundPort] = [:]
      for port in replayed {
        live[port.uuid] = port.isDeleted ? nil : port
        #expect(port.written != nil)
        #expect(port.isDeleted || !port.logicalSwitch.isEmpty)
      }
      let names = Set(live.values.map { [$0.name, $0.logicalSwitch].joined(separator: " ") })
      let listed = Set(try Self.read(listing).ports.map { [$0.name, $0.logicalSwitch].joined(separator: " ") })
      let shown = Set(try Self.read(show).ports.map { [$0.name, $0.logicalSwitch].joined(separator: " ") })
      // Background pods come and go between the three.
      #expect(names.symmetricDifference(listed).count <= 3, "\(path) \(names.symmetricDifference(listed))")
      #expect(names.symmetricDifference(shown).count <= 3, "\(path) \(names.symmetricDifference(shown))")
    }
  }

  @Test func auditSeesTheFinalizersGo() throws {
    for path in Self.paths("kube-apiserver-audit.log") {
      let audits = try Self.read(path).audits
      // Every IP object that an answered write showed without finalizers and in deletion lost them in that very write.
      for record in audits where record.resource == "ips" && record.code < 400 {
        guard let object = record.object, record.verb == "patch" || record.verb == "update" else { continue }
        if object.finalizers.isEmpty, object.deletionRequested != nil { #expect(record.removesFinalizer) }
        if !object.finalizers.isEmpty, record.removesFinalizer { #expect(object.finalizers.count <= 1) }
      }
      #expect(audits.contains { $0.removesFinalizer && $0.resource == "ips" })
      #expect(audits.allSatisfy { $0.received != nil && $0.answered != nil && !$0.user.isEmpty && $0.code > 0 })
    }
  }
}
