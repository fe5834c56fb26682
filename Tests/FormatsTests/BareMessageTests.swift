import ByteLexing
import Model
import Testing
import Vocabulary

@testable import Formats

/// Messages of the controller that were copied without the header of their line, or without their end. All names are invented.
@Suite struct BareMessageTests {
  @Test(arguments: [
    "failed to delete vpc team, please delete subnet team-net first",
    "ovn eip 'e1' is still in use, finalizer will not be removed",
    "failed to delete v4 fip f1, not found logical router team nat 'type dnat_and_snat external ip 1.2.3.4 logical ip 10.0.0.2'",
    "not found logical router team nat 'type dnat_and_snat external ip 1.2.3.4 logical ip 10.0.0.2'",
    "failed to clean eip 'e1' in pod, pod 'vpc-nat-gw-g-0' not exist",
    "lsp lost for pod web-0.shop, please delete the pod and retry",
    "inconsistency detected in status of subnet blue : subnet blue has 1 v4 ip in use, while the v4 using ip range is empty",
    "deletting pod shop/web-0 default subnet blue already not exist, gc will clean its ip cr",
    "static address 10.0.0.2 for shop/web-0 has been assigned to shop/web-1",
  ])
  func readsThemWhereverTheyStand(_ message: String) throws {
    for text in [
      "The log says\n\n\(message)\n\nand no more.\n", "`\(message)`\n", "- \(message)\n", "> \(message)\n",
      "控制器报错：\(message)\n", "Error: \(message)\n", "We see this message: `\(message)`, and then nothing.\n",
      "“\(message)”\n", "```\n\(message)\n```\n",
    ] {
      let sink = try read(text)
      #expect(sink.messages == [message], "\(text)")
      #expect(sink.lines.allSatisfy { $0.wall == LogLine.noTime }, "\(text)")
    }
  }

  /// What other programs say of their own things, and what people write.
  @Test(arguments: [
    "failed to delete vpc vpc-0a1b: DependencyViolation: The vpc 'vpc-0a1b' has dependencies and cannot be deleted.",
    "failed to get subnet subnet-0a1b, InvalidSubnetID.NotFound", "failed to get vlan 100: not configured",
    "failed to get namespace default: timeout", "failed to delete the vpc with a script, please delete it first",
    "Failed to delete vpc team, please delete subnet team-net first and then go on",
    "failed to delete vpc", "the vip is in use by pod web-0", "panic: something", "subnet a cidr 10.0.0.0/8 is too big",
  ])
  func takesNothingElseForOne(_ text: String) {
    let line = Array(text.utf8)
    #expect(KnownMessages.builtIn.fileOfComplaint(line.span.bytes, 0, line.count) == nil)
  }

  /// A message alone is one line: what a person writes below it is not the rest of it.
  @Test func endsWithItsLine() throws {
    let message = "failed to delete vpc team, please delete subnet team-net first"
    let sink = try read("\(message)\nThat was all.\n")
    #expect(sink.messages == [message])
    #expect(sink.lines.count == 1)
  }

  // MARK: Cut messages

  private static let head = "E1123 20:31:07.123456       7 "

  @Test(arguments: [
    (
      "pod.go:9] deletting pod shop/web-0 default subnet blue already not exist, gc will cl…",
      "deletting pod shop/web-0 default subnet blue already not exist, gc will clean its ip cr"
    ),
    (
      "vpc.go:9] failed to delete vpc team, please delete subnet team-net f...",
      "failed to delete vpc team, please delete subnet team-net first"
    ),
    (
      #"controller.go:9] "Unhandled Error" err="error syncing delete vpc \"team\": failed to delete vpc te…"#,
      #""Unhandled Error" err="error syncing delete vpc \"team\": failed to delete vpc te…, requeuing" logger="UnhandledError""#
    ),
    (
      #"pod.go:9] error syncing 'shop/web-0': subnet.kubeovn.io "blue" no…"#,
      #"error syncing 'shop/web-0': subnet.kubeovn.io "blue" not found"#
    ),
    (
      "gc.go:9] lsp lost for pod web-0.shop, please ....",
      "lsp lost for pod web-0.shop, please delete the pod and retry"
    ),
  ])
  func putsBackWhatIsKnownToBeMissing(_ line: String, _ whole: String) throws {
    let sink = try read("I see:\n```\n\(Self.head)\(line)\n```\n")
    #expect(sink.messages == [whole])
  }

  @Test func putsItBackUnderAWrapping() throws {
    let sink = try read(
      """
      ```
      2025-03-19T09:14:58.248257369Z stderr F \(Self.head)gc.go:430] lsp lost for pod web-0.shop, please del…
      ```

      """)
    #expect(sink.messages == ["lsp lost for pod web-0.shop, please delete the pod and retry"])
  }

