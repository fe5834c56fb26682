/// What stands for what in redacted reports, as a file: for who wrote them, and for later runs that are to use the same
/// pseudonyms. It undoes the redaction and must not go where the reports go.
public struct RedactionMap: Sendable {
  /// What an entry is about.
  enum Kind: String, Sendable, CaseIterable {
    /// A part of names.
    case name
    case mac, uid, address
    /// The first byte of IPv4 addresses, the first group of IPv6 addresses.
    case network
  }

  /// One original.
  struct Entry: Sendable, Hashable {
    var kind: Kind
    var original: String
    var pseudonym: String

    init(_ kind: Kind, _ original: String, _ pseudonym: String) {
      (self.kind, self.original, self.pseudonym) = (kind, original, pseudonym)
    }
  }

  private(set) var key: [UInt8]
  private(set) var entries: [Entry]

  init(key: [UInt8], entries: [Entry]) {
    (self.key, self.entries) = (key, entries)
  }

  /// A map without entries, whose key nobody can know.
  public static var random: RedactionMap {
    var generator = SystemRandomNumberGenerator()
    return RedactionMap(key: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }, entries: [])
  }

  /// Everything stands for the same as in an earlier map. O(entries).
  public func goesOn(from earlier: RedactionMap) -> Bool {
    key == earlier.key && Set(entries).isSuperset(of: earlier.entries)
  }

  private static let title = "# ko-forensics redaction map 1: undoes the redaction; do not pass it on"

  /// Reads what `text` wrote; `nil` if it is anything else. The file is named by the user, and not trusted.
  public init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1, lines[0] == Self.title, lines.last == "" else { return nil }
    let head = lines[1].split(separator: "\t")
    guard head.count == 2, head[0] == "key", let key = Self.bytes(head[1]) else { return nil }
    (self.key, entries) = (key, [])
    for line in lines.dropFirst(2).dropLast() {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard columns.count == 3, let kind = Kind(rawValue: columns[0]), !columns[1].isEmpty, !columns[2].isEmpty
      else { return nil }
      entries.append(Entry(kind, columns[1], columns[2]))
    }
  }

  /// One line for each original, in the order of the pseudonyms.
  public var text: String {
    let sorted = Set(entries).map { entry -> ([String], Entry) in
      ([entry.kind.rawValue] + Self.sortable(entry.pseudonym) + [entry.original], entry)
    }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    let rows = sorted.map { "\($0.1.kind.rawValue)\t\($0.1.original)\t\($0.1.pseudonym)\n" }
    let digits = key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return Self.title + "\nkey\t" + digits + "\n" + rows.joined()
  }

  /// `ns-2` before `ns-10`.
  private static func sortable(_ name: String) -> [String] {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    return parts.map { String(repeating: "0", count: max(0, 12 - $0.utf8.count)) + $0 }
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let digits = text.utf8.map { RedactionScanner.hexValue($0) }
    guard digits.count == 64 else { return nil }
    return stride(from: 0, to: 64, by: 2).reduce([UInt8]?.some([])) { bytes, at in
      guard let high = digits[at], let low = digits[at + 1] else { return nil }
      return bytes.map { $0 + [UInt8(high << 4 | low)] }
    }
  }
}
