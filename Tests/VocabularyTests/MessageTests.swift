import Testing

@testable import Vocabulary

/// Shapes that the recorded lines do not have: older and newer releases, and texts with two meanings.
@Suite struct MessageTests {
  @Test(arguments: [
    // 1.8 to 1.11
    ("I pod.go:273] handle add pod ns/p", "pod.sync-began", ["pod=ns/p"]),
    ("I pod.go:315] take 12 ms to handle delete pod ns/p", "pod.delete-ended", ["ms=12", "pod=ns/p"]),
    (
      "I ipam.go:51] allocate v4 10.1.0.2 v6 fd00::2 mac 0a:00 for ns/p", "ip.allocated",
      ["v4=10.1.0.2", "v6=fd00::2", "mac=0a:00", "owner=ns/p"]
    ),
    ("I ipam.go:51] allocate v4  v6  mac  for ns/p", "ip.allocation-failed", ["owner=ns/p"]),
    (
      "I ipam.go:54] allocate v4 10.1.0.2 v6  mac 0a:00 for ns/p from subnet s", "ip.allocated",
      ["v4=10.1.0.2", "v6=", "mac=0a:00", "owner=ns/p", "subnet=s"]
    ),
    (
      "I subnet.go:470] release v4 10.1.0.2 mac 0a:00 for ns/p, add ip to released list", "ip.released",
      ["v4=10.1.0.2", "mac=0a:00", "owner=ns/p", "reason=add ip to released list"]
    ),
    ("I node.go:703] delete cr ip 'p.ns' for pod ns/p", "ip.delete-requested", ["ip=p.ns", "pod=ns/p"]),
    ("I election.go:66] I am the new leader", "lease.acquired", []),
    ("F election.go:87] I am not leader anymore", "lease.lost", []),
    ("I init.go:603] enqueue update for deleting ip p.ns", "ip.terminating", ["ip=p.ns"]),
    ("I ovn-nbctl-legacy.go:123] delete lsp p.ns", "port.deleted", ["port=p.ns"]),
    // 1.12
    (
      "I ipam.go:60] allocate v4 , v6 , mac  for ns/p from subnet s", "ip.allocation-failed",
      ["owner=ns/p", "subnet=s"]
    ),
    (
      "I ipam.go:60] allocate v4 , v6 fd00::2, mac 0a:00 for ns/p from subnet s", "ip.allocated",
      ["v4=", "v6=fd00::2", "mac=0a:00", "owner=ns/p", "subnet=s"]
    ),
    (
      "E pod.go:1743] failed to get static ip 10.1.0.2, mac 0xc000123, subnet s, err AddressConflict",
      "ip.allocation-failed", ["other=10.1.0.2", "subnet=s", "error=AddressConflict"]
    ),
    (
      "E ip.go:147] error syncing 'p.ns': subnet.kubeovn.io \"s\" not found, requeuing", "work.requeued",
      ["key=p.ns", "ip=p.ns", "error=subnet.kubeovn.io \"s\" not found", "subnet=s"]
    ),
    ("E x.go:1] error syncing 'k': boom, requeuing", "work.requeued", ["key=k", "error=boom"]),
    // From 1.13
    (
      "E controller.go:1348] \"Unhandled Error\" err=\"error syncing update ip \\\"p.ns.nad.ns.ovn\\\": "
        + "subnet.kubeovn.io \\\"s\\\" not found, requeuing\" logger=\"UnhandledError\"", "work.requeued",
      [
        "action=update ip", "key=p.ns.nad.ns.ovn", "ip=p.ns.nad.ns.ovn", "error=subnet.kubeovn.io \\\"s\\\" not found",
        "subnet=s",
      ]
    ),
    (
      "E controller.go:1348] \"Unhandled Error\" err=\"error syncing reset ovn eip \\\"e\\\": no, requeuing\" "
        + "logger=\"UnhandledError\"", "work.requeued", ["action=reset ovn eip", "key=e", "error=no"]
    ),
    (
      "E pod.go:1508] deletting pod ns/p default subnet s already not exist, gc will clean its ip cr",
      "pod.subnet-gone",
      ["pod=ns/p", "subnet=s"]
    ),
    (
      "E pod.go:1793] deleting pod ns/p net-attach-def n not found and cannot determine subnet, gc will clean its ip cr",
      "pod.nad-gone", ["pod=ns/p", "nad=n"]
    ),
    ("W ip.go:251] subnet s not found for deleting ip p.ns", "ip.subnet-missing", ["subnet=s", "ip=p.ns"]),
    ("I gc.go:325] subnet s already not exist, gc ip p.ns", "ip.collected", ["subnet=s", "ip=p.ns"]),
    ("I gc.go:519] gc logical switch port p.ns with uuid 1-2", "port.collected", ["port=p.ns", "uid=1-2"]),
    ("I gc.go:552] gc skip reserved ip p.ns", "ip.skipped-reserved", ["ip=p.ns"]),
    ("I kubevirt.go:56] enqueue add VM ns/vm", "vm.delete-queued", ["owner=ns/vm"]),
    (
      "I kubevirt.go:1] migrate end reset options for lsp vm.ns from a to b, migration failed", "vm.migration-ended",
      ["port=vm.ns", "other=a", "reason=migration failed"]
    ),
    (
      "I vpc_nat_gw_eip.go:218] eip e is still being used by NAT rules: fip/dnat, waiting for them to be deleted",
      "nat.waits", ["kind=eip", "name=e", "other=fip/dnat"]
    ),
    ("E vip.go:583] failed to remove finalizer from vip 'v', conflict", "vip.stuck", ["vip=v", "error=conflict"]),
    ("W ovn.go:305] ovn-nb operations took too long: [] in 1200ms", "ovn.slow", ["other=ovn-nb"]),
    (
      "E ovn.go:300] error occurred in transact with ovn-nb operations: [{Op:insert}] in 3ms", "ovn.transaction-failed",
      ["other=ovn-nb", "error=[{Op:insert}] in 3ms"]
    ),
    // Vendored code
    (
      "I leaderelection.go:278] failed to renew lease kube-system/kube-ovn-controller: timed out", "lease.lost",
      ["lease=kube-system/kube-ovn-controller", "error=timed out"]
    ),
    (
      "W reflector.go:456] client-go/factory.go:117: watch of *v1.Subnet ended with: too old", "watch.broken",
      ["kind=*v1.Subnet", "error=too old"]
    ),
    (
      "I reflector.go:568] \"Warning: watch ended with error\" reflector=\"a.go:1\" type=\"*v1.Pod\" err=\"eof\"",
      "watch.broken", ["kind=*v1.Pod", "error=eof"]
    ),
    (
      "I request.go:697] Waited for 1.2s due to client-side throttling, not priority and fairness, request: GET:https://x/y",
      "api.throttled", ["other=1.2s"]
    ),
    (
      "E runtime.go:79] Observed a panic: runtime.boundsError{x:1}", "process.panic", ["error=runtime.boundsError{x:1}"]
    ),
    (
      "E klog.go:10] \"failed to initialize\" err=\"subnet.kubeovn.io \\\"s\\\" not found\"", "process.fatal",
      ["error=\"failed to initialize\" err=\"subnet.kubeovn.io \\\"s\\\" not found\"", "subnet=s"]
    ),
    ("E controller.go:125] \"leaderelection lost\"", "lease.lost", []),
    (
      "I event.go:377] Event(v1.ObjectReference{Kind:\"Pod\", Namespace:\"ns\", Name:\"p\", UID:\"u\", APIVersion:\"v1\", "
        + "ResourceVersion:\"12\", FieldPath:\"\"}): type: 'Warning' reason: 'AcquireAddressFailed' "
        + "subnet.kubeovn.io \"s\" not found", "event.emitted",
      [
        "kind=Pod", "namespace=ns", "pod-name=p", "uid=u", "resource-version=12", "reason=AcquireAddressFailed",
        "error=subnet.kubeovn.io \"s\" not found", "subnet=s",
      ]
    ),
    (
      "I event.go:377] Event(v1.ObjectReference{Kind:\"Vlan\", Namespace:\"\", Name:\"v\", UID:\"u\", APIVersion:\"v1\", "
        + "ResourceVersion:\"12\", FieldPath:\"\"}): type: 'Normal' reason: 'R'", "event.emitted",
      ["kind=Vlan", "namespace=", "name=v", "uid=u", "resource-version=12", "reason=R"]
    ),
  ]) func shapes(line: String, kind: String, fields: [String]) {
    let reading = Reading.of(line)
    #expect(reading?.kind == kind)
    #expect(reading?.fields == fields)
  }

