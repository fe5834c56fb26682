import Foundation
import Model
import Testing

@testable import Pipeline

/// Dumps of recordings as people hand them over: pages, selections, old lists, copies without metadata. Whatever is left of
/// them, nothing is claimed that never was, and "no leak" is not said while there is one.
@Suite struct AlteredDumpsTests {
  /// A list as `kubectl get -o yaml` prints it.
  private struct List {
    var items: [String]
    var tail: String

    init(_ text: String) {
      let marks = text.components(separatedBy: "\n- apiVersion:")
      items = marks.dropFirst().map { "- apiVersion:" + $0 }
      tail = "kind: List\nmetadata:\n  resourceVersion: \"\"\n"
      if let last = items.last, let end = last.range(of: "\nkind: List") {
        items[items.count - 1] = String(last[..<end.lowerBound])
      }
    }

    var text: String { "apiVersion: v1\nitems:\n" + items.map { $0 + "\n" }.joined() + tail }
  }

  private typealias Dump = [String: List]

  private static func load(_ name: String, _ folder: String) -> Dump {
    let base = Recordings.root.appendingPathComponent("fixtures/recordings/\(name)/evidence/\(folder)")
    var dump: Dump = [:]
    for kind in [
      "ips", "subnets", "vpcs", "pods", "statefulsets", "namespaces", "net-attach-defs", "nodes", "leases",
      "deployments",
    ] {
      guard let text = try? String(contentsOf: base.appendingPathComponent(kind + ".yaml"), encoding: .utf8) else {
        continue
      }
      dump[kind] = List(text)
    }
    return dump
  }

  /// Keeps the items of one list for which `isKept` holds.
  private static func keep(_ kind: String, _ isKept: @escaping (Int, String) -> Bool) -> (Dump, Dump) -> Dump {
    { after, _ in
      var dump = after
      dump[kind]?.items = (after[kind]?.items ?? []).enumerated().filter { isKept($0.offset, $0.element) }.map(
        \.element)
      return dump
    }
  }

  private static func page(_ kind: String) -> (Dump, Dump) -> Dump {
    { after, _ in
      var dump = after
      let count = (after[kind]?.items.count ?? 0) / 2
      dump[kind]?.items.removeLast(count)
      dump[kind]?.tail = "kind: List\nmetadata:\n  continue: eyJ2Ijoi\n  remainingItemCount: \(count)\n"
      return dump
    }
  }

  private static func old(_ kinds: String...) -> (Dump, Dump) -> Dump {
    { after, before in after.merging(before.filter { kinds.contains($0.key) }) { $1 } }
  }

  private static func without(_ lines: String...) -> (Dump, Dump) -> Dump {
    { after, _ in
      after.mapValues { list in
        var list = list
        list.items = list.items.map { item in
          item.components(separatedBy: "\n").filter { line in !lines.contains { line.hasPrefix("    " + $0) } }
            .joined(separator: "\n")
        }
        return list
      }
    }
  }

  private static var alterations: [(String, (Dump, Dump) -> Dump)] {
    [
      ("a page of IP objects", page("ips")), ("a page of pods", page("pods")),
      ("pods but of kube-system", keep("pods") { !$1.contains("\n    namespace: kube-system\n") }),
      ("pods of one namespace", keep("pods") { $1.contains("\n    namespace: ci\n") }),
      ("pods that do not run", keep("pods") { !$1.contains("phase: Running") }),
      ("the first half of the IP objects", keep("ips") { i, _ in i % 2 == 0 }),
      ("Subnets but one", keep("subnets") { i, _ in i != 0 }),
      ("some namespaces", keep("namespaces") { $1.contains("name: kube-system") || $1.contains("name: ci") }),
      ("some nodes", keep("nodes") { i, _ in i != 0 }),
      ("IP objects of before", old("ips")), ("Subnets and Vpcs of before", old("subnets", "vpcs")),
      ("all of before but the pods", old("ips", "subnets", "vpcs")),
      ("no UIDs", without("uid:")), ("no deletions", without("deletionTimestamp:", "deletionGracePeriodSeconds:")),
      ("no owners", { after, _ in after.filter { $0.key != "statefulsets" } }),
      ("no Vpcs", { after, _ in after.filter { $0.key != "vpcs" } }),
      ("no pods", { after, _ in after.filter { $0.key != "pods" } }),
    ]
  }

