/// Reads a kind file: a flat YAML mapping of scalars, lists of scalars and one mapping of references. The files are
/// compiled in and a test reads them with libyaml too, so what a line does not fit is left out.
struct KindFileReader {
  private var values: [String: [String]] = [:]
  private var pairs: [(String, String)] = []

  init(_ text: String) {
    var key = ""
    for raw in text.split(separator: "\n") where !raw.hasPrefix("#") {
      let line = String(raw)
      if line.hasPrefix("  - ") {
        values[key, default: []].append(Self.scalar(line.dropFirst(4)))
      } else if line.hasPrefix("  "), let colon = line.firstIndex(of: ":") {
        let name = line[line.index(line.startIndex, offsetBy: 2)..<colon]
        pairs.append((String(name), Self.scalar(line[line.index(after: colon)...])))
      } else if let colon = line.firstIndex(of: ":") {
        key = String(line[..<colon])
        let value = Self.trimmed(line[line.index(after: colon)...])
        if value.hasPrefix("["), value.hasSuffix("]") {
          values[key] = value.dropFirst().dropLast().split(separator: ",").map { Self.scalar($0) }
        } else if !value.isEmpty {
          values[key] = [Self.scalar(value[...])]
        }
      }
    }
  }

  /// The kind, or `nil` if the file names none.
  var facts: KindFacts? {
    guard let kind = values["kind"]?.first else { return nil }
    var facts = KindFacts(kind: kind)
    facts.isDeclared = true
    facts.groups = values["group"] ?? []
    facts.plural = values["plural"]?.first ?? ""
    facts.names = values["names"] ?? []
    facts.isNamespaced = values["scope"]?.first == "namespace"
    facts.isVolatile = values["volatile"] != nil
    facts.countsInSubnet = values["counts-in-subnet"] != nil
    facts.noun = values["noun"]?.first ?? kind
    facts.nounChinese = values["noun-zh"]?.first ?? kind
    facts.finalizers = values["finalizers"] ?? []
    facts.queues = values["queues"] ?? []
    facts.files = values["files"] ?? []
    facts.keeps = values["keeps"] ?? []
    facts.toldBy = values["told-by"] ?? []
    let pauses = (values["back-off"]?.first ?? "").split(separator: " ").compactMap { Self.seconds($0) }
    if pauses.count == 2 { facts.backOff = (pauses[0], pauses[1]) }
    facts.references = pairs.compactMap { name, value in
      let sides = value.split(separator: ">").map { Self.trimmed($0) }
      guard sides.count == 2 else { return nil }
      let path = sides[0].split(separator: "/", maxSplits: 1).map(String.init)
      return KindReference(
        name: name, field: path.last ?? "", namespaceField: path.count == 2 ? path[0] : "", target: sides[1])
    }
    return facts
  }

  private static func seconds(_ text: Substring) -> Int64? {
    guard text.hasSuffix("s"), let number = Int64(text.dropLast()) else { return nil }
    return number * 1_000_000_000
  }

  private static func scalar(_ text: some StringProtocol) -> String {
    let value = trimmed(text)
    return value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
      ? String(value.dropFirst().dropLast()) : value
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var part = Substring(text)
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return String(part)
  }
}