  /// The same words mean different things from different files or lines.
  @Test(arguments: [
    ("I pod.go:1020] gc logical switch port p.ns", "pod.port-deleted"),
    ("I pod.go:459] gc logical switch port p.ns", "port.deleted"),
    ("I gc.go:380] gc logical switch port p.ns", "port.collected"),
    ("I ipam.go:319] delete subnet s", "subnet.forgotten"),
    ("E pod.go:959] failed to get pod nets x", "pod.networks-unknown"),
    ("E pod.go:538] failed to get pod nets x", "pod.networks-failed"),
    ("E pod.go:0] failed to get pod nets x", "pod.networks-failed"),
    ("E subnet.go:1301] failed to get pod nets x", "pod.networks-failed"),
    ("E ip.go:210] failed to get subnet s: x", "ip.subnet-missing"),
    ("E pod.go:1440] failed to get subnet s: x", "subnet.not-found"),
    ("I ip.go:300] deleting ip p.ns enqueue update status subnet s", "ip.gone"),
    ("I ip.go:242] handle deleting ip p.ns", "ip.delete-handled"),
  ]) func oneTextManyMeanings(line: String, kind: String) { #expect(Reading.of(line)?.kind == kind) }

  @Test(arguments: [
    "I pod.go:1] ", "I pod.go:1] x", "I pod.go:224] enqueue add pod ", "I pod.go:224] enqueue add pod a b",
    "I pod.go:224] enqueue add pod \"a\"", "I pod.go:401] take x ms to handle sync pod ns/p",
    "I subnet.go:319] delete subnet s", "I other.go:1] enqueue add pod ns/p", "E pod.go:224] enqueue add pod ns/p",
    "I pod.go:730] sync pod ns/p routed again",
  ]) func whatIsNotInTheCatalogueIsNoObservation(line: String) { #expect(Reading.of(line) == nil) }

  @Test func whiteSpaceAtTheEndIsIgnored() {
    #expect(Reading.of("I pod.go:224] enqueue add pod ns/p \r\n")?.fields == ["pod=ns/p"])
  }

  @Test func missingObjectsAreNamedOnceAndBounded() {
    #expect(
      Reading.of("E pod.go:1493] failed to get subnet s, subnet.kubeovn.io \"s\" not found")?.fields
        == ["subnet=s", "error=subnet.kubeovn.io \"s\" not found"])
    let many = (0..<50).map { "vpc.kubeovn.io \"v\($0)\" not found" }.joined(separator: ", ")
    let fields = Reading.of("E controller.go:1] gc lsp error: \(many)")?.fields
    #expect(fields?.count == Observation.fieldLimit)
    #expect(fields?.dropFirst().first == "vpc=v0")
    #expect(Reading.of("E controller.go:1] gc lsp error: \" not found")?.fields == ["error=\" not found"])
    #expect(Reading.of("E controller.go:1] gc lsp error: vpc.kubeovn.io \"\" not found")?.fields.count == 1)
    #expect(Reading.of("E controller.go:1] gc lsp error: not found logical switch \"s")?.fields.count == 1)
    #expect(Reading.of("E controller.go:1] gc lsp error: not found logical switch \"s\"")?.fields.last == "subnet=s")
  }

  /// Any bytes are accepted, and every field lies within the message.
  @Test func hostileBytesNeitherTrapNorEscape() {
    var random: UInt64 = 0x2545_F491_4F6C_DD1D
    func next(_ bound: Int) -> Int {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      return Int(random % UInt64(bound))
    }
    let table = Vocabulary.builtIn.table
    let files = [
      "", "a", "pod.go", "subnet.go", "controller.go", "klog.go", "event.go", "\u{0}\u{0}", "ovn-nb-logical_switch.go",
    ]
    for _ in 0..<30_000 {
      let template = table.templates[next(table.templates.count)]
      var message: [UInt8] = []
      for part in template.parts {
        message += part.literal ?? (0..<next(6)).map { _ in UInt8(next(256)) }
      }
      for _ in 0..<next(3) where !message.isEmpty { message[next(message.count)] = UInt8(next(256)) }
      message = Array(message.prefix(next(message.count + 1)))
      let file = template.files.isEmpty || next(4) == 0 ? Array(files[next(files.count)].utf8) : template.files[0]
      let found = message.withUnsafeBytes { message in
        file.withUnsafeBytes {
          Vocabulary.builtIn.match(message, file: $0, severity: UInt8(next(256)), line: next(3000) - 5)
        }
      }
      guard let found else { continue }
      for i in 0..<found.count { #expect(found[i].range.upperBound <= message.count) }
    }
  }
}
