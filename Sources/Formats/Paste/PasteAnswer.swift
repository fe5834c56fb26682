/// What kubectl answered to a request to delete or to make an object: `subnet.kubeovn.io "blue" deleted`,
/// `subnet.kubeovn.io/blue created`.
struct PasteAnswer: Equatable {
  let kind: String
  let name: String
  /// The deletion was accepted; otherwise the object was made or changed.
  let isDeletion: Bool

  /// Takes a line apart; `nil` for other lines, and for objects in namespaces, of which it does not name one. Untrusted; O(line).
  init?(_ line: String) {
    var words = line.prefix(600).split(whereSeparator: { $0 == " " || $0 == "\t" })
    // `kind "name" force deleted`
    if words.count == 4, words[2] == "force" { words.remove(at: 2) }
    guard let last = words.last, words.count == 2 || words.count == 3 else { return nil }
    isDeletion = last == "deleted"
    guard isDeletion || ["created", "configured", "replaced"].contains(last) else { return nil }
    let parts =
      words.count == 2
      ? words[0].split(separator: "/", maxSplits: 1)
      : [words[0], words[1].drop(while: Self.isQuote).prefix { !Self.isQuote($0) }]
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    kind = TableKind.kind(forWord: String(parts[0].prefix { $0 != "." }))
    name = String(parts[1])
    guard TableKind.isClusterScoped(kind) else { return nil }
  }

  /// Programs that people write in make curly ones of them.
  private static func isQuote(_ character: Character) -> Bool { "\"“”".contains(character) }
}
