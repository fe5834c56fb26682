import Diagnosis
import Model

/// Puts pseudonyms into texts, the same for the same original everywhere. Texts are not trusted.
///
/// What a text may keep is known, not what it must lose: a word that belongs neither to the program nor to Kube-OVN nor to
/// Kubernetes gets a pseudonym, whether or not the evidence tells what it names.
struct Redactor: Sendable {
  /// What a text is, which decides how far its words can be trusted to be the product's.
  enum Text {
    /// A name, or several in one form: every word of it is one, also where it is a word of the product.
    case name
    /// Sentences of the program and its rules, with names in them.
    case sentence
    /// Commands of the program, with names in them.
    case command
    /// Quoted from evidence.
    case line
    /// Evidence itself, to be read by programs again: a word of the product is a name only where it stands for one.
    case evidence
    /// Where evidence lies.
    case path
  }

  private var labels: LabelPseudonyms
  private var addresses: AddressPseudonyms
  private let words: ProductWords
  private let key: [UInt8]
  private var macs: [String: String] = [:]
  /// What no further MAC gets: MACs of the evidence, and pseudonyms that were given.
  private var takenMACs: Set<String>
  /// Ids of findings that changed with their objects' names.
  var ids: [String: String] = [:]
  /// What stands for what: the map that a user may ask for.
  private(set) var given: [RedactionMap.Entry] = []
  private var noted: Set<String> = []

  /// Numbers everything that is known. O(names × log).
  init(_ known: KnownNames, _ words: ProductWords, map: RedactionMap?) {
    self.words = words
    key = map?.key ?? Self.key(known)
    takenMACs = known.macs
    var restored: [String: String] = [:]
    addresses = AddressPseudonyms()
    addresses.key = key
    for entry in map?.entries ?? [] {
      switch entry.kind {
      case .name: restored[entry.original] = entry.pseudonym
      case .mac:
        macs[entry.original] = entry.pseudonym
        takenMACs.insert(entry.pseudonym)
      case .network: addresses.restore(entry)
      case .address, .uid: break
      }
    }
    // What an earlier run said of single addresses stays in the map.
    given = map?.entries.filter { $0.kind == .address || $0.kind == .uid } ?? []
    noted = Set(given.map { $0.kind.rawValue + " " + $0.original })
    labels = LabelPseudonyms(known, key: key, restored: restored)
    for network in known.networks.sorted() { addresses.note(networks: network) }
    for address in known.addresses { addresses.note(addresses: address) }
    addresses.settle()
    for mac in known.macs.sorted(by: { Self.digest($0, key) < Self.digest($1, key) }) { _ = self.mac(mac) }
  }

  /// The map of everything that was given out so far.
  var map: RedactionMap {
    var entries = labels.given.map { RedactionMap.Entry(.name, $0.key, $0.value) }
    entries += macs.map { RedactionMap.Entry(.mac, $0.key, $0.value) }
    return RedactionMap(key: key, entries: entries + addresses.entries + given)
  }

  /// Learns of an object while it is met, where not everything is known before.
  mutating func learn(_ ref: ResourceRef) { labels.learn(ref) }

  /// What no one can know who does not have the evidence, or nearly all of it.
  private static func key(_ known: KnownNames) -> [UInt8] {
    var sha = SHA256()
    for list in [Array(known.stems.keys), Array(known.addresses), Array(known.macs), Array(known.uids)] {
      for text in list.sorted() { (Array(text.utf8) + [0]).withUnsafeBytes { sha.update($0) } }
    }
    return sha.digest()
  }

  private static func digest(_ text: String, _ key: [UInt8]) -> String {
    var sha = SHA256()
    (key + Array(text.utf8)).withUnsafeBytes { sha.update($0) }
    return sha.hexDigest()
  }

  // MARK: Texts

  /// The text with pseudonyms. O(length).
  mutating func callAsFunction(_ text: String, _ kind: Text, stem: String = KnownNames.anything) -> String {
    if text.isEmpty || (kind == .sentence || kind == .command) && words.isText(text) { return text }
    let scanner = RedactionScanner(text)
    let pieces = scanner.pieces()
    var out = ""
    for (number, piece) in pieces.enumerated() {
      let original = scanner.text(piece.range)
      switch piece.token {
      case .between: out += original
      case .label:
        let place = Place(scanner: scanner, pieces: pieces, number: number)
        out += self.label(original, kind, stem, place)
      case .ipv4(let value, let prefix): out += note(.address, original, addresses.text(v4: value, prefix: prefix))
      case .ipv6(let groups, let prefix): out += note(.address, original, addresses.text(v6: groups, prefix: prefix))
      case .mac: out += mac(original.lowercased())
      case .uuid: out += uid(original.lowercased())
      }
    }
    return out
  }

