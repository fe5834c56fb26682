import Foundation
import Reports
import Testing

@testable import Pipeline

/// Trees as the collecting tools lay them out, filled with what a recorded cluster said: each is recognised and named,
/// its logs and objects are read, and what it shows is found.
@Suite struct BundleTreeTests {
  private static let recording = "1.12.28-leader-lost"
  private static let evidence = "fixtures/recordings/\(recording)/evidence/"
  private static let pod = "kube-ovn-controller-7wxr4pr2n2-fp9z8"
  private static let uid = "0b6c2a51-4f0e-4f39-8a4c-2d2b1c8c6a11"

  /// What the trees are made of.
  private struct Material {
    /// The controller's own file, its container log as the node keeps it, and as `kubectl logs` prints it.
    var file: String
    var container: String
    var plain: String
    var timestamped: String
    private let folder: ScratchFolder

    init(_ folder: ScratchFolder) throws {
      self.folder = folder
      func text(_ path: String) throws -> String {
        String(decoding: try Fixtures.content(BundleTreeTests.evidence + path), as: UTF8.self)
      }
      file = try text("var-log-kube-ovn/\(BundleTreeTests.pod)/kube-ovn-controller.log")
      container = try text("pods/kube-system_\(BundleTreeTests.pod)/kube-ovn-controller/0.log.gz")
      let mark = " stderr F "
      timestamped = container.replacing(mark, with: " ")
      plain = container.split(separator: "\n").map {
        String($0[($0.firstRange(of: mark)?.upperBound ?? $0.startIndex)...]) + "\n"
      }.joined()
    }

    func write(_ path: String, _ text: String) throws { try folder.write(path, text.utf8) }

    /// The whole list of a kind as `kubectl get -o yaml` prints it.
    func list(_ kind: String) throws -> String {
      String(decoding: try Fixtures.content(BundleTreeTests.evidence + "after/\(kind).yaml"), as: UTF8.self)
    }

    /// The objects of a kind one by one: namespace, name, text.
    func objects(_ kind: String) throws -> [(namespace: String, name: String, yaml: String)] {
      var items: [String] = []
      for line in try list(kind).split(separator: "\n") {
        if line.hasPrefix("- ") { items.append("") }
        if !items.isEmpty, line.hasPrefix("- ") || line.hasPrefix("  ") {
          items[items.count - 1] += line.dropFirst(2) + "\n"
        }
      }
      // What stands behind the items belongs to the list.
      if let last = items.indices.last, let end = items[last].range(of: "\nresourceVersion: \"\"\n") {
        items[last] = String(items[last][..<end.lowerBound]) + "\n"
      }
      func field(_ item: String, _ name: String) -> String {
        item.split(separator: "\n").first { $0.hasPrefix("  \(name): ") }.map { String($0.dropFirst(name.count + 4)) }
          ?? ""
      }
      return items.map { (field($0, "namespace"), field($0, "name"), $0) }
    }

    /// One list for each namespace.
    func lists(_ kind: String) throws -> [(namespace: String, yaml: String)] {
      Dictionary(grouping: try objects(kind), by: \.namespace).sorted { $0.key < $1.key }.map { namespace, items in
        let body = items.map { item in
          item.yaml.split(separator: "\n").enumerated().map { ($0 == 0 ? "- " : "  ") + $1 + "\n" }.joined()
        }.joined()
        return (namespace, "apiVersion: v1\nitems:\n\(body)kind: List\nmetadata:\n  resourceVersion: \"\"\n")
      }
    }

    /// The items of a JSON list as a bare array.
    func array(_ kind: String) throws -> String {
      let tree = try JSONSerialization.jsonObject(
        with: Data(try Fixtures.content(BundleTreeTests.evidence + "after/\(kind).json")))
      let items = (tree as? [String: Any])?["items"] ?? []
      return String(
        decoding: try JSONSerialization.data(withJSONObject: items, options: [.prettyPrinted, .sortedKeys]),
        as: UTF8.self)
    }

    func halves(_ text: String) -> (old: String, new: String) {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let middle = lines.count / 2
      return (lines[..<middle].map { $0 + "\n" }.joined(), lines[middle...].joined(separator: "\n"))
    }
  }

  private struct Layout: CustomTestStringConvertible, Sendable {
    var kind: String
    var hasLog = true
    var hasObjects = true
    /// Shell run in the folder when the files are there.
    var command = ":"
    var make: @Sendable (Material) throws -> Void
    var testDescription: String { kind }
  }

