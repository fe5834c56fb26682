import ByteLexing
import Model
import Testing

@testable import Formats

/// Texts in the shape of issues, chats and scrollback, with invented names.
@Suite struct PasteTests {
  static let terminal = """
    [root@node-7 ~]# kubectl get subnet | grep -v join
    NAME          PROVIDER   VPC           PROTOCOL   CIDR            PRIVATE   NAT    DEFAULT   GATEWAYTYPE   V4USED   V4AVAILABLE   V6USED   V6AVAILABLE   EXCLUDEIPS
    blue          ovn        vpc-blue      IPv4       10.70.0.0/24    false     false  false     distributed   1        252           0        0             ["10.70.0.1"]
    [root@node-7 ~]# kubectl -n kube-system logs kube-ovn-controller-5f7c-abcde --tail 2
    I1123 20:31:07.123456       7 subnet.go:246] handle delete subnet blue
    E1123 20:31:07.223456       7 subnet.go:246] error syncing 'blue': subnet blue has 1 v4 ip in use, requeuing
    ^C[root@node-7 ~]# kubectl get subnet blue -o yaml
    apiVersion: kubeovn.io/v1
    kind: Subnet
    metadata:
      name: blue # the one that stays
      uid: 5b9a66cd-1111-4222-8333-944455566677
    spec:
      cidrBlock: 10.70.0.0/24
    [root@node-7 ~]# kubectl get ip -A | grep blue
    app-0.team                    10.70.0.7               00:00:00:11:22:33   node-3   blue
    app-1.team.net1.team.ovn      10.70.0.8               00:00:00:11:22:34            blue
    [root@node-7 ~]# kubectl get po -n team | grep app
    app-0   1/1   Running   0          3d
    [root@node-7 ~]# kubectl ko nbctl show blue
        port app-1.team
            addresses: ["00:00:00:11:22:34 10.70.0.8"]
    [root@node-7 ~]#

    """

  /// What `awk` and a copied prompt leave.
  @Test(arguments: ["$", "#", "%", "k", "kubectl", "$k", "$ ", "❯"])
  func aPromptWithoutACommandIsNone(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(PasteMarks.command(bytes.span.bytes, 0, bytes.count) ?? "" == "")
    let line = Array("x\n\(text)\r\ny\n".utf8)
    #expect(PasteFormat(line.span.bytes, PathHints()) == nil)
  }

  /// A list that is indented or quoted as a whole, as Markdown and mail programs have it; no format reads such lines.
  @Test(arguments: ["    ", "\t", "> ", ">> "])
  func readsObjectsThatAreQuotedAsAWhole(_ mark: String) throws {
    let yaml = """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: kubeovn.io/v1
        kind: Subnet
        metadata:
          name: blue
          uid: 5b9a66cd-1111-4222-8333-944455566677
        spec:
          cidrBlock: 10.70.0.0/24
      """
    let json = """
      {
        "apiVersion": "kubeovn.io/v1", "kind": "Subnet",
        "metadata": {"name": "blue", "uid": "5b9a66cd-1111-4222-8333-944455566677"},
        "spec": {"cidrBlock": "10.70.0.0/24"}
      }
      """
    for text in [yaml, json] where text == yaml || mark.first == ">" {
      let lines = text.split(separator: "\n").map { mark + $0 + "\n" }
      let object = try #require(try read(lines.joined()).objects.first, "\(mark)")
      #expect(object.name == "blue" && object.fields["spec.cidrBlock"] == "10.70.0.0/24")
    }
  }

  /// Lines that lost the time in front of their call site: a selection began in their middle.
  @Test func takesTheTimeOfANeighbour() throws {
    let sink = try read(
      """
      What I see:
      ```
      pod.go:980] handle delete pod shop/web-0
      7 pod.go:988] failed to get kube-ovn nets of pod shop/web-0: subnet.kubeovn.io "blue" not found
      I1123 20:31:07.123456       7 pod.go:990] try release all ip address for deleting pod shop/web-0
      E controller.go:12] second line without its time
      ```

      """)
    #expect(sink.messages.count == 4)
    #expect(Set(sink.lines.map(\.wall)).count == 1)
    #expect(sink.lines.map(\.severity) == Array("IEIE".utf8))
    #expect(sink.messages.first == "handle delete pod shop/web-0")
  }