  private mutating func note(_ kind: RedactionMap.Kind, _ original: String, _ pseudonym: String) -> String {
    if original != pseudonym, noted.insert(kind.rawValue + " " + original).inserted {
      given.append(RedactionMap.Entry(kind, original, pseudonym))
    }
    return pseudonym
  }

  // MARK: Labels

  private mutating func label(_ label: String, _ kind: Text, _ stem: String, _ place: Place) -> String {
    if let id = ids[label] { return id }
    if ProductWords.reserved.contains(label) || PlainLabel.isPlain(label) { return label }
    // A host may write its name in capitals.
    let name = !labels.isKnown(label) && labels.isKnown(label.lowercased()) ? label.lowercased() : label
    let isWord = words.contains(label)
    let isName: Bool
    switch kind {
    case .name: isName = true
    case .line, .path:
      let isNothing = isWord || place.isOfCode || label.utf8.count == 1
      isName = labels.isName(name) || !isNothing || (labels.isKnown(name) && place.isOfName)
    case .evidence:
      let mayBeWord = isWord || label.utf8.count == 1
      isName = !place.isOfCode && (!mayBeWord || (labels.isKnown(label) && place.isValue))
    case .sentence: isName = !isLetter(label) && (!isWord || (labels.isKnown(name) && place.isOfName))
    case .command:
      isName = !isLetter(label) && (!isWord || (labels.isName(name) && (place.isOfName || place.isArgument)))
    }
    return isName ? labels.pseudonym(name, stem: stem) : label
  }

  /// A letter that nothing is called.
  private func isLetter(_ label: String) -> Bool { label.utf8.count == 1 && !labels.isKnown(label) }

  // MARK: Shapes

  private mutating func mac(_ original: String) -> String {
    let plain = original.filter { $0 != ":" && $0 != "-" }
    if plain.allSatisfy({ $0 == "0" }) || plain.allSatisfy({ $0 == "f" }) { return original }
    if let known = macs[original] { return known }
    var number = macs.count
    while true {
      number += 1
      let digits = String(number, radix: 16)
      let all = Array("02" + String(repeating: "0", count: max(0, 10 - digits.count)) + digits)
      let pairs = stride(from: 0, to: 12, by: 2).map { String(all[$0...$0 + 1]) }
      let pseudonym = pairs.joined(separator: ":")
      guard takenMACs.insert(pseudonym).inserted else { continue }
      macs[original] = pseudonym
      return pseudonym
    }
  }

  /// Random by the key: nobody finds a UID out by trying.
  private mutating func uid(_ original: String) -> String {
    var digits = Array(Self.digest(original, key).prefix(32))
    (digits[12], digits[16]) = ("4", "8")
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
    return note(.uid, original, parts.joined(separator: "-"))
  }
}

/// What stands around a label.
private struct Place {
  let scanner: RedactionScanner
  let pieces: [(token: RedactionScanner.Token, range: Range<Int>)]
  let number: Int

  private var range: Range<Int> { pieces[number].range }
  private var before: UInt8? { scanner.byte(range.lowerBound - 1) }
  private var after: UInt8? { scanner.byte(range.upperBound) }
  /// Where a quote that closes would stand: in JSON within JSON behind backslashes.
  private var closing: Int {
    var at = range.upperBound
    while scanner.byte(at) == UInt8(ascii: "\\") { at += 1 }
    return at
  }

  /// Part of a longer name, in quotes, or behind the word that says what it is: a name, though the product has such a word.
  var isOfName: Bool {
    let joints: [UInt8] = [UInt8(ascii: "/"), UInt8(ascii: "@")]
    if let before, joints.contains(before) { return true }
    if let after, joints.contains(after) { return true }
    if let before, before == scanner.byte(closing), "'\"`".utf8.contains(before) { return true }
    if after == UInt8(ascii: "."), pieces.indices.contains(number + 2), pieces[number + 2].token == .label,
      pieces[number + 1].range.count == 1
    {
      return true
    }
    if before == UInt8(ascii: "."), number > 1, pieces[number - 2].token == .label { return true }
    guard number > 1, before == UInt8(ascii: " "), pieces[number - 1].range.count == 1,
      pieces[number - 2].token == .label
    else { return false }
    let word = scanner.text(pieces[number - 2].range)
    // Sentences speak of the controller without a name.
    return word == "by" || ResourceKind.named(word).map { $0 != .replica } ?? false
  }