  private static let layouts: [Layout] = [
    Layout(
      kind: "kubectl-ko-log", hasObjects: false,
      command: "gzip kubectl-ko-log/n1/kube-ovn/kube-ovn-controller.log.1"
    ) { m in
      let top = "kubectl-ko-log/n1/"
      try m.write(top + "kube-ovn/kube-ovn-controller.log.1", m.halves(m.file).old)
      try m.write(top + "kube-ovn/kube-ovn-controller.log", m.halves(m.file).new)
      try m.write(top + "kube-ovn/kube-ovn-cni.log", "I1123 21:36:50.903475       1 server.go:37] started\n")
      try m.write(
        top + "ovn/ovn-northd.log",
        "2026-11-23T20:36:50.903Z|00001|vlog|INFO|opened log file /var/log/ovn/ovn-northd.log\n")
      try m.write(top + "linux/top.log", "top - 17:15:53 up 3 days\n")
    },
    Layout(
      kind: "node-logs", hasObjects: false, command: "gzip var/log/kube-ovn/kube-ovn-controller.log.1"
    ) { m in
      try m.write("var/log/kube-ovn/kube-ovn-controller.log.1", m.halves(m.file).old)
      try m.write("var/log/kube-ovn/kube-ovn-controller.log", m.halves(m.file).new)
      try m.write("var/log/kube-ovn/kube-ovn-cni.log", "")
    },
    Layout(kind: "cluster-info-dump") { m in
      try m.write("nodes.yaml", m.list("nodes"))
      for (namespace, yaml) in try m.lists("pods") { try m.write("\(namespace)/pods.yaml", yaml) }
      try m.write(
        "kube-system/replication-controllers.yaml", "apiVersion: v1\nitems: []\nkind: ReplicationControllerList\n")
      let section = "logs for container kube-ovn-controller of pod kube-system/\(pod) ====\n"
      try m.write("kube-system/\(pod)/logs.txt", "==== START " + section + m.plain + "==== END " + section)
    },
    Layout(kind: "troubleshoot") { m in
      let top = "support-bundle-2026-11-23T20_40_00/"
      try m.write(
        top + "version.yaml",
        "apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec:\n  versionNumber: v0.133.0\n")
      try m.write(top + "cluster-resources/pods/logs/kube-system/\(pod)/kube-ovn-controller.log", m.plain)
      for kind in ["ips", "subnets"] {
        try m.write(top + "cluster-resources/custom-resources/\(kind).kubeovn.io.json", m.array(kind))
      }
      for (namespace, yaml) in try m.lists("pods") {
        try m.write(top + "cluster-resources/pods/\(namespace).yaml", yaml)
      }
    },
    Layout(
      kind: "support-bundle-kit",
      command:
        "cd b && mkdir n1 && echo x > n1/kubelet.log && mkdir nodes && bsdtar --format zip -cf nodes/n1.zip n1 && rm -r n1 && cd .. && bsdtar --format zip -cf b.zip b && rm -r b"
    ) { m in
      try m.write("b/metadata.yaml", "bundlename: b\nbundleversion: 0.1.0\nbundlecreatedat: 2026-11-23T20:40:00Z\n")
      try m.write("b/bundleGenerationError.log", "")
      for kind in ["ips", "subnets", "vpcs"] { try m.write("b/yamls/cluster/kubeovn.io/v1/\(kind).yaml", m.list(kind)) }
      for (namespace, yaml) in try m.lists("pods") { try m.write("b/yamls/namespaced/\(namespace)/v1/pods.yaml", yaml) }
      try m.write("b/logs/kube-system/\(pod)/kube-ovn-controller.log", m.timestamped)
    },
    Layout(kind: "must-gather") { m in
      let top = "must-gather.local.4711/quay-io-openshift-x/"
      try m.write("must-gather.local.4711/timestamp", "2026-11-23 20:40:00.123456789 +0000 UTC m=+0.1\n")
      try m.write(top + "version", "openshift/must-gather\n4.14\n")
      try inspected(m, top)
    },
    Layout(kind: "oc-adm-inspect") { m in
      try m.write("inspect.local.4711/timestamp", "2026-11-23 20:40:00.123456789 +0000 UTC m=+0.1\n")
      try inspected(m, "inspect.local.4711/")
    },
    Layout(kind: "crust-gather") { m in
      for kind in ["ip", "subnet"] {
        for object in try m.objects(kind + "s") {
          try m.write("cluster/kubeovn.io-v1/\(kind)/\(object.name).yaml", object.yaml)
        }
      }
      for object in try m.objects("pods") {
        try m.write("namespaces/\(object.namespace)/v1/pod/\(object.name).yaml", object.yaml)
      }
      try m.write("namespaces/kube-system/v1/pod/\(pod)/kube-ovn-controller/current.log", m.plain)
    },
    Layout(
      kind: "sosreport",
      command: "tar -cJf s.tar.xz sosreport-n1-2026-11-23-abcdefg && rm -r sosreport-n1-2026-11-23-abcdefg"
    ) { m in
      let top = "sosreport-n1-2026-11-23-abcdefg/"
      try m.write(top + "sos_commands/date/date_--utc", "Mon Nov 23 20:40:00 UTC 2026\n")
      let at = top + "sos_commands/kubernetes/cluster-info/kube-system/"
      try m.write(at + "podlogs/\(pod)/kubectl_--namespace_kube-system_logs_\(pod)_-c_kube-ovn-controller", m.plain)
      try m.write(
        top + "sos_commands/kubernetes/cluster-info/kubectl_get_-o_yaml_--all-namespaces_true_pods", m.list("pods"))
    },
    Layout(
      kind: "kind-logs", hasObjects: false,
      command:
        "cd kind-control-plane && mkdir containers && ln -s ../pods/kube-system_\(pod)_\(uid)/kube-ovn-controller/0.log containers/\(pod)_kube-system_kube-ovn-controller-\(String(repeating: "0123456789abcdef", count: 4)).log"
    ) { m in
      try m.write("kind-version.txt", "kind v0.24.0\n")
      try m.write("kind-control-plane/kubernetes-version.txt", "v1.31.0\n")
      try m.write("kind-control-plane/pods/kube-system_\(pod)_\(uid)/kube-ovn-controller/0.log", m.container)
    },
    Layout(kind: "velero", hasLog: false) { m in
      try m.write("metadata/version", "1.1.0\n")
      for kind in ["ips", "subnets"] {
        let tree = try JSONSerialization.jsonObject(with: Data(m.array(kind).utf8)) as? [[String: Any]] ?? []
        for object in tree {
          let name = (object["metadata"] as? [String: Any])?["name"] as? String ?? ""
          let text = String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
          try m.write("resources/\(kind).kubeovn.io/v1-preferredversion/cluster/\(name).json", text)
        }
      }
    },
    Layout(kind: "kubectl-get") { m in
      for kind in ["ips", "subnets", "vpcs", "pods", "namespaces", "statefulsets"] {
        try m.write("\(kind).yaml", m.list(kind))
      }
      try m.write("controller.txt", m.timestamped)
    },
  ]

