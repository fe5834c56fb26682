/// A command as somebody typed it above what it printed: what it asked for, as far as it helps to read the answer.
struct PasteCommand: Equatable, Sendable {
  /// `get`, `describe`, `logs`, `delete`, `lsp-list`; empty for other programs.
  var verb = ""
  /// What kind of objects, as typed: `ip`, `pods`, `subnets.kubeovn.io`.
  var resource = ""
  /// The object named, if one is.
  var name = ""
  /// No other object is named beside it.
  var isOfOne = false
  /// Of `-n`.
  var namespace = ""
  var container = ""
  /// It asks OVN's northbound database.
  var isNorthbound = false
  /// Of `--columns`.
  var columns = ""
  /// Prints values alone.
  var isBare = false
  /// It ends when what it asked for has happened, as `delete` does.
  var waits = true
  /// It lists all objects of a kind, or of several, in one namespace or everywhere: none is named, and nothing selects.
  var isOfAll = false
  /// It asks for some of the objects of a kind only, or for those that change.
  var isSelection = false
  /// Another program may have left out some of what it printed.
  var isPiped = false
  /// It asks for the objects of all namespaces.
  var isEverywhere = false
  /// Of `--context` or `--kubeconfig`, or of `KUBECONFIG=` in front of it.
  var cluster = ""
  /// It ends when what it names is gone: `wait --for=delete`.
  var awaitsEnd = false
  /// The cluster that all commands below it ask.
  var switchesTo: String?

  /// The kinds of `resource`, as the API writes them: `ofip,osnat` are two.
  var kinds: [String] {
    resource.split(separator: ",").map { TableKind.kind(forWord: String($0.prefix { $0 != "." })) }
  }

  /// Takes a line apart; what it does not know is left out. Only the first command of a pipe counts.
  init(_ line: String) {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).prefix(60).map(String.init)
    let first = words.prefix { !$0.hasPrefix("|") }
    isPiped = first.count < words.count || first.contains { $0.contains("|") }
    let northbound = first.firstIndex { $0 == "nbctl" || $0 == "ovn-nbctl" || $0.hasSuffix("/ovn-nbctl") }
    isNorthbound = northbound != nil
    let configured = first.first { $0.hasPrefix(Self.configuration) }.map {
      String($0.dropFirst(Self.configuration.count))
    }
    if first.first == "kubectx", first.count == 2 { switchesTo = first[first.startIndex + 1] }
    if first.first == "export" { switchesTo = configured }
    if let login = first.first, Self.logins.contains(login) { switchesTo = first.joined(separator: " ") }
    guard let program = northbound ?? first.firstIndex(where: { Self.clients.contains($0) }) else { return }
    // `ssh east kubectl get …`
    let way = first[..<program].drop { $0 == "sudo" }
    let isElsewhere = way.first.map { Self.ways.contains($0) } ?? false
    cluster = configured ?? (isElsewhere ? way.joined(separator: " ") : "")
    read(Array(first[(program + 1)...]))
  }

  private mutating func read(_ words: [String]) {
    var plain: [String] = []
    var selects = false
    var at = 0
    while at < words.count {
      let word = words[at]
      at += 1
      guard word.hasPrefix("-") else {
        plain.append(word)
        continue
      }
      if word == "--bare" { isBare = true }
      // The value may follow without a blank, as in `-nshop`.
      if word.count > 2, word.hasPrefix("-n"), !word.contains("=") {
        namespace = String(word.dropFirst(2))
        continue
      }
      if word == "--wait=false" { waits = false }
      if word == "--for=delete" { awaitsEnd = true }
      if word == "-A" || word == "--all-namespaces" { isEverywhere = true }
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if ["-l", "--selector", "--field-selector", "-f", "--filename", "-k"].contains(parts[0]) || word.hasPrefix("-l")
        || ["-w", "--watch", "--watch-only"].contains(parts[0])
      {
        selects = true
      }
      let takesValue = Self.flagsWithValue.contains(parts[0])
      guard takesValue, parts.count == 2 || at < words.count else { continue }
      let value = parts.count == 2 ? parts[1] : words[at]
      if parts.count < 2 { at += 1 }
      switch parts[0] {
      case "-n", "--namespace": namespace = value
      case "-c", "--container": container = value
      case "--columns": columns = value
      case "--context", "--kubeconfig", "--cluster": cluster = value
      default: break
      }
    }
    verb = plain.first ?? ""
    let target = plain.count > 1 ? plain[1] : ""
    if verb == "config", target == "use-context", plain.count == 3 { switchesTo = plain[2] }
    if verb == "logs" || verb == "log" {
      verb = "logs"
      name = String(target.drop { $0 != "/" }.dropFirst())
      if name.isEmpty { name = target }
      return
    }
    let slash = target.firstIndex(of: "/")
    resource = slash.map { String(target[..<$0]) } ?? target
    name = slash.map { String(target[target.index(after: $0)...]) } ?? (plain.count > 2 ? plain[2] : "")
    isOfOne = plain.count == (slash == nil ? 3 : 2)
    isSelection = verb == "get" && (selects || plain.count > 2 || slash != nil)
    isOfAll = verb == "get" && plain.count == 2 && !isSelection
  }

  private static let configuration = "KUBECONFIG="
  /// Programs that run another one elsewhere, and such that choose the cluster that is asked from then on.
  private static let ways: Set<String> = ["ssh", "docker", "podman", "nerdctl"]
  private static let logins: Set<String> = ["tsh", "aws", "az", "gcloud", "kind", "vcluster", "k3d", "minikube"]
  private static let clients: Set<String> = ["kubectl", "k", "oc", "kubecolor", "k3s"]
  private static let flagsWithValue: Set<String> = [
    "-n", "--namespace", "-c", "--container", "-o", "--output", "-l", "--selector", "--field-selector", "--context",
    "--kubeconfig", "--cluster", "--tail", "--since", "--sort-by", "--columns", "--db", "--format",
  ]
}
