import Diagnosis
import Model

/// Gives every label one pseudonym, a valid name of Kubernetes: `ns-3`, `subnet-12`. What is named after something else
/// stays so: `web-2` of StatefulSet `web` becomes `sts-4-2`.
struct LabelPseudonyms: Sendable {
  private(set) var given: [String: String] = [:]
  private var taken: Set<String> = []
  private var counts: [String: Int] = [:]
  private var known: KnownNames
  /// What other evidence has in some name.
  private let restored: Set<String>
  private let key: [UInt8]

  /// Numbers all known labels in the order of a hash, which tells nothing of their names. O(labels × log).
  ///
  /// `restored`: pseudonyms of an earlier run, which stay.
  init(_ known: KnownNames, key: [UInt8], restored: [String: String] = [:]) {
    self.known = known
    self.key = key
    given = restored
    self.restored = Set(restored.keys)
    taken = Set(restored.values)
    for pseudonym in restored.values {
      let digits = pseudonym.reversed().prefix { $0.isASCII && $0.isNumber }.count
      guard let number = Int(pseudonym.suffix(digits)) else { continue }
      let head = pseudonym.dropLast(digits)
      let stem = String(head.hasSuffix("-") ? head.dropLast() : head)
      counts[stem] = max(counts[stem] ?? 0, number)
    }
    let labels = known.stems.keys.filter { !ProductWords.reserved.contains($0) && !PlainLabel.isPlain($0) }
    let order = labels.map { (Self.digest($0, key), $0) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    for label in order where !isDerived(label) { _ = pseudonym(label) }
    for label in order where isDerived(label) { _ = pseudonym(label) }
  }

  /// The evidence has the label in some name, or that of an earlier run has.
  func isKnown(_ label: String) -> Bool { known.stems[label] != nil || restored.contains(label) }

  /// The evidence has a thing that is called so, and not only something that is named after more than one.
  func isName(_ label: String) -> Bool {
    !(known.stems[label] ?? []).isEmpty || known.derived.contains(label) || restored.contains(label)
  }

  /// Learns of one more object.
  mutating func learn(_ ref: ResourceRef) { known.add(ref) }

  /// The pseudonym of a label; `stem`: what it begins with if nothing is known of the label.
  mutating func pseudonym(_ label: String, stem: String = KnownNames.anything) -> String {
    if let known = given[label] { return known }
    let made =
      joined(label) ?? composed(label) ?? drawn(label, stem)
      ?? numbered(known.stems[label] == nil ? stem : known.stem(of: label))
    given[label] = made
    return made
  }

  private func isDerived(_ label: String) -> Bool {
    known.derived.contains(label) && (known.stems[label] ?? []).isEmpty
  }

  private mutating func numbered(_ stem: String) -> String {
    while true {
      counts[stem, default: 0] += 1
      let name = stem + (stem == Self.piece ? "" : "-") + "\(counts[stem] ?? 0)"
      // What the evidence calls something else is nobody's pseudonym.
      if known.stems[name] == nil, taken.insert(name).inserted { return name }
    }
  }

  /// Other letters in place of those that a workload drew for its pod, as many of the same: their shape tells what the pod is of.
  private mutating func drawn(_ label: String, _ stem: String) -> String? {
    guard stem == Self.piece, Self.isRandom(label, 5...10) else { return nil }
    var turn = 0
    while true {
      let letters = Array(Self.letters.utf8)
      let drawn = zip(label.utf8, Self.digest("\(turn) " + label, key)).map { letters[Int($1) % letters.count] }
      let name = String(decoding: drawn, as: UTF8.self)
      if known.stems[name] == nil, taken.insert(name).inserted { return name }
      turn += 1
    }
  }

  private static func digest(_ label: String, _ key: [UInt8]) -> [UInt8] {
    var sha = SHA256()
    key.withUnsafeBytes { sha.update($0) }
    Array(label.utf8).withUnsafeBytes { sha.update($0) }
    return sha.digest()
  }

  // MARK: Names made of names

  /// The pseudonym of what is named after something else; `nil` for a name of its own.
  private mutating func composed(_ label: String) -> String? {
    let prefix = ProductWords.prefixes.first { label.hasPrefix($0 + "-") }?.split(separator: "-").count
    // What people call a Subnet or a namespace is taken as it is, whatever it is made of.
    if known.stems[label] != nil, !isDerived(label), prefix == nil { return nil }
    let parts = label.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, parts.count <= Self.partLimit else { return nil }
    guard
      let base = base(of: parts) ?? (isDerived(label) ? Self.workload(parts) : nil)
        ?? prefix.map({ $0..<parts.count })
    else { return nil }
    let name = parts[base].joined(separator: "-")
    let middle = ProductWords.reserved.contains(name) ? name : pseudonym(name, stem: "app")
    let before = parts[..<base.lowerBound].map { part($0) }
    let after = parts[base.upperBound...].map { part($0) }
    return (before + [middle] + after).joined(separator: "-")
  }

  /// The pseudonym of a Subnet that is called by a scheme, after a namespace and something else: `shop-net1` of `net1` in `shop`.
  /// What such Subnets hold in common is told from their names.
  private mutating func joined(_ label: String) -> String? {
    guard known.stems[label]?.contains(KnownNames.stem(.subnet)) == true else { return nil }
    for (at, byte) in zip(label.indices, label.utf8) where byte == UInt8(ascii: "-") {
      let (head, tail) = (String(label[..<at]), String(label[label.index(after: at)...]))
      let spaces = [head, tail].filter { known.stems[$0]?.contains(KnownNames.stem(.namespace)) == true }
      guard known.stems[head] != nil, known.stems[tail] != nil, !spaces.isEmpty else { continue }
      let name = [head, tail].map { ProductWords.reserved.contains($0) ? $0 : pseudonym($0) }.joined(separator: "-")
      return known.stems[name] == nil && taken.insert(name).inserted ? name : nil
    }
    return nil
  }

  private static let partLimit = 24
  /// What pieces of names without a meaning of their own are called.
  private static let piece = "x"

  /// The longest part that something else is called.
  private func base(of parts: [String]) -> Range<Int>? {
    for length in stride(from: parts.count - 1, to: 0, by: -1) {
      for start in 0...parts.count - length {
        let name = parts[start..<start + length].joined(separator: "-")
        if ProductWords.isComponent(name) { return start..<start + length }
        if let stems = known.stems[name], !stems.isEmpty, !PlainLabel.isPlain(name) { return start..<start + length }
      }
    }
    return nil
  }

  /// What a pod's name begins with, by the shape of its end: an ordinal, or the random ends that workloads give.
  private static func workload(_ parts: [String]) -> Range<Int>? {
    guard let last = parts.last else { return nil }
    if PlainLabel.isNumber(last) { return 0..<parts.count - 1 }
    guard isRandom(last, 5...5) else { return nil }
    let isOfReplicaSet = parts.count > 2 && isRandom(parts[parts.count - 2], 6...10)
    return 0..<parts.count - (isOfReplicaSet ? 2 : 1)
  }

  /// Kubernetes makes random ends of these letters.
  private static let letters = "bcdfghjklmnpqrstvwxz2456789"

  private static func isRandom(_ part: String, _ length: ClosedRange<Int>) -> Bool {
    length.contains(part.utf8.count) && part.utf8.allSatisfy(letters.utf8.contains)
  }

  /// Ordinals stay, and the words that Kube-OVN and KubeVirt put around names.
  private mutating func part(_ part: String) -> String {
    if part.isEmpty || PlainLabel.isNumber(part) || ProductWords.joints.contains(part) { return part }
    return pseudonym(part, stem: Self.piece)
  }
}

/// Labels that name nothing: numbers, durations, sizes, releases, dates.
enum PlainLabel {
  static func isNumber(_ label: String) -> Bool {
    !label.isEmpty && label.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  static func isPlain(_ label: String) -> Bool {
    let bytes = Array(label.utf8)
    guard let first = bytes.first, bytes.count <= 24 else { return isNumber(label) }
    if isNumber(label) || isDate(bytes) { return true }
    if bytes.count == 1 { return false }
    if (0x30...0x39).contains(first) { return isQuantity(bytes) }
    let rest = bytes.dropFirst()
    // `v1`, `v1beta1`; the head of a line of klog; a step of the way out.
    if first == UInt8(ascii: "v") {
      let words = rest.split { (0x30...0x39).contains($0) }.map { String(decoding: $0, as: UTF8.self) }
      return (0x30...0x39).contains(rest[1]) && words.allSatisfy { ["alpha", "beta", "rc"].contains($0) }
    }
    let isRestNumber = rest.allSatisfy { (0x30...0x39).contains($0) }
    if "IWEF".utf8.contains(first), rest.count == 4 { return isRestNumber }
    return "RT".utf8.contains(first) && rest.count <= 2 && isRestNumber
  }

  /// `1h2m3s`, `500ms`, `10Gi`, `0x1f`, `20Z`.
  private static func isQuantity(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: "0x".utf8) { return bytes.dropFirst(2).allSatisfy { RedactionScanner.hexValue($0) != nil } }
    let units = bytes.split { (0x30...0x39).contains($0) }.map { String(decoding: $0, as: UTF8.self) }
    return units.allSatisfy { Self.units.contains($0) }
  }

  private static let units: Set<String> = [
    "ns", "us", "µs", "ms", "s", "m", "h", "d", "Z", "T", "k", "K", "M", "G", "x", "Ki", "Mi", "Gi", "KB", "MB", "GB",
    "KiB", "MiB", "GiB", "B", "th", "st", "nd", "rd",
  ]

  /// `2026-11-23`, with `T20` or a whole compact time behind it; `20261123-203422` as rotated files have it.
  private static func isDate(_ bytes: [UInt8]) -> Bool {
    if bytes.count == 15, bytes[8] == UInt8(ascii: "-") {
      return (bytes[..<8] + bytes[9...]).allSatisfy { (0x30...0x39).contains($0) }
    }
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
    return bytes.enumerated().allSatisfy { at, byte in
      at == 4 || at == 7 || (0x30...0x39).contains(byte) || (at >= 10 && (byte == 0x54 || byte == 0x5a))
    }
  }
}
