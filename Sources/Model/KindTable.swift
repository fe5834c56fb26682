import CEmbedded
import Synchronization

/// All kinds: those that code names, those that kind files declare, and those that were met in evidence.
final class KindTable: Sendable {
  static let shared = KindTable()

  /// Most undeclared kinds that are told apart; what comes later is `.other`.
  static let limit = 4096

  /// What is asked of every object.
  struct Traits: OptionSet, Sendable {
    var rawValue: UInt8
    static let declared = Traits(rawValue: 1)
    static let namespaced = Traits(rawValue: 2)
    static let volatile = Traits(rawValue: 4)
    static let finalized = Traits(rawValue: 8)
  }

  private let fixed: [KindFacts]
  private let traits: [Traits]
  private let words: [String: ResourceKind]
  private let queues: [String: ResourceKind]
  let byFile: [String: [ResourceKind]]
  let declared: [ResourceKind]
  private let met = Mutex(Met())

  private struct Met {
    var facts: [KindFacts] = []
    var numbers: [String: ResourceKind] = [:]
  }

  /// Kinds with a number that is the same in every run.
  var fixedCount: Int { fixed.count }

  /// What code names, in the order of the numbers, with the words that mean what no kind file declares.
  private static let named: [(kind: String, words: [String])] = [
    ("Unknown", []), ("Pod", []), ("IP", []), ("Subnet", []), ("Vpc", []), ("NetworkAttachmentDefinition", []),
    ("LogicalSwitchPort", ["lsp", "port", "logicalswitchport", "logical_switch_port"]),
    ("Address", ["addr", "address"]),
    ("MAC", ["mac"]), ("Node", []), ("Namespace", []), ("StatefulSet", []), ("VirtualMachine", []), ("Vip", []),
    ("VirtualMachineInstance", []), ("Controller", ["controller", "replica"]), ("WorkKey", []), ("Object", []),
  ]

  private init() {
    var fixed = Self.named.map { KindFacts(kind: $0.kind) }
    var words: [String: ResourceKind] = [:]
    var queues: [String: ResourceKind] = [:]
    var byFile: [String: [ResourceKind]] = [:]
    var declared: [ResourceKind] = []
    for facts in Self.files() {
      let place = fixed.firstIndex { $0.kind == facts.kind } ?? fixed.count
      if place == fixed.count { fixed.append(facts) } else { fixed[place] = facts }
      let kind = ResourceKind(rawValue: UInt16(place))
      declared.append(kind)
      for word in [facts.kind.lowercased(), facts.plural] + facts.names { words[word] = kind }
      for queue in facts.queues { queues[queue] = kind }
      for file in facts.files { byFile[file, default: []].append(kind) }
    }
    for (place, entry) in Self.named.enumerated() {
      for word in entry.words { words[word] = ResourceKind(rawValue: UInt16(place)) }
    }
    (self.fixed, self.words, self.queues, self.byFile) = (fixed, words, queues, byFile)
    self.declared = declared.sorted { $0.rawValue < $1.rawValue }
    traits = fixed.map { facts in
      var traits: Traits = facts.isDeclared ? .declared : []
      if facts.isNamespaced { traits.insert(.namespaced) }
      if facts.isVolatile { traits.insert(.volatile) }
      if !facts.finalizers.isEmpty { traits.insert(.finalized) }
      return traits
    }
  }

  func has(_ trait: Traits, _ kind: ResourceKind) -> Bool {
    let number = Int(kind.rawValue)
    return number < traits.count && traits[number].contains(trait)
  }

  /// The kind files, in the order of their names.
  private static func files() -> [KindFacts] {
    var count = 0
    guard let files = cembedded_files(&count) else { return [] }
    return (0..<count).compactMap { i in
      guard String(cString: files[i].path).hasPrefix("kinds/") else { return nil }
      let bytes = UnsafeBufferPointer(start: files[i].bytes, count: files[i].length)
      return KindFileReader(String(decoding: bytes, as: UTF8.self)).facts
    }
  }

  func facts(_ kind: ResourceKind) -> KindFacts {
    let number = Int(kind.rawValue)
    if number < fixed.count { return fixed[number] }
    return met.withLock { met in
      let place = number - fixed.count
      return met.facts.indices.contains(place) ? met.facts[place] : fixed[0]
    }
  }

  func named(_ word: String) -> ResourceKind? {
    let word = word.lowercased()
    if let kind = words[word] { return kind }
    guard let dot = word.firstIndex(of: "."), let kind = words[String(word[..<dot])] else { return nil }
    return fixed[Int(kind.rawValue)].groups.contains(String(word[word.index(after: dot)...])) ? kind : nil
  }

  func kind(_ kind: String, apiVersion: String) -> ResourceKind {
    let group = Self.group(apiVersion)
    if let known = named(kind) {
      let groups = fixed[Int(known.rawValue)].groups
      if groups.isEmpty || group == nil || groups.contains(group ?? "") { return known }
    }
    let key = group.map { kind + "." + $0 } ?? kind
    return met.withLock { met in
      if let known = met.numbers[key] { return known }
      guard met.facts.count < Self.limit else { return .other }
      var facts = KindFacts(kind: kind)
      facts.groups = group.map { [$0] } ?? []
      let number = ResourceKind(rawValue: UInt16(fixed.count + met.facts.count))
      met.facts.append(facts)
      met.numbers[key] = number
      return number
    }
  }

  func served(byQueue action: String) -> ResourceKind? {
    var words = action.split(separator: " ")[...]
    while !words.isEmpty {
      if let kind = queues[words.joined(separator: " ")] { return kind }
      words = words.dropFirst()
    }
    return nil
  }

  /// `kubeovn.io` for `kubeovn.io/v1`, `core` for `v1`; `nil` for an empty text.
  private static func group(_ apiVersion: String) -> String? {
    if apiVersion.isEmpty { return nil }
    guard let slash = apiVersion.firstIndex(of: "/") else { return "core" }
    return String(apiVersion[..<slash])
  }
}