  /// What `oc adm inspect` writes below its folder.
  private static func inspected(_ m: Material, _ top: String) throws {
    for kind in ["ips", "subnets"] {
      for object in try m.objects(kind) {
        try m.write(top + "cluster-scoped-resources/kubeovn.io/\(kind)/\(object.name).yaml", "---\n" + object.yaml)
      }
    }
    for (namespace, yaml) in try m.lists("pods") {
      try m.write(top + "namespaces/\(namespace)/core/pods.yaml", "---\n" + yaml)
    }
    try m.write(
      top + "namespaces/kube-system/pods/\(pod)/kube-ovn-controller/kube-ovn-controller/logs/current.log", m.timestamped
    )
    try m.write(
      top + "namespaces/kube-system/pods/\(pod)/kube-ovn-controller/kube-ovn-controller/logs/previous.log", "")
  }

  @Test(arguments: layouts.indices)
  func isRecognisedAndRead(_ index: Int) throws {
    let layout = Self.layouts[index]
    let folder = try ScratchFolder()
    let material = try Material(folder)
    try layout.make(material)
    try folder.shell(layout.command)
    let result = try Recordings.analyze([folder.url.path])
    let report = result.report
    #expect(report.bundles.map(\.kind).contains(layout.kind), "\(layout.kind): \(report.bundles.map(\.kind))")
    #expect(
      report.bundles.contains { $0.kind == layout.kind && !$0.title.isEmpty && !$0.reason.isEmpty }, "\(layout.kind)")
    #expect(result.problems.isEmpty, "\(layout.kind): \(result.problems)")
    #expect(
      result.evidencePresent.contains("controller log") == layout.hasLog, "\(layout.kind): \(result.evidencePresent)")
    if layout.hasLog {
      #expect(report.controllers.contains { $0.versions.contains("v1.12.28") }, "\(layout.kind): \(report.controllers)")
      // Paths of some layouts name the pod; the others have only the node.
      let namesPod = !["kubectl-ko-log", "node-logs", "kubectl-get"].contains(layout.kind)
      if namesPod {
        #expect(
          report.controllers.contains { $0.replica == Self.pod }, "\(layout.kind): \(report.controllers.map(\.replica))"
        )
      }
      let lines = report.inputs.reduce(UInt64(0)) { $0 + $1.lines }
      #expect(lines >= UInt64(material.file.split(separator: "\n").count), "\(layout.kind)")
    }
    if layout.hasObjects {
      let kinds = Set(result.evidencePresent).intersection(["IP objects", "pods"])
      #expect(!kinds.isEmpty, "\(layout.kind): \(result.evidencePresent)")
    }
    let truth = try Recordings.Truth(Self.recording)
    let claims = Recordings.claims(report)
    #expect(claims.isSubset(of: truth.ever), "\(layout.kind): \(claims.subtracting(truth.ever).sorted())")
    // How much is proven depends on what a layout carries; that something is wrong shows in all that carry both.
    if layout.hasLog && layout.hasObjects {
      #expect(report.findings.contains { !$0.objects.isEmpty }, "\(layout.kind)")
    }
  }

  /// The dump that kubectl made and the bundle that troubleshoot made of real clusters.
  @Test func realBundlesAreRecognised() throws {
    for name in Recordings.names {
      let folder = "fixtures/recordings/\(name)/bundles"
      for file in (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] {
        let result = try Recordings.analyze([folder + "/" + file])
        let expected = file.hasPrefix("support-bundle") ? "troubleshoot" : "cluster-info-dump"
        #expect(result.report.bundles.map(\.kind) == [expected], "\(folder)/\(file)")
        #expect(result.hasEvidence)
      }
    }
  }
}
