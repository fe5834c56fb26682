import Foundation
import Model
import Reports
import Testing

@testable import Diagnosis
@testable import Pipeline
@testable import Rules

/// What the report tells people to paste does, run by a real shell against a `kubectl` that answers as a test says.
@Suite struct RemediationScriptTests {
  private static let ip = "app-0.shop.blue.shop.ovn"

  private static func script(_ pod: String = "app-0") throws -> String {
    var script = GuardedScript()
    var names = ObjectNames()
    (names.ip, names.subnet, names.namespace, names.pod) = (ip, "shop-blue", "shop", pod)
    let table = PreconditionTable(versions: [])
    let guards = ["subnet-gone", "owner-gone", "not-reserved", "no-port", "address-unused", "is-terminating"].map {
      table.condition($0, .unknown, names).guardTemplate
    }
    #expect(guards.allSatisfy { !$0.isEmpty })
    script.add(
      "kubectl patch ips.kubeovn.io {ip} --type=merge -p '{\"metadata\":{\"finalizers\":null}}'", guards: guards, names)
    return script.text
  }

  /// Answers of the cluster, by what is asked. All of these let the patch through.
  private static let agreeing = [
    "deletionTimestamp": "2026-11-23T20:00:00Z", "ip_reserved": "", "get subnet": "", "get pod": "",
    "spec.replicas": "",
    "ordinals.start": "", "nbctl": "", "range .items": "shop-blue 10.9.0.2\nshop-blue 10.9.0.3",
    "{.spec.subnet} {.spec.ipAddress}": "shop-blue 10.9.0.2",
  ]

  /// Runs a script; returns the calls that change something.
  private static func changes(_ script: String, _ answers: [String: String], failing: String? = nil) throws -> [String]
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stub-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let quoted = { (text: String) in "'" + text.replacing("'", with: "'\\''") + "'" }
    var stub =
      "#!/bin/sh\ncase \"$*\" in\n*patch*|*delete*) printf '%s\\n' \"$*\" >> \(quoted(folder.path))/changes; exit 0;;\nesac\n"
    if let failing { stub += "case \"$*\" in *\(quoted(failing))*) exit 1;; esac\n" }
    // The longest question first: one may be part of another.
    for (asked, answer) in answers.sorted(by: { ($0.key.count, $0.key) > ($1.key.count, $1.key) })
    where asked != "range .items" {
      stub += "case \"$*\" in *'range .items'*) ;; *\(quoted(asked))*) printf '%s' \(quoted(answer)); exit 0;; esac\n"
    }
    stub +=
      "case \"$*\" in *'range .items'*) printf '%s\\n' \(quoted(answers["range .items"] ?? "")); exit 0;; esac\nexit 1\n"
    let file = folder.appendingPathComponent("kubectl")
    try Data(stub.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", script]
    shell.environment = ["PATH": folder.path + ":/usr/bin:/bin"]
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    let changes = (try? String(contentsOf: folder.appendingPathComponent("changes"), encoding: .utf8)) ?? ""
    return changes.split(separator: "\n").map(String.init)
  }

  @Test func patchesWhenEveryCheckHolds() throws {
    let changes = try Self.changes(Self.script(), Self.agreeing)
    #expect(changes == ["patch ips.kubeovn.io \(Self.ip) --type=merge -p {\"metadata\":{\"finalizers\":null}}"])
  }

  @Test(arguments: [
    ("deletionTimestamp", ""), ("ip_reserved", "true"), ("get subnet", "subnet.kubeovn.io/shop-blue"),
    ("get pod", "pod/app-0"),
    ("spec.replicas", "1"), ("nbctl", "5a7c"), ("range .items", "shop-blue 10.9.0.2\nshop-blue 10.9.0.2"),
  ])
  func oneCheckThatDoesNotHoldIsEnough(_ asked: String, _ answer: String) throws {
    var answers = Self.agreeing
    answers[asked] = answer
    #expect(try Self.changes(Self.script(), answers) == [])
  }

  @Test(arguments: agreeing.keys.sorted())
  func aCheckThatFailsIsNoPermission(_ asked: String) throws {
    #expect(try Self.changes(Self.script(), Self.agreeing, failing: asked) == [])
  }

  @Test func aStatefulSetThatEndsBeforeThePodKeepsNothing() throws {
    var answers = Self.agreeing
    answers["spec.replicas"] = "2"
    #expect(try Self.changes(Self.script("app-1"), answers) == [])
    #expect(try Self.changes(Self.script("app-2"), answers).count == 1)
    answers["ordinals.start"] = "5"
    #expect(try Self.changes(Self.script("app-6"), answers) == [])
  }

  @Test func aPodWithoutOrdinalIsLookedUpAlone() throws {
    #expect(try Self.changes(Self.script("api-f545b8695-s7cw6"), Self.agreeing).count == 1)
    #expect(try !Self.script("api-f545b8695-s7cw6").contains(" get sts "))
  }

  /// Every script that the recordings lead to patches nothing in a cluster that answers nothing.
  @Test(arguments: Recordings.names)
  func recordedScriptsDoNothingBlindly(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    for command in report.findings.flatMap(\.remediation).map(\.command) where command.contains("finalizers") {
      #expect(try Self.changes(command, [:]) == [])
      #expect(command.contains("\n  kubectl patch ips.kubeovn.io \"$ip\" "))
      let checks = command.components(separatedBy: " &&\n").count
      #expect(checks >= 7)
    }
  }

  @Test(arguments: ["--all", "-A", "a b", "$(reboot)", "a;b", "", "x\ny", "'", "*"])
  func namesThatAreNoneNeverReachACommand(_ name: String) {
    #expect(!ShellQuoting.isObjectName(name))
    var names = ObjectNames()
    names.ip = name
    #expect(names.areSafe == name.isEmpty)
  }

  /// An object of a table names its Subnet, though no log does.
  @Test func commandsNameTheSubnetOfAnObjectThatIsListed() throws {
    let text = """
      $ kubectl get subnet shop-net
      Error from server (NotFound): subnets.kubeovn.io "shop-net" not found
      $ kubectl get ip
      NAME              V4IP         V6IP   MAC                 NODE   SUBNET
      web-7d4b9-x.shop  10.17.0.9           0a:00:00:00:00:09   n1     shop-net

      """
    let folder = try ScratchFolder()
    try folder.write("paste.txt", Array(text.utf8))
    let report = try Recordings.analyze([folder.path("paste.txt")]).report
    let commands = report.findings.filter { $0.rule == "KOV-109" }.flatMap(\.remediation).map(\.command)
    #expect(commands.contains { $0.hasPrefix("kubectl get subnets.kubeovn.io shop-net;") })
    #expect(!commands.contains { $0.contains("''") })
  }
}

extension Candidate {
  /// About an IP object of which nothing is known.
  fileprivate static let unknown = Candidate(
    rule: 0, subject: Subject(kind: .ip, number: 0, ref: ResourceRef(.ip, name: "")), verdict: .probable,
    outcome: .leaked,
    facts: SubjectFacts())
}
