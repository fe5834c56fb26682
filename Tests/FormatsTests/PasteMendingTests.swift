import ByteLexing
import Model
import Testing

@testable import Formats

/// What chats, trackers, mail and windows do to lines that are copied into them. All names are invented.
@Suite struct PasteMendingTests {
  private static let head = "E1123 20:31:07.123456       7 ip.go:255] "
  private static let said = #"failed to get subnet subnet.kubeovn.io "blue" not found"#

  @Test(arguments: [
    #"failed to get subnet [subnet.kubeovn.io](http://subnet.kubeovn.io) "blue" not found"#,
    #"failed to get subnet <http://subnet.kubeovn.io|subnet.kubeovn.io> &quot;blue&quot; not found"#,
    #"failed to get subnet <http://subnet.kubeovn.io> &#34;blue&#x22; not found"#,
    #"failed to get subnet http://subnet.kubeovn.io "blue" not found"#,
    #"failed to get subnet https://subnet.kubeovn.io/ “blue” not found"#,
  ])
  func putsNamesAndQuotesBack(_ message: String) throws {
    let sink = try read("what I see:\n" + Self.head + message + "\n")
    #expect(sink.messages == [Self.said])
  }

  @Test(arguments: [
    #"Get "https://10.96.0.1:443/apis/kubeovn.io/v1/ips": dial tcp 10.96.0.1:443: connect: connection refused"#,
    "ips [10.0.0.1](2) <nil> & http://example.com h", "https://kubeovn.io/docs says so", "&nothing; &#", "[", "<http",
  ])
  func leavesOthersAlone(_ message: String) {
    let bytes = Array(message.utf8)
    #expect(PasteMending.mended(bytes.span.bytes, 0, bytes.count, isFramed: false) == nil)
  }

  @Test func takesOffTheMarksAroundALine() throws {
    let sink = try read(
      """
      the log:
      `\(Self.head)\(Self.said)`
      | 20:31 | \(Self.head)\(Self.said) |
      **\(Self.head)\(Self.said)**
      > he wrote \(Self.head)\(Self.said)
      控制器报错：\(Self.head)\(Self.said)
      We see `\(Self.head)\(Self.said)` every 16 minutes, what does it mean?
      日志中有 `\(Self.head)\(Self.said)`，为什么？

      """)
    #expect(sink.messages == [String](repeating: Self.said, count: 7))
    #expect(sink.origins.allSatisfy { $0.container.isEmpty && $0.pod.isEmpty })
  }

  /// One word, and words with hyphens or digits, are names of containers and pods.
  @Test(arguments: ["controller ", "kube-ovn-controller-0 controller ", "[pod/kube-ovn-controller-0/c] "])
  func takesNoNamesForWords(_ prefix: String) {
    let line = Array((prefix + Self.head + Self.said).utf8)
    #expect(PasteMarks.undecorated(line.span.bytes, 0, line.count) == 0)
  }

  /// A terminal breaks lines where it ends, also inside of names.
  @Test(arguments: [60, 80, 101]) func joinsWhatAWindowBroke(_ width: Int) throws {
    let whole = [1, 2, 3].map {
      Self.head + #"error syncing 'web-\#($0).team': subnet.kubeovn.io "blue" not found, requeuing"#
    }
    let text = whole.flatMap { broken($0, width) }.joined(separator: "\n") + "\n"
    let sink = try read(text)
    #expect(sink.messages == whole.map { String($0.dropFirst(Self.head.count)) })
    // Each begins where it stands in the text.
    #expect(sink.lines.count == 3)
  }

  /// The last column may be a blank, which copying drops, or a blank may come first on the next line.
  @Test(arguments: 60...112, [false, true]) func joinsWhereverTheColumnIs(_ width: Int, _ dropsBlanks: Bool) throws {
    let whole = (1...7).map {
      let name = "web-\($0).\("team-number-".prefix($0 * 2))a"
      return Self.head + #"error syncing '\#(name)': subnet.kubeovn.io "blue" not found, requeuing"#
    }
    let parts = whole.flatMap { broken($0, width) }.map { part in
      guard dropsBlanks else { return part }
      var part = part
      while part.last == " " { part.removeLast() }
      return part
    }
    let sink = try read("$ kubectl logs web\n" + parts.joined(separator: "\n") + "\n")
    #expect(sink.messages == whole.map { String($0.dropFirst(Self.head.count)) }, "\(width)")
  }

  /// All lines may break before the same blank.
  @Test func joinsLinesBrokenAtTheSameBlank() throws {
    let said = (1...3).map { "static address 10.16.0.1\($0) for team/web-0 has been assigned" }
    let parts = said.flatMap { text in
      let whole = Self.head + text
      let middle = whole.index(whole.endIndex, offsetBy: -" been assigned".count)
      return [whole[..<middle], whole[middle...]]
    }
    #expect(try read("$ kubectl logs web\n" + parts.joined(separator: "\n") + "\n").messages == said)
  }

