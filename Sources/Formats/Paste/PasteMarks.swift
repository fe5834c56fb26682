import ByteLexing

/// Marks that people and terminals leave between what they paste: fences, headings, prompts with commands, quotes.
enum PasteMarks {
  /// Begin of what is left of the line at `start..<end` when quote marks of mail and Markdown and the frame of a terminal
  /// program are taken off.
  static func unquoted(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end {
      var mark = at
      while mark < end, mark - at < 3, text.byte(mark) == 0x20 { mark += 1 }
      let arrows = mark
      while mark < end, mark - arrows < 8, text.byte(mark) == UInt8(ascii: ">") { mark += 1 }
      if mark > arrows, mark == end || text.byte(mark) <= 0x20 {
        at = mark
      } else if end - arrows >= 3, text.hasBytes("│", at: arrows) {
        at = arrows + 3
      } else {
        return at
      }
      if at < end, text.byte(at) == 0x20 { at += 1 }
    }
    return at
  }

  /// Begin of a klog record behind marks of Markdown, such as a heading, an item of a list, a code mark or the cells of a table,
  /// or behind words of a person; `start` for other lines.
  static func undecorated(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end, at - start < 12, decorations.contains(text.byte(at)) { at += 1 }
    // Blanks alone are no marks.
    if at > start, (start..<at).contains(where: { text.byte($0) != 0x20 }), KlogPaste.isRecord(text, at, end) {
      return at
    }
    return behindCells(text, start, end) ?? behindWords(text, start, end) ?? behindLabel(text, start, end) ?? start
  }

