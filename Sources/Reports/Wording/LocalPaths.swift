/// Takes the folders of the machine that wrote a report out of texts that leave it: what lies above the evidence says who
/// works where, and helps nobody.
struct LocalPaths {
  /// What is taken away, longest first, each ending with `/`.
  private var prefixes: [String] = []

  /// The folders that the inputs of a report lie in.
  init(_ report: ReportDocument) {
    let names = report.inputs.map(\.name) + report.bundles.map(\.root)
    var found: Set<String> = []
    for name in names where name.utf8.first == UInt8(ascii: "/") { found.insert(Self.folder(of: name)) }
    let common = SourceNames.commonFolder(of: names)
    if common.utf8.first == UInt8(ascii: "/") {
      // The last folder of all is the name of the evidence.
      found = [Self.folder(of: String(common.dropLast()))]
    }
    prefixes = found.filter { $0.utf8.count > 1 }.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }

  private static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
  }

  /// The text without them. O(prefixes × length).
  func callAsFunction(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "/")) else { return text }
    return prefixes.reduce(text) { $0.replacing($1, with: "") }
  }
}