  /// Lines of which none has a time, marked or not: they are records, and no time is made up for them.
  @Test(arguments: ["", "- ", "> ", "**", "### "])
  func readsRecordsWithoutAnyTime(_ mark: String) throws {
    let sink = try read(
      """
      The terminal cut these:

      \(mark)E ip.go:255] failed to get subnet subnet.kubeovn.io "blue" not found
      \(mark)pod.go:980] handle delete pod shop/web-0
      \(mark)error syncing 'web-0.shop': subnet.kubeovn.io "blue" not found, requeuing
      \(mark)"Unhandled Error" err="error syncing update ip \\"web-0.shop\\": subnet.kubeovn.io \\"blue\\" not found, requeuing" logger="UnhandledError"

      """)
    let records = sink.lines.filter { $0.severity != 0 }
    #expect(records.map(\.severity) == Array("EIEE".utf8))
    #expect(records.allSatisfy { $0.wall == LogLine.noTime && $0.outer == LogLine.noTime })
    #expect(sink.messages.contains("handle delete pod shop/web-0"))
    #expect(sink.messages.contains { $0.hasPrefix("error syncing 'web-0.shop'") })
  }

  /// Below a line with its header, the same words are the rest of a message.
  @Test func takesNoRestOfAMessageForARecord() throws {
    let sink = try read(
      """
      ```
      E1123 20:31:07.123456       7 pod.go:990] several things went wrong:
      error syncing 'web-0.shop': something, requeuing
      ```

      """)
    #expect(sink.lines.count { $0.severity != 0 } == 1)
  }

  /// A prompt without a blank behind it, and a namespace without one before it.
  @Test func knowsCommandsWithoutBlanks() throws {
    let sink = try read(
      """
      $k get ip | grep web
      web-0.shop   10.9.0.5   00:00:00:2A:4C:01   node-1   blue
      $ kubectl describe pod -nshop web-0 | tail -3
        Warning  FailedCreatePodSandBox  3m  kubelet  failed: request ip return 500 configure nic failed IP address 10.9.0.5 has already been used by host with MAC 00:00:00:f0:1c:7c

      """)
    #expect(sink.objects.map(\.name) == ["web-0.shop"])
    #expect(sink.events.map(\.involvedName) == ["web-0"])
    #expect(sink.events.map(\.involvedNamespace) == ["shop"])
  }

  /// What the reports ask for with picked columns, as it comes back.
  @Test func readsPortsByTheCommandThatListsThem() throws {
    let sink = try read(
      """
      $ kubectl ko nbctl lsp-list shop-net
      1b6e9a44-8f0c-4c3e-9d37-5b1f2b7f0001 (web-0.shop)
      1b6e9a44-8f0c-4c3e-9d37-5b1f2b7f0002 (shop-net-ovn-cluster)
      $ kubectl ko nbctl --bare --columns=name find logical_switch_port name=web-1.shop
      web-1.shop

      $ kubectl ko nbctl --columns=name,external_ids,options find logical_switch_port name=web-2.shop
      name                : web-2.shop
      external_ids        : {ls=shop-net, pod="shop/web-2", vendor=kube-ovn}
      options             : {}
      $ kubectl ko nbctl ls-list
      1b6e9a44-8f0c-4c3e-9d37-5b1f2b7f0003 (shop.net)

      """)
    #expect(sink.ports.map(\.name) == ["web-0.shop", "shop-net-ovn-cluster", "web-1.shop", "web-2.shop"])
    #expect(sink.ports.map(\.logicalSwitch) == ["shop-net", "shop-net", "", "shop-net"])
    #expect(sink.ports.allSatisfy { $0.isExcerpt })
  }

  @Test func readsKlogBehindMarksOfMarkdown() throws {
    let sink = try read(
      """
      the log:
      ### I1123 20:31:07.123456       7 pod.go:980] handle delete pod shop/web-0
      - `E1123 20:31:08.123456       7 pod.go:988] second
      # a heading

      """)
    #expect(sink.messages == ["handle delete pod shop/web-0", "second"])
  }