  /// Stands for a name in a record of evidence: like any part of a name, but keys; or as the value of a key that says so.
  var isValue: Bool {
    let isQuoted = before == UInt8(ascii: "\"") && scanner.byte(closing) == UInt8(ascii: "\"")
    if isQuoted, scanner.byte(closing + 1) == UInt8(ascii: ":") { return false }
    if isOfName { return true }
    guard number > 1, pieces[number - 1].token == .between, scanner.text(pieces[number - 1].range) == ": ",
      pieces[number - 2].token == .label
    else { return false }
    let key = scanner.text(pieces[number - 2].range).lowercased()
    return Self.namingKeys.contains { key.hasSuffix($0) } || ResourceKind.named(key) != nil
  }

  /// What keys end with whose values are names.
  private static let namingKeys = ["name", "namespace", "subnet", "vpc", "vlan", "eip", "provider", "natgwdp"]

  /// A word of its own in a command, and none of kubectl's.
  var isArgument: Bool {
    let ends: [UInt8?] = [nil, 0x20, 0x0a, 0x22, 0x27]
    // `-l NAME=` selects by a label that a Subnet gave its name; `name=$(…)` is a variable.
    let isSelector = after == UInt8(ascii: "=") && ends.contains(scanner.byte(range.upperBound + 1))
    guard ends.contains(before), ends.contains(after) || isSelector else { return false }
    let label = scanner.text(range)
    return ResourceKind.named(label) == nil && !Self.commands.contains(label)
  }

  private static let commands: Set<String> = [
    "kubectl", "get", "delete", "patch", "annotate", "label", "describe", "logs", "exec", "rollout", "restart", "edit",
    "ko", "nbctl", "sbctl", "merge", "json", "yaml", "wide", "name", "echo", "test", "grep", "jq", "true", "false",
    "for",
    "do", "done", "if", "then", "else", "fi", "in", "all", "deploy", "deployment", "while", "read", "sh", "c",
  ]

  /// Names a place in the code of a program.
  var isOfCode: Bool { isSourceFile || isFunction || isCodeHost }

  /// In `github.com/…` the two words before the path, though a user's address may end in one of them.
  private var isCodeHost: Bool {
    guard after == UInt8(ascii: "/") || after == UInt8(ascii: ".") else { return false }
    let text = scanner.text(pathBegin..<range.upperBound + 1)
    return Self.codePaths.contains { $0.hasSuffix("/") && $0.hasPrefix(text) }
  }

  /// Where the path begins that the label belongs to.
  private var pathBegin: Int {
    var begin = range.lowerBound
    let marks = Array("._-/()*[]@".utf8)
    while begin > 0, let byte = scanner.byte(begin - 1), marks.contains(byte) || RedactionScanner.isAlphanumeric(byte) {
      begin -= 1
    }
    return begin
  }

  /// In `github.com/kubeovn/kube-ovn/pkg/controller.(*Controller).handleDeletePod(…)` the last, as only code is written.
  private var isFunction: Bool {
    guard before == UInt8(ascii: "."), let after, "([.".utf8.contains(after) else { return false }
    let name = scanner.text(range)
    let isMixed = name.contains { $0.isUppercase } && name.contains { $0.isLowercase }
    guard isMixed || name.hasPrefix("func") || name.hasPrefix("gowrap"), !name.contains("-") else { return false }
    let path = scanner.text(pathBegin..<range.lowerBound)
    return Self.codePaths.contains { path.hasPrefix($0) }
  }

  private static let codePaths = [
    "k8s.io/", "sigs.k8s.io/", "github.com/", "golang.org/", "google.golang.org/", "kubevirt.io/", "go.", "main.",
    "runtime.", "reflect.", "net/", "sync.", "time.",
  ]

  /// `subnet.go:937` and `endpoint_slice.go:60` are the product's, whatever they are called.
  private var isSourceFile: Bool {
    var end = range.upperBound
    while let next = scanner.byte(end), next == UInt8(ascii: "_") || RedactionScanner.isAlphanumeric(next) { end += 1 }
    return ".go:".utf8.enumerated().allSatisfy { scanner.byte(end + $0) == $1 }
  }
}
