/// What is declared about a kind; see `Kinds/`.
public struct KindFacts: Sendable {
  /// As the API writes it.
  public var kind: String
  /// The API groups that have had it, newest first; the core group is `core`. Empty where none is declared.
  public var groups: [String] = []
  public var plural = ""
  /// Other words for it, as people and paths write them.
  public var names: [String] = []
  public var isNamespaced = false
  public var isDeclared = false
  /// Rewritten all the time, so that two versions of one object say nothing about the age of a dump.
  public var isVolatile = false
  /// Its objects take addresses of a Subnet, which counts them beside the IP objects.
  public var countsInSubnet = false
  public var noun = ""
  public var nounChinese = ""
  /// Finalizers that its controller puts on it; one with such goes only after its controller let it go.
  public var finalizers: [String] = []
  /// The last words of the names of the work queues that serve it.
  public var queues: [String] = []
  /// Source files of the controller whose handlers work on it.
  public var files: [String] = []
  /// Shortest and longest pause between two tries of its queue, nanoseconds.
  public var backOff: (first: Int64, last: Int64) = (5_000_000, 1_000_000_000_000)
  /// Fields that are kept of a dumped object.
  public var keeps: [String] = []
  /// Of a table of the northbound database: columns, and keys of columns, that show a row to be one of it where a listing
  /// does not name its table.
  public var toldBy: [String] = []
  public var references: [KindReference] = []

  init(kind: String) { self.kind = kind }

  /// The group it is in now.
  public var group: String { groups.first ?? "" }

  /// The name that no other API's resource can be meant by: `ips.kubeovn.io`.
  public var fullName: String { groups.isEmpty || group == "core" ? plural : plural + "." + group }

  /// The noun for several: `OVN FIPs`, `QoS policies`.
  public var nouns: String { Self.plural(of: noun) }

  /// The word for several: `Vpcs`, `policies`, `addresses`.
  public static func plural(of word: String) -> String {
    if ["s", "x", "ch", "sh"].contains(where: { word.lowercased().hasSuffix($0) }) { return word + "es" }
    let isVowel = word.dropLast().last.map { "aeiou".contains($0) } ?? true
    return word.hasSuffix("y") && !isVowel ? word.dropLast() + "ies" : word + "s"
  }

  /// The reference of that name.
  public func reference(_ name: String) -> KindReference? { references.first { $0.name == name } }
}

/// How objects of a kind name an object of another.
public struct KindReference: Sendable, Hashable {
  public var name: String
  /// Field whose value is the other's name; `*` in it for every element of a list.
  public var field: String
  /// Field whose value is the other's namespace; empty if it is that of the object itself, or if it has none.
  public var namespaceField: String
  /// The API kind of the other.
  public var target: String
}