  /// Begin of a message that lost the header of its line, behind a quote or behind what somebody calls it: `Error: …`, `日志："…`.
  private static func behindLabel(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    // A line with its call site is a record, under whatever wrapping, and a message may hold another one.
    guard end - start < 4096, text.extracting(start..<end).firstIndex(of: ".go:") < 0,
      // What kubectl found is no message of the controller, whatever it looks like.
      !beginsAnswer(text, content(text, start, end), end), !KlogPaste.isBare(text, content(text, start, end), end)
    else { return nil }
    var at = start
    while at < end, at - start < 160 {
      switch text.byte(at) {
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): at += 1
      case UInt8(ascii: ":") where at + 1 < end && text.byte(at + 1) == 0x20: at += 2
      // Colons, quotes and brackets of other scripts.
      case 0xe2, 0xe3, 0xef: at += 3
      default:
        at += 1
        continue
      }
      if at < end, KlogPaste.isBare(text, at, end) { return at }
    }
    return nil
  }

  private static func content(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end, text.byte(at) == 0x20 || text.byte(at) == 0x09 { at += 1 }
    return at
  }

  /// Dots stand for the end of the line, maybe in front of a code mark.
  static func isElided(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    var last = end
    while last > start, text.byte(last - 1) <= 0x20 || text.byte(last - 1) == UInt8(ascii: "`") { last -= 1 }
    return last - start > 3 && (text.hasBytes("…", at: last - 3) || text.hasBytes("...", at: last - 3))
  }

  /// Where the code ends that begins at `start`; `end` if no mark opens it there.
  static func codeEnd(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    guard start > 0, text.byte(start - 1) == UInt8(ascii: "`") else { return end }
    let close = text.extracting(start..<end).firstIndex(of: UInt8(ascii: "`"))
    return close < 0 ? end : start + close
  }

  /// Begin of a klog record in a cell of a row of Markdown.
  private static func behindCells(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    guard start < end, text.byte(start) == UInt8(ascii: "|") else { return nil }
    for bar in start..<min(end, start + 120) where text.byte(bar) == UInt8(ascii: "|") {
      var at = bar + 1
      while at < end, text.byte(at) == 0x20 || text.byte(at) == UInt8(ascii: "`") { at += 1 }
      if KlogText.header(text, at, end) != nil { return at }
    }
    return nil
  }

  /// Begin of a klog record behind what somebody wrote on the same line. The names of pods and containers that viewers put there
  /// are one word, or have hyphens and digits.
  private static func behindWords(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    var words = 0
    var isProse = false
    var at = start
    while at < end, at - start < 90 {
      let byte = text.byte(at)
      let before = at > start ? text.byte(at - 1) : 0
      let isCode = before == UInt8(ascii: "`")
      let isSaid = words == 1 && Self.saying.contains(text.byte(max(start, at - 2)))
      let isFree = isCode || before == 0x20 || before >= 0x80
      if isFree, KlogText.isSeverity(byte), words > 1 || isProse || isCode || isSaid,
        KlogText.header(text, at, end) != nil
      {
        return at
      }
      switch byte {
      case 0x20: if at > start, text.byte(at - 1) != 0x20 { words += 1 }
      case 0x80...: isProse = true
      case 0x41...0x5a, 0x61...0x7a: break
      case _ where signs.contains(byte): break
      default: return nil
      }
      at += 1
    }
    return nil
  }

  /// Signs between the words of a person, and those of them that end the one word in front of what somebody cites.
  private static let signs = Set(":,'`(.<>".utf8)
  private static let saying = Set(":>.".utf8)

  /// Stands in front of a heading, an item of a list or code.
  static func isDecoration(_ byte: UInt8) -> Bool { decorations.contains(byte) }

  private static let decorations = Set("#*-` ".utf8)

  /// The webhook of Kube-OVN refuses a deletion, in the words of kubectl or of a program that asked.
  static func isRefusal(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    guard end - start < 2048 else { return false }
    let line = text.extracting(start..<end)
    let hook = line.firstIndex(of: "admission webhook \"")
    guard hook >= 0 else { return false }
    let rest = line.extracting(hook..<line.byteCount)
    return rest.firstIndex(of: "kube-ovn") >= 0
      && (rest.firstIndex(of: "\" denied the request: can't delete ") >= 0
        || rest.firstIndex(of: "\" denied the request: vpc-nat-gateway ") >= 0)
  }

  /// The line has what the node says of a pod that waits for its network.
  static func tellsOfWaiting(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    let line = text.extracting(start..<end)
    guard line.firstIndex(of: " for pod ") >= 0 || line.firstIndex(of: " to pod ") >= 0 else { return false }
    return EventRow.told(text.text(start..<end)) != nil
  }

  /// The line opens or closes a block of Markdown.
  static func isFence(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    var at = start
    while at < end, text.byte(at) == 0x20 { at += 1 }
    return end - at >= 3 && (text.hasBytes("```", at: at) || text.hasBytes("~~~", at: at))
  }

  /// `## Heading`, and the `<details>` that people fold long texts with. `least` signs are needed: one alone begins a comment
  /// where comments may be.
  static func isHeading(_ text: RawSpan, _ start: Int, _ end: Int, least: Int) -> Bool {
    guard start < end else { return false }
    if text.byte(start) == UInt8(ascii: "<") {
      return ["<details", "</details", "<summary", "</summary", "<pre", "</pre"].contains {
        (tag: StaticString) in end - start >= tag.utf8CodeUnitCount && text.hasBytes(tag, at: start)
      }
    }
    var at = start
    while at < end, at - start < 6, text.byte(at) == UInt8(ascii: "#") { at += 1 }
    return at >= start + least && at < end && text.byte(at) == 0x20
  }

  /// What kubectl says when it lists nothing: `ip.kubeovn.io "app-0.team" deleted`, `No resources found`, an error.
  static func isAnswer(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    guard end - start < 512, !isRefusal(text, start, end) else { return false }
    if beginsAnswer(text, start, end) { return true }
    var end = end
    while end > start, text.byte(end - 1) <= 0x20 { end -= 1 }
    end = beforeNamespace(text, start, end)
    for verb: StaticString in [
      " deleted", " created", " configured", " patched", " unchanged", " edited", " labeled", " annotated", " scaled",
      " replaced", " restarted", " uninstalled", " condition met",
    ] {
      var at = end - verb.utf8CodeUnitCount
      // `kind "name" deleted`, `kind/name created`: two words at most stand before.
      guard at > start, text.hasBytes(verb, at: at) else { continue }
      // `kind "name" force deleted`
      let force: StaticString = " force"
      if at - start > force.utf8CodeUnitCount, text.hasBytes(force, at: at - force.utf8CodeUnitCount) {
        at -= force.utf8CodeUnitCount
      }
      return (start..<at).count { text.byte($0) == 0x20 } <= 1
        && ((start..<at).contains { text.byte($0) == UInt8(ascii: "/") || text.byte($0) == UInt8(ascii: "\"") }
          || text.extracting(start..<at).firstIndex(of: "“") >= 0)
    }
    return false
  }

  private static func beginsAnswer(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    (["No resources found", "Error from server (", "error: ", "Warning: "] as [StaticString]).contains {
      end - start >= $0.utf8CodeUnitCount && text.hasBytes($0, at: start)
    }
  }

  /// An answer of kubectl that says that something is not as it was, in contrast to an error.
  static func tellsOfChange(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    !beginsAnswer(text, start, end) && !text.text(start..<end).hasSuffix(" unchanged")
  }

  /// Somebody says that what follows was so earlier, or is as he would have it; false where he says that it is so, or was later,
  /// and `nil` where he says neither.
  static func isElsewhen(_ line: String) -> Bool? {
    if says(
      line, ["expected", "expect", "should", "would", "before", "earlier", "ago"],
      ["期望", "预期", "应该", "之前", "以前", "天前"])
    {
      return true
    }
    let isNow = says(
      line, ["after", "afterwards", "later", "now", "actual", "current", "currently"],
      ["之后", "以后", "随后", "后来", "现在", "实际"])
    return isNow ? false : nil
  }

  /// The line has one of the words, or, in a script without blanks, one of the signs.
  private static func says(_ line: String, _ words: Set<Substring>, _ signs: [String]) -> Bool {
    line.lowercased().split { !$0.isLetter }.contains { words.contains($0) } || signs.contains { line.contains($0) }
  }

  /// The host that a prompt names: `root@east-1:~#`, `[root@east-1 ~]#`.
  static func host(ofPrompt prompt: some StringProtocol) -> String {
    guard let at = prompt.firstIndex(of: "@") else { return "" }
    return String(prompt[prompt.index(after: at)...].prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." })
  }

  /// Somebody says that what follows was so before or after something else.
  static func partsTimes(_ line: String) -> Bool {
    let heading = line.reversed().drop { "：:。*` ".contains($0) }
    return ["后", "前"].contains(heading.first) && heading.count < 20
      || says(line, ["before", "after", "later", "afterwards"], ["之前", "之后", "以后", "随后", "后来"])
  }

  /// The cluster that a heading names: `## Cluster B`, `cluster-2:`, `集群1`.
  static func cluster(_ line: String) -> String? {
    let words = line.lowercased().split { !$0.isLetter && !$0.isNumber }
    let isOther = words.contains("other") && words.contains("cluster") || line.contains("另一") && line.contains("集群")
    if isOther { return "other" }
    guard 1...3 ~= words.count else { return nil }
    if let word = words.first, word.hasSuffix("集群"), 3...4 ~= word.count { return String(word) }
    for (at, word) in words.enumerated() {
      guard let noun = ["cluster", "集群"].first(where: { word.hasPrefix($0) }) else { continue }
      // A word of its own is a number or a letter: "cluster info" names none.
      let isOne = word.count > noun.count
      let rest = isOne ? word.dropFirst(noun.count) : at + 1 < words.count ? words[at + 1] : ""
      if 1...2 ~= rest.count, !isOne || rest != "s" { return noun + rest }
    }
    return nil
  }

  /// The end of an answer without the namespace that newer releases of kubectl put behind it: `pod "web-0" deleted from shop
  /// namespace`.
  private static func beforeNamespace(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    let from = text.extracting(start..<end).firstIndex(of: " deleted from ")
    let isAt = end - start > 10 && text.hasBytes(" namespace", at: end - 10)
    return from > 0 && isAt ? start + from + 8 : end
  }

  /// `^C`, where somebody ended a command that did not come back.
  static func isInterrupt(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    end - start == 2 && text.hasBytes("^C", at: start)
  }

  /// The command on a line that shows one behind a prompt, or that begins with kubectl; `nil` for other lines.
  ///
  /// Knows `$ `, `# `, `[root@host dir]# `, `user@host:~$ `, `sh-5.1# `, `PS C:\> `, `+ ` of traces: anything short in front
  /// of a sign that a known program follows. A prompt alone is one too.
  static func command(_ text: RawSpan, _ start: Int, _ end: Int) -> String? {
    guard end > start, end - start < 4096 else { return nil }
    let head = text.extracting(start..<min(end, start + 160))
    if beginsWithClient(head, 0) { return text.text(start..<end) }
    // `$kubectl get …`, as people write it by hand.
    if text.byte(start) == UInt8(ascii: "$"), beginsWithClient(head, 1) { return text.text(start + 1..<end) }
    var hasAt = false
    var hasField = false
    for i in 0..<head.byteCount {
      switch head.byte(i) {
      case UInt8(ascii: "@"): hasAt = true
      case UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: ">"), UInt8(ascii: "+"):
        let isLast = i + 1 == end - start
        guard isLast || (i + 1 < head.byteCount && head.byte(i + 1) == 0x20) else { continue }
        let isShell = hasAt && i > 0 && isPromptEnd(head, i)
        if isLast { return isShell ? "" : nil }
        var next = i + 1
        while next < head.byteCount, head.byte(next) == 0x20 { next += 1 }
        if isShell || (!hasField && i < 60 && beginsWithProgram(head, next)) { return text.text(start + next..<end) }
      case UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "{"): return nil
      case UInt8(ascii: ":"): if i + 1 < head.byteCount, head.byte(i + 1) == 0x20 { hasField = true }
      default:
        if head.byteCount - i >= 3, head.hasBytes("❯", at: i) || head.hasBytes("➜", at: i) {
          var next = i + 3
          while next < head.byteCount, head.byte(next) == 0x20 { next += 1 }
          return text.text(start + min(next, end - start)..<end)
        }
      }
    }
    return nil
  }

  /// `[root@host ~]#`, `root@host:~/dir$`, `root@host ~ #`: what stands before the sign ends as a prompt does, and names a
  /// host in its first word.
  private static func isPromptEnd(_ head: RawSpan, _ sign: Int) -> Bool {
    guard head.byte(sign) == UInt8(ascii: "#") || head.byte(sign) == UInt8(ascii: "$") else { return false }
    if head.byte(sign - 1) == UInt8(ascii: "]") { return true }
    var blanks = 0
    var hasColon = false
    for i in 0..<sign {
      if head.byte(i) == 0x20 { blanks += 1 }
      if head.byte(i) == UInt8(ascii: ":") { hasColon = true }
    }
    return blanks == 0 ? hasColon : blanks <= 2 && head.byte(sign - 1) == 0x20 && head.byte(0) > 0x20
  }

  private static func word(_ head: RawSpan, _ start: Int) -> Range<Int> {
    var end = start
    while end < head.byteCount, head.byte(end) > 0x20 { end += 1 }
    return start..<end
  }

  private static func beginsWithProgram(_ head: RawSpan, _ start: Int) -> Bool {
    let range = word(head, start)
    return range.count < 20 && programs.contains(head.text(range))
  }

  /// `kubectl get …` without a prompt. A word of prose that says kubectl has no verb behind it.
  private static func beginsWithClient(_ head: RawSpan, _ start: Int) -> Bool {
    let first = word(head, start)
    guard 1...9 ~= first.count, head.byte(first.lowerBound) == UInt8(ascii: "k") || head.byte(first.lowerBound) == 0x6f
    else { return false }
    guard ["kubectl", "k", "oc"].contains(head.text(first)) else { return false }
    let second = word(head, min(first.upperBound + 1, head.byteCount))
    return second.count > 1 && (head.byte(second.lowerBound) == UInt8(ascii: "-") || verbs.contains(head.text(second)))
  }

  private static let verbs: Set<String> = [
    "get", "describe", "logs", "delete", "apply", "create", "patch", "edit", "exec", "ko", "scale", "rollout", "top",
    "annotate", "label", "events", "replace", "wait", "config",
  ]

  private static let programs: Set<String> = [
    "kubectl", "k", "ko", "kubectl-ko", "oc", "kubecolor", "k3s", "ovn-nbctl", "ovn-sbctl", "ovs-vsctl", "ovs-ofctl",
    "ovs-appctl", "crictl", "docker", "nerdctl", "ctr", "helm", "cat", "grep", "egrep", "zgrep", "zcat", "journalctl",
    "tail", "head", "less", "ip", "ssh", "sudo", "watch", "for", "while", "echo", "date", "sleep", "export", "kubectx",
    "tsh", "aws", "az", "gcloud", "kind", "vcluster", "k3d", "minikube", "podman",
    "stern", "virtctl", "etcdctl",
  ]
}
