/// Short names of the files that a report cites: the shortest end of the path that no other file of the report has.
public struct SourceNames: Sendable {
  private var short: [String: String] = [:]

  /// Names for all inputs and citations of a report. O(files × depth).
  init(_ report: ReportDocument) {
    var files = Set(report.inputs.map(\.name))
    for finding in report.findings { files.formUnion(finding.witness.map(\.citation.file)) }
    for timeline in report.timelines { files.formUnion(timeline.rows.map(\.citation.file)) }
    self.init(files)
  }

  /// Names for some files.
  public init(_ files: some Sequence<String>) {
    var open = Set(files)
    var depth = 1
    while !open.isEmpty {
      var counts: [Substring: Int] = [:]
      for file in open { counts[Self.end(of: file, depth), default: 0] += 1 }
      for file in open {
        let end = Self.end(of: file, depth)
        guard end.utf8.count == file.utf8.count || (counts[end] == 1 && Self.saysEnough(end)) else { continue }
        short[file] = String(end)
      }
      open = open.filter { short[$0] == nil }
      depth += 1
    }
  }

  /// The short name; the name itself if it is none of the report's.
  public func callAsFunction(_ file: String) -> String { short[file] ?? file }

  /// The short name of a stream, with its writer in brackets if it names one.
  func short(source: String) -> String {
    guard source.hasSuffix("]"), let open = source.lastIndex(of: "["), open > source.startIndex else {
      return self(source)
    }
    return self(String(source[..<source.index(before: open)])) + " " + source[open...]
  }

  /// The folder, or container, that all files lie in, with its `/` or `!`; empty if there is none or only one file.
  public static func commonFolder(of files: [String]) -> String {
    guard files.count > 1, let first = files.first else { return "" }
    var common = Array(first.utf8)
    for file in files {
      let same = zip(common, file.utf8).prefix { $0.0 == $0.1 }.count
      common.removeSubrange(same...)
    }
    let end = common.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }
    return end.map { String(decoding: common[...$0], as: UTF8.self) } ?? ""
  }

  /// The last `depth` parts of a path; containers end with `!`.
  private static func end(of file: String, _ depth: Int) -> Substring {
    var left = depth
    var at = file.utf8.endIndex
    while at > file.utf8.startIndex {
      let before = file.utf8.index(before: at)
      if file.utf8[before] == UInt8(ascii: "/") || file.utf8[before] == UInt8(ascii: "!") {
        left -= 1
        if left == 0 { return file[at...] }
      }
      at = before
    }
    return file[...]
  }

  /// `0.log` alone is found in every pod.
  private static func saysEnough(_ end: Substring) -> Bool {
    let stem = end.prefix { $0 != "." }
    return stem.utf8.count > 3 || end.contains("/")
  }
}
