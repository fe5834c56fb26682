import Model
import Testing

@testable import Reports

@Suite struct RedactionUnitTests {
  private static func redaction(_ objects: [ResourceRef], networks: [String] = [], users: [String] = []) -> Redaction {
    var known = KnownNames()
    for object in objects { known.add(object) }
    for network in networks { known.add(network: network) }
    for user in users { known.add(user: user) }
    return Redaction(known, ProductWords(["add IP object of", "handle delete pod", "web is a word of the rules"]))
  }

  private static let cluster = redaction(
    [
      ResourceRef(.statefulSet, namespace: "shop", name: "cart"), ResourceRef(.pod, namespace: "shop", name: "cart-0"),
      ResourceRef(.pod, namespace: "shop", name: "cart-12"), ResourceRef(.ip, name: "cart-0.shop.wan.shop.ovn"),
      ResourceRef(.subnet, name: "shop-wan"), ResourceRef(.node, name: "frankfurt-7"), ResourceRef(.vpc, name: "web"),
      ResourceRef(.pod, namespace: "kube-system", name: "kube-ovn-controller-b7snsx9jvk-2mtb4"),
    ], networks: ["10.16.0.0/16", "fd00:10:16::/112"], users: ["erika@example.com"])

  // MARK: Names

  @Test func aPodKeepsItsOrdinalAndItsWorkload() {
    let (workload, pod) = (Self.cluster.name("cart"), Self.cluster.name("cart-0"))
    #expect(workload.hasPrefix("sts-"))
    #expect(pod == workload + "-0")
    #expect(Self.cluster.name("cart-12") == workload + "-12")
    #expect(Self.cluster.name("frankfurt-7").hasPrefix("node-"))
    #expect(Self.cluster.name("shop-wan") == Self.cluster.name("shop") + "-" + Self.cluster.name("wan"))
  }

  /// However names are put together, the parts are the same.
  @Test(arguments: [
    "shop/cart-0", "cart-0.shop", "cart-0.shop.wan.shop.ovn", "cart-0@shop", "shop_cart-0", "a:shop:cart-0",
  ])
  func formsAgree(_ form: String) {
    let out = Self.cluster.line(form)
    #expect(out.contains(Self.cluster.name("shop")) && out.contains(Self.cluster.name("cart-0")), "\(out)")
    #expect(!out.contains("shop") && !out.contains("cart"))
    #expect(out.filter { "/.@_:".contains($0) } == form.filter { "/.@_:".contains($0) })
  }

