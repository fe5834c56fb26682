import Testing

@testable import Formats

@Suite struct DocumentsTablesTests {
  private func read(_ name: String) throws -> CollectingSink {
    let bytes = try Documents.fixture(name)
    let format = try #require(Documents.identify(bytes, name), "\(name)")
    let sink = try Documents.read(bytes, as: format, named: name)
    #expect(sink.notUnderstood == 0)
    return sink
  }

  @Test func addresses() throws {
    let sink = try read("ips.txt")
    #expect(sink.objects.count == 7 && sink.objects.allSatisfy { $0.kind == "IP" && $0.created == nil })
    let first = sink.objects[0]
    // The empty V6IP cell must not shift the ones behind it.
    #expect(
      first.fields == [
        "spec.v4IpAddress": "10.16.0.127", "spec.macAddress": "82:ba:8a:22:b5:c0", "spec.subnet": "ovn-default",
      ])
  }

  @Test func subnets() throws {
    let subnet = try #require(try read("subnets.txt").objects.first)
    #expect(subnet.kind == "Subnet" && subnet.name == "docs-net1")
    #expect(subnet.fields["spec.excludeIps.0"] == "10.91.0.1")
    #expect(subnet.fields["status.v4usingIPs"] == "2" && subnet.fields["spec.cidrBlock"] == "10.91.0.0/24")
  }

  @Test func pods() throws {
    let pod = try #require(try read("pods.txt").objects.first)
    #expect(pod.kind == "Pod" && pod.namespace == "ci" && pod.name == "job-52-77")
    #expect(pod.fields["status.phase"] == "Running" && pod.fields["spec.nodeName"] == "kube-ovn-worker2")
  }

  @Test func severalTablesAtOnce() throws {
    let text = """
      NAME                       V4IP        V6IP   MAC                 NODE   SUBNET
      ip.kubeovn.io/web.default  10.16.0.2          00:00:00:00:00:01          ovn-default

      NAME                          PROVIDER   VPC           CIDR
      subnet.kubeovn.io/ovn-default ovn        ovn-cluster   10.16.0.0/16

      NAMESPACE   NAME        READY   STATUS    RESTARTS   AGE
      default     pod/web     1/1     Running   0          5m

      NAME                                 EIP      V4IP          V6IP   INTERNALCIDR   NATGWDP   READY
      iptablessnatrule.kubeovn.io/snat01   eips01   172.18.0.52          10.0.1.0/24    gw1       true

      NAME                        VPC    V4EIP         V6EIP   V4IPCIDR      V6IPCIDR   READY
      ovnsnatrule.kubeovn.io/s1   shop   172.16.20.1           10.0.1.0/24              true
      """
    let sink = try Documents.read(text, as: KubectlTableFormat.self)
    #expect(
      sink.objects.map(\.ref.display) == [
        "IP web.default", "Subnet ovn-default", "Pod default/web", "IptablesSnatRule snat01", "OvnSnatRule s1",
      ])
    #expect(
      sink.objects.suffix(2).map { $0.fields["status.natGwDp"] ?? $0.fields["status.v4IpCidr"] } == [
        "gw1", "10.0.1.0/24",
      ])
    #expect(sink.lists.count == 5)
  }

  @Test func aRepeatedRowMakesAWatch() throws {
    let text =
      "NAME   READY   STATUS    RESTARTS   AGE\n"
      + "a      1/1     Running   0          1s\na      0/1     Terminating   0          2s\n"
    let sink = try Documents.read(text, as: KubectlTableFormat.self)
    #expect(sink.lists.map(\.shape) == [.table, .watch])
    #expect(sink.changes == [nil, .modified])
    #expect(sink.objects[1].fields["status.phase"] == "Terminating")
  }

  @Test func wideCharacters() throws {
    let text = "NAME    V4IP        V6IP   MAC    NODE   SUBNET\nü.a     10.16.0.2          00:00         net\n"
    let sink = try Documents.read(text, as: KubectlTableFormat.self)
    #expect(
      sink.objects.first?.fields == ["spec.v4IpAddress": "10.16.0.2", "spec.macAddress": "00:00", "spec.subnet": "net"])
  }

  @Test func eventTables() throws {
    let wide = try read("events.txt").events
    #expect(wide.count == 7)
    #expect(wide[0].involvedKind == "Pod" && wide[0].involvedName == "app-0" && wide[0].namespace == "batch")
    #expect(wide[0].component == "default-scheduler" && wide[0].first == nil && wide[0].last == nil)
    let plain = try read("events-command.txt").events
    #expect(plain.count == 9)
    #expect(plain[1].involvedKind == "Subnet" && plain[1].count == 2 && plain[1].involvedNamespace.isEmpty)
    #expect(plain[0].message == #"subnet gateway type changes from "" to "distributed""#)
  }

  @Test func messagesOfSeveralLines() throws {
    let text =
      "LAST SEEN   TYPE      REASON   OBJECT    MESSAGE\n"
      + "1m          Warning   Failed   pod/web   first\nsecond line\n2m          Normal    Pulled   pod/web   ok\n"
    let events = try Documents.read(text, as: KubectlTableFormat.self).events
    #expect(events.map(\.message) == ["first\nsecond line", "ok"])
  }

  @Test func descriptions() throws {
    let subnets = try read("describe-subnets.txt")
    let subnet = try #require(subnets.objects.first)
    #expect(subnet.finalizers == ["kube-ovn-controller"] && subnet.deletionRequested != nil)
    #expect(subnet.fields["status.conditions.Error.message"] == "Not Observed")
    #expect(subnet.fields["spec.excludeIps.0"] == "10.91.0.1" && subnet.fields["status.v4usingIPs"] == "2")
    let event = try #require(subnets.events.first)
    #expect(
      event.involvedName == "docs-net1" && event.reason == "SubnetGatewayTypeChanged" && event.namespace == "default")
    let pods = try read("describe-pods.txt")
    #expect(pods.objects.map(\.name) == ["job-52-75", "job-52-76"])
    #expect(pods.objects[0].fields["status.phase"] == "Terminating")
    #expect(pods.objects[0].annotations["ovn.kubernetes.io/ip_address"] == "10.16.0.157")
    #expect(pods.objects[0].fields["spec.containers.0.image"] == "registry.example/ci:2")
    #expect(try read("describe-ips.txt").objects.first?.labels["ovn.kubernetes.io/subnet"] == "ovn-default")
  }
}
