/// The answer of Kube-OVN's webhook that a deletion is not done, as a terminal shows it.
struct Refusal {
  /// `Subnet`, `Vpc` or `VpcNatGateway`.
  let kind: String
  let name: String
  /// From `admission webhook` to the end of the line.
  let answer: String

  /// Takes a line apart; `nil` if neither it nor `command` says what was to be deleted. Untrusted; O(line).
  init?(_ line: String, _ command: PasteCommand?) {
    guard let begin = line.firstRange(of: "admission webhook \"")?.lowerBound else { return nil }
    if let said = line.firstRange(of: "denied the request: vpc-nat-gateway")?.upperBound,
      let named = Self.quoted(line[said...]), line[said...].contains("\" cannot be deleted")
    {
      (kind, name, answer) = ("VpcNatGateway", named, String(line[begin...].prefix(1024)))
      return
    }
    guard let said = line.firstRange(of: "denied the request: can't delete ")?.upperBound else { return nil }
    let word = line[said...].prefix { $0.isLetter }
    guard let kind = ["subnet": "Subnet", "vpc": "Vpc"][String(word)] else { return nil }
    (self.kind, answer) = (kind, String(line[begin...].prefix(1024)))
    // `can't delete vpc "shop": still …`, `Failed to delete subnet "shop-net": admission webhook …`
    let quoted = Self.quoted(line[said...].dropFirst(word.count)) ?? Self.quoted(line[..<begin], after: String(word))
    if let quoted {
      name = quoted
    } else if let command, command.verb == "delete", command.isOfOne, !command.name.isEmpty,
      TableKind.kind(forWord: command.resource) == kind
    {
      name = command.name
    } else {
      return nil
    }
  }

  /// The name in quotes right at the begin of a text, after a blank.
  private static func quoted(_ text: Substring) -> String? {
    guard text.hasPrefix(" \"") else { return nil }
    let rest = text.dropFirst(2)
    guard let end = rest.firstIndex(of: "\""), rest.startIndex < end else { return nil }
    return String(rest[..<end])
  }

  /// The same behind the last `word` of a text.
  private static func quoted(_ text: Substring, after word: String) -> String? {
    text.ranges(of: word).reversed().lazy.compactMap { quoted(text[$0.upperBound...]) }.first
  }
}