  @Test func wordsAreNotTakenForPartsOfThem() {
    // `web` is a Vpc and a word of the rules; `webhook` is neither of the two.
    #expect(Self.cluster.said("web is a word") == "web is a word")
    #expect(Self.cluster.said("Vpc web") == "Vpc " + Self.cluster.name("web"))
    #expect(Self.cluster.said("the 'web'") == "the '" + Self.cluster.name("web") + "'")
    #expect(!Self.cluster.line("web").contains("web"))
    #expect(
      Self.cluster.command("kubectl get vpcs.kubeovn.io web -o yaml").hasSuffix(Self.cluster.name("web") + " -o yaml"))
  }

  /// A namespace that has the name of a group of the API, in JSON within JSON and in a field that names another kind.
  @Test func wordsOfTheProductAreNamesWhereTheyStandForOnes() {
    let cluster = Self.redaction([
      ResourceRef(.pod, namespace: "batch", name: "x-0"), ResourceRef(.subnet, name: "external"),
    ])
    for text in [#"{\"namespace\":\"batch\"}"#, #""namespaces":["batch"]"#, "externalSubnet: external"] {
      let word = text.contains("batch") ? "batch" : ": external"
      #expect(!cluster.evidence(text).contains(word), "\(text)")
    }
    #expect(cluster.evidence(#"{\"batch\":1}"#) == #"{\"batch\":1}"#)
    #expect(cluster.evidence("apiVersion: batch") == "apiVersion: batch")
  }

  @Test(arguments: [
    "kube-system", "ovn-default", "ovn-cluster", "join", "system:serviceaccount:kube-system:generic-garbage-collector",
    "system:kube-controller-manager", "2026-11-23T20:34:32.581964Z", "E1123 20:34:26.123456       1 pod.go:600]",
    "v1.12.28", "500ms 1m30s 10Gi 0x1f 42", "", "0.0.0.0/0 127.0.0.1 ::1 255.255.255.0",
  ])
  func whatNamesNobodyStays(_ text: String) {
    #expect(Self.cluster.line(text) == text)
    #expect(Self.cluster.said(text) == text)
  }

  @Test func aComponentKeepsItsName() {
    let pod = Self.cluster.name("kube-ovn-controller-b7snsx9jvk-2mtb4")
    // What a pod is of is told by the letters that its name ends in.
    #expect(pod.wholeMatch(of: /kube-ovn-controller-[b-z2-9]{10}-[b-z2-9]{5}/) != nil, "\(pod)")
    #expect(!pod.contains("2mtb4") && !pod.contains("b7snsx9jvk"))
  }

  /// Gateways and machines are told by what the names of their pods begin with, whatever else is known of them.
  @Test func gatewaysAndMachinesAreStillSuch() {
    let redaction = Self.redaction(
      [
        ResourceRef(.statefulSet, namespace: "kube-system", name: "vpc-nat-gw-acme"),
        ResourceRef(.pod, namespace: "kube-system", name: "vpc-nat-gw-acme-0"),
        ResourceRef(.pod, namespace: "shop", name: "virt-launcher-erika-x7k2p"),
        ResourceRef(.ip, name: "u2o-interconnection.ovn-cluster.acme"),
      ], networks: [], users: [])
    let gateway = redaction.name("vpc-nat-gw-acme")
    #expect(gateway.hasPrefix("vpc-nat-gw-") && !gateway.contains("acme"))
    #expect(redaction.name("vpc-nat-gw-acme-0") == gateway + "-0")
    let launcher = redaction.name("virt-launcher-erika-x7k2p")
    #expect(launcher.hasPrefix("virt-launcher-") && !launcher.contains("erika") && !launcher.contains("x7k2p"))
    #expect(redaction.name("u2o-interconnection.ovn-cluster.acme").hasPrefix("u2o-interconnection.ovn-cluster."))
  }

  /// Functions and files of code stay in evidence, as what a panic is known by; what looks like one elsewhere does not.
  @Test func codeStaysCode() {
    let frame = "github.com/kubeovn/kube-ovn/pkg/controller.(*Controller).handleUpdateIP(0xc000, {0x1, 0x2})"
    #expect(Self.cluster.evidence(frame) == frame)
    #expect(
      Self.cluster.evidence("k8s.io/apimachinery/pkg/util/wait.BackoffUntil.func1()").hasSuffix("BackoffUntil.func1()"))
    #expect(Self.cluster.evidence("endpoint_slice.go:60] x").hasPrefix("endpoint_slice.go:60]"))
    #expect(!Self.cluster.evidence("Erika.Mustermann(admin)").contains("Mustermann"))
  }

  /// A word of the product that something is called: gone where it stands for it, left where it is the product's.
  @Test(arguments: [
    ("{\"name\":\"web\",\"kind\":\"Vpc\"}", 1), ("vpc: web", 1), ("name: web", 1), ("the web of routes", 0),
    ("{\"web\": 1}", 0),
  ])
  func evidenceKeepsItsForm(_ text: String, _ count: Int) {
    let out = Self.cluster.evidence(text)
    #expect(out == (count == 0 ? text : text.replacing("web", with: Self.cluster.name("web"))), "\(out)")
  }

  /// Nothing tells what they are, so they go.
  @Test(arguments: [
    "db.internal.acme", "acme-payroll-7f9c", "ZXlKaGJHY2lPaUpTVXpJMU5pSXNJbXRwWkNJNkltRmlZeUo5", "Müller", "数据库",
    "x=acme", "\"customer\":\"acme\"", "\\nacme", "\\u003cacme\\u003e", "labelSelector=customer%3Dacme",
    "https://api.acme.example:6443/apis", "ACME", "FRANKFURT-7",
  ])
  func unknownWordsOfEvidenceGo(_ text: String) {
    let out = Self.cluster.line(text)
    for secret in ["acme", "ACME", "payroll", "ZXlK", "ller", "数据", "frankfurt", "FRANKFURT"] {
      #expect(!out.contains(secret), "\(out)")
    }
  }

  /// What a pseudonym could be taken for is not given as one.
  @Test func aRealNameIsNobodysPseudonym() {
    let names = (1...20).map { ResourceRef(.namespace, name: "ns-\($0)") }
    let redaction = Self.redaction(names)
    let given = names.map { redaction.name($0.name) }
    #expect(Set(given).count == 20)
    #expect(Set(given).isDisjoint(with: names.map(\.name)))
  }

  @Test func numbersDoNotFollowTheAlphabet() {
    let names = (0..<40).map {
      ResourceRef(.namespace, name: "team-\(Character(Unicode.Scalar(UInt8(0x41 + $0 % 26))))\($0)")
    }
    let given = names.map { Self.redaction(names).name($0.name) }
    #expect(given == names.map { Self.redaction(names.reversed()).name($0.name) })
    #expect(given != (1...40).map { "ns-\($0)" })
  }

  // MARK: Addresses

  @Test func addressesStayInTheirNetworks() {
    let (network, gateway) = (Self.cluster.line("10.16.0.0/16"), Self.cluster.line("10.16.0.1"))
    let pod = Self.cluster.line("10.16.3.77")
    #expect(network.hasPrefix("24") && network.hasSuffix(".0.0/16"))
    let head = network.dropLast("0.0/16".count)
    #expect(gateway == head + "0.1")
    #expect(pod == head + "3.77")
    #expect(
      Self.cluster.line("10.16.0.3..10.16.0.9,10.16.1.0-10.16.1.4").replacing(head, with: "") == "0.3..0.9,1.0-1.4")
    #expect(!Self.cluster.line("10.17.0.1").hasPrefix(head))
    #expect(Self.cluster.line("10.16.0.1:6642") == gateway + ":6642")
    #expect(Self.cluster.line("vip-10.16.0.1").hasSuffix("-" + gateway))
  }

  @Test func addressesOfVersionSixToo() {
    let (network, gateway) = (Self.cluster.line("fd00:10:16::/112"), Self.cluster.line("fd00:10:16::1"))
    #expect(network.hasPrefix("fc") && network.hasSuffix("/112"))
    #expect(gateway.dropLast() == network.dropLast("0/112".count), "\(network) \(gateway)")
    #expect(Self.cluster.line("fd00:0010:0016:0:0:0:0:1") == gateway)
    #expect(Self.cluster.line("[fd00:10:16::1]:6642") == "[" + gateway + "]:6642")
    #expect(Self.cluster.line("gateway fd00:10:16::1.") == "gateway " + gateway + ".")
    #expect(Self.cluster.line("20:34:22") == "20:34:22")
    // Made of a MAC address.
    #expect(!Self.cluster.line("2001:db8::211:22ff:fe33:4455").contains("4455"))
  }

  /// Two addresses share as many bits afterwards as before.
  @Test func prefixesArePreserved() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let a = UInt32(10) << 24 | UInt32.random(in: 0..<1 << 24, using: &generator)
      let b = a ^ (UInt32.random(in: 0..<1 << 24, using: &generator) >> UInt32.random(in: 0..<24, using: &generator))
      let (x, y) = (Self.value(Self.cluster.line(Self.text(a))), Self.value(Self.cluster.line(Self.text(b))))
      #expect((a ^ b).leadingZeroBitCount == (x ^ y).leadingZeroBitCount)
      #expect(x >> 24 >= 240)
    }
  }

  private static func text(_ value: UInt32) -> String {
    [24, 16, 8, 0].map { String(value >> UInt32($0) & 255) }.joined(separator: ".")
  }

  private static func value(_ text: String) -> UInt32 {
    text.split(separator: ".").reduce(0) { $0 << 8 | (UInt32($1) ?? 0) }
  }

  @Test func macsAndUIDsKeepTheirShape() {
    let mac = Self.cluster.line("00:16:3e:AA:bb:01")
    #expect(mac.hasPrefix("02:00:") && mac == Self.cluster.line("00:16:3E:aa:BB:01"))
    #expect(Self.cluster.line("ff:ff:ff:ff:ff:ff") == "ff:ff:ff:ff:ff:ff")
    let uid = Self.cluster.line("c8c98282-04ec-4e9f-b06f-b5be620ef001")
    #expect(uid.count == 36 && !uid.contains("c8c98282"))
    #expect(Self.cluster.line("pvc-c8c98282-04ec-4e9f-b06f-b5be620ef001").hasSuffix("-" + uid))
  }

  // MARK: The map

  @Test func theMapIsReadAsItWasWritten() throws {
    _ = Self.cluster.line("shop/cart-0 10.16.0.9 00:16:3e:aa:bb:02 acme c8c98282-04ec-4e9f-b06f-b5be620ef001")
    let text = Self.cluster.map.text
    let map = try #require(RedactionMap(text))
    #expect(map.text == text)
    #expect(text.contains("name\tcart-0\t") && text.contains("address\t10.16.0.9\t24"))
    let later = Redaction(KnownNames(), ProductWords([]), map: map)
    for original in ["cart-0", "acme", "00:16:3e:aa:bb:02", "c8c98282-04ec-4e9f-b06f-b5be620ef001"] {
      #expect(later.line(original) == Self.cluster.line(original))
    }
    #expect(later.line("newcomer") != Self.cluster.line("acme"))
  }

  @Test(arguments: ["", "\n", "kind: List\n", "# ko-forensics redaction map 1\nkey\tff\n"])
  func whatIsNoMapIsNone(_ text: String) { #expect(RedactionMap(text) == nil) }

  @Test func aBrokenMapIsNone() {
    let text = Self.cluster.map.text
    #expect(RedactionMap(String(text.dropLast())) == nil)
    #expect(RedactionMap(text.replacing("name\t", with: "game\t")) == nil)
    #expect(RedactionMap(text + "name\tx\n") == nil)
  }

  /// Any bytes: nothing is lost but names, and nothing breaks.
  @Test func anyTextIsTaken() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let length = Int.random(in: 0...40, using: &generator)
      let bytes = (0..<length).map { _ in
        Array("ab0:.-/\\%u1fF \u{e9}\"'\n".utf8).randomElement(using: &generator) ?? 0
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let scanner = RedactionScanner(text)
      #expect(scanner.pieces().map { scanner.text($0.range) }.joined().utf8.count >= 0)
      #expect(scanner.pieces().map(\.range.count).reduce(0, +) == text.utf8.count)
      _ = Self.cluster.line(text)
    }
  }

  // MARK: Documents

  @Test func everyTextOfADocumentIsRedacted() {
    let secret = "acme-secret"
    var report = ReportDocument()
    report.tool.arguments = ["--name-as=" + secret, secret]
    (report.headline, report.summary) = (secret, [secret])
    var bundle = BundleEntry()
    (bundle.root, bundle.reason) = (secret, secret)
    report.bundles = [bundle]
    var input = InputEntry()
    (input.name, input.reason, input.clock, input.problems, input.sha256) = (secret, secret, secret, [secret], "ab")
    report.inputs = [input]
    var citation = Citation()
    (citation.source, citation.writer, citation.text, citation.message) = (secret, secret, secret, secret)
    report.notUnderstood = [citation]
    var controller = ControllerEntry()
    (controller.process, controller.replica, controller.versionEvidence) = (secret, secret, secret)
    report.controllers = [controller]
    var coverage = CoverageEntry()
    (coverage.source, coverage.gaps) = (secret, [CoverageEntry.Gap(from: nil, to: nil, reason: secret)])
    report.coverage = [coverage]
    report.findings = [Self.finding(secret, citation)]
    var timeline = TimelineEntry(resource: ResourceRef(.pod, namespace: secret, name: secret))
    var row = TimelineEntry.Row()
    (row.what, row.citation) = (secret, citation)
    timeline.rows = [row]
    report.timelines = [timeline]
    report.unknowns = [UnknownEntry(subject: secret, reason: secret, command: secret)]
    var symptom = SymptomEntry(kind: .podsWithoutAddress, objects: [ResourceRef(.pod, namespace: secret, name: secret)])
    symptom.text = secret
    report.symptoms = [symptom]
    let redacted = report.redacted(Self.redaction([]))
    for renderer in RendererRegistry.all {
      var options = RenderOptions()
      options.isVerbose = true
      let text = String(decoding: renderer.init(options: options).render(redacted), as: UTF8.self)
      #expect(!text.contains(secret), "\(renderer.formatName)")
    }
    // Also where no format shows it.
    var shown = ""
    dump(redacted, to: &shown)
    #expect(!shown.contains(secret))
  }

  private static func finding(_ secret: String, _ citation: Citation) -> FindingEntry {
    var finding = FindingEntry()
    (finding.id, finding.fingerprint, finding.rule) = ("KOV-001-abcd", "abcd", "KOV-001")
    (finding.title, finding.summary, finding.mechanism, finding.verdictReason) = (secret, secret, secret, secret)
    finding.versionAdvice = [secret]
    var object = FindingObject(ref: ResourceRef(.ip, name: secret), outcome: .leaked, verdict: .confirmed)
    (object.uid, object.subnet, object.pod, object.address, object.detail) = (secret, secret, secret, secret, secret)
    finding.objects = [object]
    var step = WitnessEntry()
    (step.label, step.citation) = (secret, citation)
    finding.witness = [step]
    var absence = AbsenceEntry()
    (absence.what, absence.note) = (secret, secret)
    finding.absences = [absence]
    var remedy = RemediationEntry()
    (remedy.title, remedy.command, remedy.expect, remedy.verify, remedy.undo) = (secret, secret, secret, secret, secret)
    remedy.preconditions = [RemediationEntry.Precondition(text: secret, isProven: true, check: secret)]
    finding.remediation = [remedy]
    return finding
  }

  @Test func changesOfFollowedLogsAreRedacted() {
    var change = FindingChange()
    change.object = ResourceRef(.ip, name: "cart-0.acme")
    (change.title, change.place, change.reasons) = ("of acme", "acme.log:12", ["pod acme/cart-0 is gone"])
    let redaction = Self.redaction([])
    let redacted = change.redacted(redaction)
    for text in [
      FollowLine.text(redacted, RenderOptions()), String(decoding: FollowRecord.json(redacted), as: UTF8.self),
    ] {
      #expect(!text.contains("acme") && !text.contains("cart"), "\(text)")
    }
    #expect(redacted.reasons[0].contains(redaction.name("cart-0")))
  }
}