  /// A name of which the end is missing is no name, and an end that is not known is not made up.
  @Test(arguments: [
    ("vpc.go:9] failed to delete vpc te...", "failed to delete vpc te…"),
    ("vpc.go:9] handle delete vpc te...", "handle delete vpc te…"),
    ("pod.go:9] handle delete p…", "handle delete p…"),
    ("pod.go:9] something that nobody knows...", "something that nobody knows..."),
    ("pod.go:9] error syncing 'shop/web-0': some err...", "error syncing 'shop/web-0': some err..."),
    (
      "leaderelection.go:9] attempting to acquire leader lease kube-system/kube-ovn-controller...",
      "attempting to acquire leader lease kube-system/kube-ovn-controller..."
    ),
  ])
  func makesNothingUp(_ line: String, _ read: String) throws {
    let sink = try self.read("I see:\n```\n\(Self.head)\(line)\n```\n")
    #expect(sink.messages == [read])
  }

  // MARK: Stacks

  private static let stack = """
    goroutine 7 [running]:
    panic({0x562b6331e660?, 0x562b64afdd10?})
    \truntime/panic.go:770 +0x132
    github.com/kubeovn/kube-ovn/pkg/controller.(*Controller).handleAddOrUpdateVpc(0xc0006c5208)

    """

  @Test func readsTheStackOfAPanicThatIsNotShown() throws {
    #expect(try read("The end:\n\n" + Self.stack).messages == ["goroutine 7 [running]:"])
    #expect(try read("The controller panics:\n```\n" + Self.stack + "```\n").messages == ["goroutine 7 [running]:"])
  }

  /// The panic above it tells itself, and a stack without one is that of a process that was ended otherwise.
  @Test func takesNoOtherStackForAPanic() throws {
    let told = #"E1123 20:31:07.123456       7 runtime.go:79] Observed a panic: "nil""#
    #expect(try read("```\n\(told)\n" + Self.stack + "```\n").messages == [#"Observed a panic: "nil""#])
    let other = Self.stack.split(separator: "\n").filter { !$0.hasPrefix("panic") }.joined(separator: "\n")
    #expect(try read("```\n" + other + "\n```\n").messages == [])
  }

  private static let lastWords = "panic: runtime error: invalid memory address or nil pointer dereference"

  /// What Go prints when the process ends, pasted without any line of the log. Stacks are long.
  @Test func readsTheLastWordsOfTheController() throws {
    let frame =
      "github.com/kubeovn/kube-ovn/pkg/controller.(*Controller).InitIPAM(0xc0006c5208)\n\t/src/init.go:263 +0x4b\n"
    let other = "k8s.io/client-go/tools/cache.(*controller).Run(0xc0006c5208)\n\t/src/controller.go:1 +0x4b\n"
    let text =
      "\(Self.lastWords)\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x55]\n\ngoroutine 1 [running]:\n"
      + frame + String(repeating: other, count: 30)
    #expect(try read("It ends:\n\n" + text).messages == [Self.lastWords])
    #expect(try read("```\n" + text + "```\n").messages == [Self.lastWords])
    // One panic, though the stack shows it as well.
    let again = text.replacing(
      frame, with: "panic({0x562b6331e660?, 0x562b64afdd10?})\n\truntime/panic.go:770 +0x132\n" + frame)
    #expect(try read("```\n" + again + "```\n").messages == [Self.lastWords])
    // That of another program.
    let alien = text.replacing("kubeovn/kube-ovn/pkg/controller", with: "example/app/pkg/controller")
    #expect(try read("```\n" + alien + "```\n").messages == [])
  }

  /// What is looked for in a line is not looked for in all that follows it: prose of a megabyte takes no longer than it is.
  @Test func timeGrowsWithTheText() {
    func time(_ lines: Int) -> Duration {
      let bytes = Array(String(repeating: "hello there, my friend\n", count: lines).utf8)
      return ContinuousClock().measure { _ = PasteFormat(bytes.span.bytes, PathHints()) }
    }
    _ = time(1000)
    let (short, long) = (
      (0..<3).map { _ in time(4000) }.min() ?? .zero, (0..<3).map { _ in time(40000) }.min() ?? .zero
    )
    #expect(long < short * 30, "\(short) and \(long)")
  }

  // MARK: Exports

  @Test func readsAnExportBetweenFences() throws {
    let sink = try read(
      """
      From the store:
      ```
      "_time","host","_raw"
      "2026-01-07T12:31:10.102+0000","node-1","\(Self.head)ip.go:9] failed to get subnet blue: subnet.kubeovn.io ""blue"" not found"
      ```

      """)
    #expect(sink.messages == [#"failed to get subnet blue: subnet.kubeovn.io "blue" not found"#])
  }

  /// Programs for mail break before a word, at one column by chance.
  @Test func joinsWhatMailBrokeBehindAColon() throws {
    let line = #"ip.go:9] error syncing 'web-0.team': subnet.kubeovn.io "blue" not found, requeuing"#
    let broken = line.replacing("': ", with: "':\n")
    let sink = try read("> \(Self.head)\(broken)\n> \(Self.head)\(broken)\n".replacing(":\nsub", with: ":\n> sub"))
    #expect(sink.messages == [String](repeating: String(line.dropFirst(9)), count: 2))
  }

  private func read(_ text: String, _ line: SourceLocation = #_sourceLocation) throws -> PasteRecorder {
    let sink = try PasteRecorder.read(text, line)
    sink.messages = zip(sink.lines, sink.messages).filter { $0.0.severity != 0 }.map(\.1)
    return sink
  }
}