  /// The Events are about the pod that they name, or that the description above them names.
  @Test(arguments: [
    "Normal   Scheduled             12s  default-scheduler    Successfully assigned shop/web-0 to node-1",
    "Warning  FailedCreatePodSandBox  9s (x3 over 1m)  kubelet  no address allocated to pod shop/web-0 provider ovn",
    "Warning  FailedCreatePodSandBox  9s  kubelet  failed (add): [shop/web-0/54da6825-33d8:external]: RPC failed",
  ])
  func findsThePodOfEvents(_ row: String) throws {
    let sink = try read(
      """
      Events:
        Type     Reason                Age  From                 Message
        ----     ------                ---- ----                 -------
        \(row)
        Warning  AcquireAddressFailed  11s  kube-ovn-controller  AddressConflict

      """)
    // That an Event is about it does not show that the pod is still there.
    #expect(sink.objects.isEmpty && sink.events.count == 2)
    #expect(sink.events.allSatisfy { $0.involvedKind == "Pod" && $0.involvedName == "web-0" })
    #expect(sink.events.allSatisfy { $0.involvedNamespace == "shop" })
    #expect(sink.events.last?.message == "AddressConflict")
  }

  @Test func eventsOfNobodySayNothing() throws {
    let sink = try read(
      """
      Events:
        Type     Reason                Age  From                 Message
        ----     ------                ---- ----                 -------
        Normal   Scheduled             12s  default-scheduler    Successfully assigned shop/web-0 to node-1
        Normal   Scheduled             12s  default-scheduler    Successfully assigned shop/web-1 to node-1
        Warning  AcquireAddressFailed  11s  kube-ovn-controller  AddressConflict

      """)
    #expect(sink.objects.isEmpty)
  }

  @Test func eventsBelongToTheDescriptionAbove() throws {
    let sink = try read(
      """
      $ kubectl describe pod web-0
      Name:             web-0
      Namespace:        shop
      Node:             node-1/10.0.0.1
      Containers:
      ...
      Events:
        Type     Reason                Age  From                 Message
        ----     ------                ----  ----                 -------
        Warning  AcquireAddressFailed  11s   kube-ovn-controller  AddressConflict

      """)
    let pod = try #require(sink.objects.last)
    #expect(pod.name == "web-0" && sink.events.map(\.involvedName) == ["web-0"])
    #expect(pod.fields["spec.nodeName"] == "node-1" && sink.notUnderstood == 0)
  }

  @Test(arguments: [
    ("$ kubectl delete subnet blue", "Error from server (Forbidden): ", "subnet when any IPs in Using", "Subnet blue"),
    ("$ kubectl get pod", "FAIL: Failed to delete subnet \"red\": ", "subnet when any IPs in Using", "Subnet red"),
    ("$ kubectl delete -f all.yaml", "Error from server: ", "vpc \"shop\": still referenced", "Vpc shop"),
    ("$ kubectl delete subnet blue red", "Error from server: ", "subnet when any IPs in Using", ""),
    ("$ kubectl delete vpc blue", "Error from server: ", "subnet when any IPs in Using", ""),
  ])
  func readsWhatTheWebhookAnswers(_ command: String, _ head: String, _ why: String, _ object: String) throws {
    let sink = try read(
      """
      \(command)
      \(head)admission webhook "pod-ip-validating.kube-ovn.io" denied the request: can't delete \(why)

      """)
    #expect(sink.objects.map { "\($0.kind) \($0.name)" } == (object.isEmpty ? [] : [object]))
    if let found = sink.objects.first {
      #expect(found.fields["answers.delete"]?.hasSuffix("can't delete " + why) ?? false)
    }
  }

  /// Reads a text as a paste; what is cited must stand where it is said to stand.
  private func read(_ text: String, _ line: SourceLocation = #_sourceLocation) throws -> PasteRecorder {
    let sink = try PasteRecorder.read(text, line)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (position, what) in sink.places {
      #expect(lines[Int(position.line) - 1].contains(what), "\(what)", sourceLocation: line)
      let begin = text.utf8.index(text.utf8.startIndex, offsetBy: Int(position.offset))
      #expect(text.utf8[begin...].starts(with: what.utf8) || lines[Int(position.line) - 1].contains(what))
    }
    return sink
  }

  private func isPaste(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return PasteFormat(bytes.span.bytes, PathHints()) != nil
  }