  /// An editor that puts tabs for rows of blanks.
  @Test func readsHeadersWithTabs() throws {
    let sink = try read("$ kubectl logs web\n" + Self.head.replacing("       7", with: "\t7") + Self.said + "\n")
    #expect(sink.messages == [Self.said])
    #expect(sink.lines[0].wall != LogLine.noTime)
  }

  @Test func joinsWhatMailBroke() throws {
    let sink = try read(
      """
      \(Self.head)failed to get subnet
      subnet.kubeovn.io "blue" not found
      \(Self.head)error syncing 'web-0.team':
      subnet.kubeovn.io "blue" not found, requeuing

      """)
    #expect(
      sink.messages == [
        Self.said, #"error syncing 'web-0.team': subnet.kubeovn.io "blue" not found, requeuing"#,
      ])
  }

  /// A remark below the longest line is no rest of it, and a message of several lines is none either.
  @Test func leavesRemarksWhereTheyAre() throws {
    let sink = try read(
      """
      $ kubectl logs kube-ovn-controller-0
      I1123 20:31:06.123456       7 pod.go:980] handle
      \(Self.head)\(Self.said)
      and then it hangs

      """)
    #expect(sink.messages.contains(Self.said))
  }

  /// One message that holds what looks like a quote of a word processor makes no excerpt of a log.
  @Test func takesNoLogForAPasteForOneQuote() {
    let lines = (10..<60).map { "I1123 20:31:\($0).123456       7 pod.go:980] handle \($0 == 30 ? "“odd”" : "plain")" }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    #expect(PasteFormat(bytes.span.bytes, PathHints()) == nil)
  }

  /// The parts into which a container runtime cuts lines are no rests of lines.
  @Test func joinsNoPartsOfAWrapping() {
    let lines = (0..<3).flatMap { _ in
      ["2024-01-01T00:00:00.000000000Z stdout P \(Self.head)", "2024-01-01T00:00:00.000000000Z stdout F \(Self.said)"]
    }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    #expect(PasteFormat(bytes.span.bytes, PathHints()) == nil)
  }

  /// Lines of one length that hold records, under whatever stands before them, are whole.
  @Test func joinsNoRecords() {
    let lines = (0..<4).map { i in
      "\(i.isMultiple(of: 2) ? "2024" : "0024")-01-01T00:00:00.000000000Z stdout F \(Self.head)\(Self.said)"
    }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    #expect(PasteFormat(bytes.span.bytes, PathHints()) == nil)
  }

  // MARK: Events

  @Test func readsATableOfEvents() throws {
    let sink = try read(
      """
      $ kubectl get events -n shop
      LAST SEEN   TYPE      REASON                   OBJECT      MESSAGE
      3m12s       Normal    Scheduled                pod/web-0   Successfully assigned shop/web-0 to node-1
      2m58s       Warning   AcquireAddressFailed     pod/web-0   NoAvailableAddress
      12s         Warning   FailedCreatePodSandBox   pod/web-1   no address allocated to pod shop/web-1 provider ovn

      """)
    #expect(sink.events.map(\.involvedName) == ["web-0", "web-0", "web-1"])
    #expect(sink.events.allSatisfy { $0.involvedNamespace == "shop" && $0.involvedKind == "Pod" })
  }

  @Test(arguments: [
    ("2m58s  Warning  AcquireAddressFailed  pod/web-0  NoAvailableAddress", "", "web-0"),
    ("2m58s  Warning  AcquireAddressFailed  Pod/web-0  NoAvailableAddress", "", "web-0"),
    ("team  5m (x3 over 9m)  Warning  AcquireAddressFailed  pod/web-0  AddressConflict", "team", "web-0"),
    ("Warning   AcquireAddressFailed     pod/web-<rs>-<hash>   AddressConflict", "", "web-<rs>-<hash>"),
    (
      "9s\tWarning\tFailedCreatePodSandBox\tpod/web-0\tno address allocated to pod shop/web-0 provider ovn", "shop",
      "web-0"
    ),
  ])
  func readsRowsOfEventsWithoutTheirHeader(_ row: String, _ namespace: String, _ name: String) throws {
    let event = try #require(try read(row + "\n").events.first)
    #expect(event.type == "Warning" && event.involvedKind == "Pod" && event.involvedName == name)
    #expect(event.involvedNamespace == namespace)
  }

  @Test(arguments: [
    "3m  Warning  Odd  web-0  message", "Warning  AcquireAddressFailed  web-0  x", "a  b  c  d  e",
    "team  shop  Warning  AcquireAddressFailed  pod/web-0  x",
  ])
  func takesNoOtherRowForAnEvent(_ row: String) { #expect(EventRow.listed(row) == nil) }

  /// What the node says of a pod, in a log of its own or in somebody's words.
  @Test(arguments: [
    "E0501 12:50:01.862414     314 handler.go:203] no address allocated to pod shop/web-0 provider ovn, please see logs",
    "I get: request ip return 500 no address allocated to pod shop/web-0 provider ovn, please see logs",
    "kubelet[3756]: E0106 02:16:20 cni.go:364] to network kube-ovn: request ip return 500 no available ip for pod shop/web-0",
    "`networkPlugin cni failed: request ip return 500 no available ip for pod shop/web-0`",
  ])
  func hearsTheNodeSayThatAPodWaits(_ line: String) throws {
    let sink = try read("```\n" + line + "\n```\n")
    let event = try #require(sink.events.first)
    #expect(sink.events.count == 1 && event.involvedNamespace == "shop" && event.involvedName == "web-0")
    #expect(event.component == "kubelet" && event.reason == "FailedCreatePodSandBox")
  }

  // MARK: Deletions

  @Test(arguments: [
    (#"subnet.kubeovn.io "blue" deleted"#, "Subnet/blue", true),
    (#"ip.kubeovn.io "web-0.team" deleted"#, "IP/web-0.team", true),
    ("ip.kubeovn.io “web-0.team” deleted", "IP/web-0.team", true),
    ("vpc.kubeovn.io/shop created", "Vpc/shop", false),
  ])
  func understandsWhatKubectlAnswers(_ line: String, _ object: String, _ isDeletion: Bool) throws {
    let answer = try #require(PasteAnswer(line))
    #expect("\(answer.kind)/\(answer.name)" == object && answer.isDeletion == isDeletion)
  }

  @Test(arguments: [
    #"pod "web-0" deleted"#, "it was deleted", #"subnet.kubeovn.io "" deleted"#, "subnet.kubeovn.io/blue patched",
  ])
  func takesNothingElseForAnAnswer(_ line: String) { #expect(PasteAnswer(line) == nil) }

  @Test(arguments: [("", "accepted"), (" --wait=false", nil)] as [(String, String?)])
  func marksWhatIsListedBelowItsDeletion(_ flag: String, _ mark: String?) throws {
    let sink = try read(
      """
      $ kubectl get ip | grep web
      web-0.team   10.70.0.7   00:00:00:11:22:33   node-1   blue
      $ kubectl delete ip web-0.team\(flag)
      ip.kubeovn.io "web-0.team" deleted
      ^C
      $ kubectl get ip | grep web
      web-0.team   10.70.0.7   00:00:00:11:22:33   node-1   blue
      web-1.team   10.70.0.8   00:00:00:11:22:34   node-1   blue

      """)
    #expect(sink.objects.map { $0.fields["answers.delete"] } == [nil, mark, nil])
  }

  // MARK: Names that a window cut

  @Test func saysNothingOfNamesThatWereCut() throws {
    let sink = try read(
      """
      $ kubectl get ip
      NAME           V4IP        V6IP   MAC                 NODE     SUBNET
      web-0.team     10.70.0.7          00:00:00:11:22:33   node-1   bl…
      web-1.te…      10.70.0.8          00:00:00:11:22:34   node-1   blue
      $ kubectl ko nbctl show
      switch 5b9a66cd-1111-4222-8333-944455566677 (blue)
          port web-0.team
              addresses: ["00:00:00:11:22:33 10.70.0.7"]
          port web-1.te…
              addresses: ["00:00:00:11:22:34 10.70.0.8"]

      """)
    #expect(sink.objects.map(\.name) == ["web-0.team"] && sink.objects[0].fields["spec.subnet"] == nil)
    #expect(sink.ports.map(\.name) == ["web-0.team"])
  }

  private func broken(_ line: String, _ width: Int) -> [String] {
    var parts: [String] = []
    var rest = Substring(line)
    while !rest.isEmpty {
      parts.append(String(rest.prefix(width)))
      rest = rest.dropFirst(width)
    }
    return parts
  }

  /// Reads a text as a paste; every line of a log must be cited where it stands.
  private func read(_ text: String, _ line: SourceLocation = #_sourceLocation) throws -> PasteRecorder {
    let sink = try PasteRecorder.read(text, line)
    let bytes = Array(text.utf8)
    for read in sink.lines where read.severity != 0 {
      let place = Int(read.offset)
      #expect(bytes[place...].starts(with: "E".utf8) || bytes[place...].starts(with: "I".utf8), sourceLocation: line)
      #expect(Int(read.number) == bytes[..<place].count { $0 == 0x0a } + 1, sourceLocation: line)
    }
    return sink
  }
}
