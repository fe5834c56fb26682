import Model

/// What evidence calls things: gathered as a whole before anything gets a pseudonym, so that pseudonyms depend on what the
/// evidence holds and not on the order in which it is read or shown. Names are not trusted.
public struct KnownNames: Sendable, Codable {
  /// The kinds of things that have a label, by the word that their pseudonyms begin with.
  private(set) var stems: [String: Set<String>] = [:]
  /// Labels of things that are named after others: pods after workloads, IP objects after pods.
  private(set) var derived: Set<String> = []
  private(set) var addresses: Set<String> = []
  private(set) var networks: Set<String> = []
  private(set) var macs: Set<String> = []
  private(set) var uids: Set<String> = []

  /// No names.
  public init() {}

  /// Adds the names of other evidence. O(names).
  public mutating func formUnion(_ other: KnownNames) {
    stems.merge(other.stems) { $0.union($1) }
    derived.formUnion(other.derived)
    addresses.formUnion(other.addresses)
    networks.formUnion(other.networks)
    macs.formUnion(other.macs)
    uids.formUnion(other.uids)
  }

  /// An object of the cluster, or what the logs call so.
  public mutating func add(_ ref: ResourceRef) {
    if !ref.namespace.isEmpty, ref.kind != .replica { add(name: ref.namespace, stem: Self.stem(.namespace)) }
    switch ref.kind {
    case .address, .mac: scan(ref.name)
    // A replica without a pod is called by the file of its log.
    case .replica where !ref.namespace.isEmpty || ref.name.contains("/"): break
    case .pod, .replica, .ip, .logicalSwitchPort: add(name: ref.name, stem: "pod", isDerived: true)
    case .workKey, .other, .unknown: add(name: ref.name, stem: "")
    default:
      let stem = Self.stem(ref.kind)
      // A ReplicaSet is named after its Deployment.
      add(name: ref.name, stem: stem, isDerived: stem == "rs")
    }
  }

  /// A name, and what its pseudonym begins with; nothing if it is not known what has the name.
  public mutating func add(name: String, stem: String, isDerived: Bool = false) {
    let scanner = RedactionScanner(name)
    let pieces = scanner.pieces()
    let labels = pieces.filter { $0.token == .label }
    // Parts of a name that was put together may be names of anything.
    let isPlain = labels.count == 1 && pieces.count == 1
    for piece in labels {
      let label = scanner.text(piece.range)
      stems[label, default: []].formUnion(isPlain && !stem.isEmpty && !isDerived ? [stem] : [])
      if isDerived, isPlain || piece.range.lowerBound == 0 { derived.insert(label) }
    }
    note(pieces, scanner)
  }

  /// A user of the API.
  public mutating func add(user: String) { add(name: user, stem: "user") }

  /// A text that holds addresses, MACs or UIDs, and no names.
  public mutating func scan(_ text: String) {
    let scanner = RedactionScanner(text)
    note(scanner.pieces(), scanner)
  }

  /// The block of a Subnet, or two of them with a comma between.
  public mutating func add(network: String) {
    networks.insert(network)
    scan(network)
  }

  private mutating func note(
    _ pieces: [(token: RedactionScanner.Token, range: Range<Int>)], _ scanner: RedactionScanner
  ) {
    for piece in pieces {
      switch piece.token {
      case .ipv4, .ipv6: addresses.insert(scanner.text(piece.range))
      case .mac: macs.insert(scanner.text(piece.range).lowercased())
      case .uuid: uids.insert(scanner.text(piece.range).lowercased())
      case .label, .between: break
      }
    }
  }

  /// What pseudonyms of a kind begin with.
  static func stem(_ kind: ResourceKind) -> String {
    switch kind {
    case .namespace: return "ns"
    case .statefulSet: return "sts"
    case .netAttachDef: return "nad"
    case .virtualMachine, .virtualMachineInstance: return "vm"
    default: break
    }
    let word = kind.apiKind.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return ["deployment": "deploy", "daemonset": "ds", "replicaset": "rs"][word] ?? word
  }

  /// The one word for a label that things of several kinds may have.
  func stem(of label: String) -> String {
    guard let kinds = stems[label], !kinds.isEmpty else { return Self.anything }
    let places = kinds.intersection(Self.places)
    if places.count > 1 { return Self.anything }
    if let place = places.first { return place }
    let workloads = kinds.intersection(Self.workloads)
    return (workloads.isEmpty ? kinds : workloads).min() ?? Self.anything
  }

  /// A name of which it is not known what has it.
  static let anything = "name"
  private static let places: Set = ["ns", "node", "subnet", "vpc", "nad", "user"]
  private static let workloads: Set = ["sts", "deploy", "ds", "rs", "job", "cronjob", "vm"]
}