  @Test func aTerminalsScrollback() throws {
    let sink = try read(Self.terminal)
    #expect(
      sink.objects.map(\.ref.display) == [
        "Subnet blue", "Subnet blue", "IP app-0.team", "IP app-1.team.net1.team.ovn", "Pod team/app-0",
      ])
    #expect(sink.lines.map(\.severity) == [UInt8(ascii: "I"), UInt8(ascii: "E")])
    #expect(sink.origins.map(\.pod) == ["kube-ovn-controller-5f7c-abcde"])
    #expect(sink.ports.map(\.name) == ["app-1.team"] && sink.ports[0].addresses == ["00:00:00:11:22:34 10.70.0.8"])
    #expect(sink.objects[2].fields["spec.nodeName"] == "node-3" && sink.objects[3].fields["spec.nodeName"] == nil)
    #expect(
      sink.objects[2].fields["spec.subnet"] == "blue" && sink.objects[3].fields["spec.v4IpAddress"] == "10.70.0.8")
    #expect(sink.notUnderstood == 0)
    // No list of it is whole.
    #expect(sink.cuts == sink.lists.count)
  }

  @Test func anIssueInMarkdown() throws {
    let text = """
      ### What happened

      The Subnet stays. From the controller:

      ```log
      E1123 20:31:07.223456       7 subnet.go:246] error syncing 'blue': subnet blue has 1 v4 ip in use, requeuing
      ```
      and an hour later

      ~~~
      E1123 21:31:07.223456       7 subnet.go:246] error syncing 'blue': subnet blue has 1 v4 ip in use, requeuing
      ~~~

      > ```yaml
      > apiVersion: kubeovn.io/v1
      > kind: IP
      > metadata:
      >   name: app-0.team
      >   uid: 5b9a66cd-1111-4222-8333-944455566678
      > ```

      """
    let sink = try read(text)
    #expect(sink.lines.count == 2 && sink.objects.map(\.ref.display) == ["IP app-0.team"])
    // Lines cut out at two places are not one log.
    #expect(Set(sink.lines.map(\.origin)).count == 2)
    #expect(sink.samples.contains { $0.hasPrefix("The Subnet stays.") })
  }

  @Test func objectsFollowOneAnotherWithoutMarks() throws {
    let text = """
      E1123 20:31:07.223456       7 subnet.go:246] error syncing 'blue': subnet blue has 1 v4 ip in use, requeuing
      apiVersion: kubeovn.io/v1
      kind: Subnet
      metadata:
        name: blue
        creationTimestamp: "2026-11-20T09:00:00Z"
      apiVersion: kubeovn.io/v1
      kind: IP
      metadata:
        name: app-0.team
        resourceVersion: "4711"
      apiVersion: kubeovn.io/v1
      kind: Vpc
      metadata:
        name: never-made
      NAME          V4IP        V6IP   MAC                 NODE     SUBNET
      app-0.team    10.70.0.7          00:00:00:11:22:33   node-3   blue
      E1123 20:32:07.223456       7 subnet.go:246] error syncing 'blue': subnet blue has 1 v4 ip in use, requeuing

      """
    let sink = try read(text)
    #expect(sink.objects.map(\.ref.display) == ["Subnet blue", "IP app-0.team", "IP app-0.team"])
    #expect(sink.lines.count == 2 && sink.notUnderstood == 0)
  }

  @Test func eventsOfADescription() throws {
    let text = """
      $ kubectl describe pod app-0 -n team
      Name:         app-0
      Namespace:    team
      Node:         node-3/192.0.2.3
      Status:       Pending
      Containers:
        main:
          Image:  nginx
      Events:
        Type     Reason                Age                  From                 Message
        ----     ------                ----                 ----                 -------
        Warning  AcquireAddressFailed  12m (x4 over 30m)    kube-ovn-controller  NoAvailableAddress
      $ kubectl describe pod app-1 -n team | tail -n 1
        Warning  AcquireAddressFailed  3m (x2 over 5m)      kube-ovn-controller  NoAvailableAddress

      """
    let sink = try read(text)
    #expect(sink.objects.map(\.ref.display) == ["Pod team/app-0"])
    #expect(sink.events.allSatisfy { $0.message == "NoAvailableAddress" })
    #expect(sink.events.map(\.involvedName) == ["app-0", "app-1"] && sink.events.map(\.count) == [4, 2])
  }

  @Test func fragmentsAlone() throws {
    let ports = """
          port app-0.team
              addresses: ["00:00:00:11:22:33 10.70.0.7"]
      port app-1.team
      addresses: ["00:00:00:11:22:34 10.70.0.7"]

      """
    #expect(
      try read(ports).ports.map(\.addresses) == [["00:00:00:11:22:33 10.70.0.7"], ["00:00:00:11:22:34 10.70.0.7"]])
    let rows = """
      app-0.team                    10.70.0.7               00:00:00:11:22:33   node-3   blue
      app-1.team.net1.team.ovn      10.70.0.8               00:00:00:11:22:34            blue

      """
    #expect(try read(rows).objects.count == 2)
  }

  /// Copied out of a web page, a table has one blank between its cells: what a cell shows by itself is read, no more.
  @Test func readsRowsThatLostTheirColumns() throws {
    let sink = try read(
      """
      $ kubectl get ip
      NAME V4IP V6IP MAC NODE SUBNET
      app-0.team 10.70.0.7 00:00:00:11:22:33 node-3 blue
      app-1.team.net1.team.ovn 10.70.0.8 00:00:00:11:22:34 blue
      $ kubectl get subnet
      NAME PROVIDER VPC PROTOCOL CIDR PRIVATE NAT DEFAULT GATEWAYTYPE V4USED V4AVAILABLE V6USED V6AVAILABLE EXCLUDEIPS
      blue ovn ovn-cluster IPv4 10.70.0.0/24 false false false distributed 3 250 0 0 ["10.70.0.1"]
      $ kubectl get pod -A
      NAMESPACE NAME READY STATUS RESTARTS AGE
      team app-0 0/1 Error 13 25h
      then app-0 restarts 3 times, and its address 10.70.0.7 stays

      """)
    #expect(sink.objects.map(\.kind) == ["IP", "IP", "Subnet", "Pod"])
    #expect(sink.objects.map(\.name) == ["app-0.team", "app-1.team.net1.team.ovn", "blue", "app-0"])
    #expect(sink.objects.map { $0.fields["spec.nodeName"] } == ["node-3", nil, nil, nil])
    #expect(sink.objects[2].fields["status.v4usingIPs"] == "3" && sink.objects[3].namespace == "team")
    #expect(sink.lists.map(\.itemKind) == ["IP", "Subnet", "Pod"])
  }

  @Test func whatIsNoPaste() throws {
    // A log with remarks in it is a log, also below a command that a script shows; a list with comments is a list.
    let line = "I1123 20:31:07.123456       7 a.go:1] m\n"
    #expect(!isPaste("a remark\n" + line + line) && !isPaste("+ kubectl logs x\n" + line + line))
    #expect(isPaste("$ kubectl logs x\n" + line + line))
    let object = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: b\n  uid: c\n"
    #expect(!isPaste("# made by hand\n# twice\n" + object) && !isPaste(object + "---\n" + object))
    #expect(!isPaste("{\"kind\":\"List\",\"items\":[\n{\"kind\":\"IP\"}\n]}\n"))
    #expect(!isPaste("hello\nworld\n"))
    #expect(!isPaste(""))
  }

  @Test func everyByteOfDamagedPastesIsAccountedFor() throws {
    var random = SeededGenerator(state: 7)
    let bytes = Array(Self.terminal.utf8)
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        let at = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: damaged[at] = UInt8.random(in: 0...255, using: &random)
        case 1: damaged.removeSubrange(at..<min(damaged.count, at + Int.random(in: 1...80, using: &random)))
        default: damaged.insert(contentsOf: damaged[at..<min(damaged.count, at + 40)], at: at)
        }
        if damaged.isEmpty { damaged = bytes }
      }
      let sink = PasteRecorder()
      var done = false
      var feed = ByteFeed(chunk: damaged.count + 4096) { buffer in
        if done { return 0 }
        done = true
        buffer.copyBytes(from: damaged)
        return damaged.count
      }
      _ = try feed.require(damaged.count + 1)
      guard let paste = feed.withUnreadSpan({ PasteFormat($0, PathHints()) }) else { continue }
      paste.read(&feed, FormatContext(provenance: Provenance(input: "test", chain: ["test"])), into: sink)
      #expect(sink.total == damaged.count)
    }
  }

  @Test func timesOnLinesOfTheirOwn() throws {
    let text = """
      2026-11-23T19:31:07.300Z
      E1123 20:31:07.223456       7 subnet.go:246] error syncing 'blue': no, requeuing
      2026-11-23T19:31:09.300Z
      E1123 20:31:09.223456       7 subnet.go:246] error syncing 'blue': no, requeuing

      """
    let sink = try Collector.read(Array(text.utf8), as: LogFormat.self)
    #expect(sink.lines.map(\.outer) == [1_795_462_267_300_000_000, 1_795_462_269_300_000_000])
    #expect(sink.total == text.utf8.count)
  }
}