  @Test(arguments: Recordings.names)
  func nothingWrongIsSaid(_ name: String) throws {
    let truth = try Recordings.Truth(name)
    let (after, before) = (Self.load(name, "after"), Self.load(name, "before"))
    for (what, alter) in Self.alterations {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("altered-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      var given = ""
      for (kind, list) in alter(after, before) {
        try list.text.write(to: folder.appendingPathComponent(kind + ".yaml"), atomically: true, encoding: .utf8)
        given += list.text
      }
      let result = try Recordings.analyze([folder.path])
      let claims = Recordings.claims(result.report)
      #expect(claims.isSubset(of: truth.now), "\(what): \(claims.subtracting(truth.now).sorted().prefix(5))")
      let ruledOut = Recordings.ruledOut(result.report)
      #expect(ruledOut.isDisjoint(with: truth.now), "\(what): \(ruledOut.intersection(truth.now).sorted().prefix(5))")
      let isShown = truth.now.contains { given.contains($0.split(separator: "/").last ?? "") }
      if isShown { #expect(ExitStatus.of(result, failOn: .info) != .clean, "\(what) of \(name) is no proof") }
    }
  }

  /// The rest of the IP objects may be gone: then the Subnets, which were dumped whole, know how many are left.
  @Test(arguments: Recordings.names)
  func noMoreIsClaimedThanASubnetCounts(_ name: String) throws {
    let (after, before) = (Self.load(name, "after"), Self.load(name, "before"))
    var counters: [String: Int] = [:]
    for item in after["subnets"]?.items ?? [] {
      guard let subnet = item.firstMatch(of: /\n    name: (\S+)/), let count = item.firstMatch(of: /v4usingIPs: (\d+)/)
      else { continue }
      counters[String(subnet.1)] = Int(count.1)
    }
    let folder = try ScratchFolder()
    for (kind, list) in Self.page("ips")(after, before) {
      let file = folder.url.appendingPathComponent(kind + ".yaml")
      try list.text.write(to: file, atomically: true, encoding: .utf8)
    }
    let logs = Recordings.root.appendingPathComponent("fixtures/recordings/\(name)/evidence/pods").path
    let report = try Recordings.analyze([folder.url.path, logs]).report
    let claimed = report.findings.flatMap(\.objects).filter { $0.ref.kind == .ip && $0.verdict <= .probable }
    for (subnet, objects) in Dictionary(grouping: claimed, by: \.subnet) {
      guard let count = counters[subnet] else { continue }
      #expect(Set(objects.map(\.ref)).count <= count, "\(subnet) counts \(count)")
    }
  }

  /// A list of pods of which some were left out, without a sign of it: the log shows that they lived.
  @Test(arguments: Recordings.names)
  func podsThatTheLogShowsLivingAreNotGone(_ name: String) throws {
    let after = Self.load(name, "after")
    let logs = Recordings.root.appendingPathComponent("fixtures/recordings/\(name)/evidence/pods").path
    let truth = try Recordings.Truth(name)
    for part in 0..<2 {
      let folder = try ScratchFolder()
      for (kind, list) in Self.keep("pods", { i, item in item.contains("kube-ovn-controller") || i % 2 == part })(
        after, after)
      {
        let file = folder.url.appendingPathComponent(kind + ".yaml")
        try list.text.write(to: file, atomically: true, encoding: .utf8)
      }
      let claims = Recordings.claims(try Recordings.analyze([folder.url.path, logs]).report)
      #expect(claims.isSubset(of: truth.now), "\(claims.subtracting(truth.now).sorted().prefix(5))")
    }
  }

  /// Some of the IP objects, one by one and without a list around them, beside the log: what they do not show may have gone.
  @Test(arguments: Recordings.names)
  func whatAListThatIsNoneLacksMayBeGone(_ name: String) throws {
    let logs = Recordings.root.appendingPathComponent("fixtures/recordings/\(name)/evidence/pods").path
    let truth = try Recordings.Truth(name)
    let ips = Self.load(name, "after")["ips"]?.items ?? []
    let folder = try ScratchFolder()
    for (i, item) in ips.enumerated() {
      let lines = item.components(separatedBy: "\n").map { String($0.dropFirst(2)) }
      try lines.joined(separator: "\n").write(
        to: folder.url.appendingPathComponent("ip-\(i).yaml"), atomically: true, encoding: .utf8)
    }
    let claims = Recordings.claims(try Recordings.analyze([folder.url.path, logs]).report)
    #expect(claims.isSubset(of: truth.now), "\(claims.subtracting(truth.now).sorted().prefix(5))")
  }

  /// No controller is ready: what is left may only wait for the next one.
  @Test(arguments: Recordings.names)
  func nothingIsLeftOverWhileNobodyWorks(_ name: String) throws {
    var dump = Self.load(name, "after")
    let pods = dump["pods"]?.items ?? []
    dump["pods"]?.items = pods.map { item in
      item.contains("kube-ovn-controller") ? item.replacingOccurrences(of: "ready: true", with: "ready: false") : item
    }
    let folder = try ScratchFolder()
    for (kind, list) in dump {
      let file = folder.url.appendingPathComponent(kind + ".yaml")
      try list.text.write(to: file, atomically: true, encoding: .utf8)
    }
    let result = try Recordings.analyze([folder.url.path])
    #expect(Recordings.claims(result.report).isEmpty)
    if try !Recordings.Truth(name).now.isEmpty { #expect(ExitStatus.of(result, failOn: .info) != .clean) }
  }

  /// Copies that lost their deletionTimestamps, beside a log in which deletions fail: the two do not fit, so nothing is well.
  @Test func aDeletionThatFailsIsNotForgotten() throws {
    let name = "1.14.20-ovn-nat"
    let base = Recordings.root.appendingPathComponent("fixtures/recordings/\(name)/evidence")
    let folder = try ScratchFolder()
    for file in try FileManager.default.contentsOfDirectory(atPath: base.appendingPathComponent("after").path)
    where file.hasSuffix(".yaml") {
      let text = try String(contentsOf: base.appendingPathComponent("after/" + file), encoding: .utf8)
      let kept = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
        !$0.contains("deletionTimestamp:") && !$0.contains("deletionGracePeriodSeconds:")
      }
      try kept.joined(separator: "\n").write(
        to: folder.url.appendingPathComponent(file), atomically: true, encoding: .utf8)
    }
    let result = try Recordings.analyze([folder.url.path, base.appendingPathComponent("pods").path])
    #expect(ExitStatus.of(result, failOn: .info) != .clean)
  }

  /// `kubectl get ip` beside `kubectl get pods -A`: what no pod of the table can own is suspected, and nothing is proven.
  @Test func tablesAloneNameWhatNoPodOwns() throws {
    var (leaked, named) = (0, 0)
    for name in Recordings.names {
      let base = "fixtures/recordings/\(name)/evidence/after"
      guard let text = try? String(contentsOfFile: base + "/ips.txt", encoding: .utf8) else { continue }
      let report = try Recordings.analyze(["ips.txt", "pods.txt", "subnets.txt"].map { base + "/" + $0 }).report
      #expect(Recordings.claims(report).isEmpty)
      let found = Recordings.suspicions(report)
      let pods = try String(contentsOfFile: base + "/pods.txt", encoding: .utf8).split(separator: "\n").dropFirst()
      for pod in pods {
        let words = pod.split(separator: " ")
        #expect(!found.contains("IP/\(words[1]).\(words[0])"), "\(words[1]) is shown")
      }
      let now = try Recordings.Truth(name).now.filter { $0.hasPrefix("IP/") && text.contains("\($0.dropFirst(3)) ") }
      leaked += now.count
      named += now.intersection(found).count
    }
    #expect(leaked > 0 && named * 4 >= leaked * 3, "\(named) of \(leaked)")
  }
}
