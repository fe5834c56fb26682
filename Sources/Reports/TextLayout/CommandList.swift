/// Cuts a long list of one command for each object after the first few, and nothing else: a part of a command that goes on
/// over several lines would be another command.
enum CommandList {
  /// The lines to show, and how many calls are left out. O(length).
  static func shown(_ text: String, most: Int) -> (lines: [String], more: Int) {
    if text.isEmpty { return ([], 0) }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    guard lines.count > most else { return (lines, 0) }
    let word = { (line: String) in line.unicodeScalars.prefix { $0 != " " && $0 != "=" }.map(\.value) }
    let end = word(lines[lines.count - 1])
    let isWhole = { (line: String) in
      line.utf8.last != 0x5c && line.utf8.count { $0 == 0x27 } % 2 == 0 && line.utf8.count { $0 == 0x22 } % 2 == 0
    }
    // The calls at the end, behind the function they call if there is one.
    let calls = lines.reversed().prefix { !$0.isEmpty && isWhole($0) && word($0) == end }.count
    let isList = calls == lines.count || lines[lines.count - calls - 1] == "}"
    guard isList, calls > most else { return (lines, 0) }
    return (Array(lines.prefix(lines.count - calls + most - 1)), calls - most + 1)
  }
}
