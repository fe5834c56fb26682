/// The short form of a cited line, for where the whole would not fit.
enum CitedMessage {
  /// What a citation says to people.
  static func of(_ citation: Citation) -> String {
    citation.message.isEmpty ? short(citation.text) : citation.message
  }

  /// `file:line`, with the end of the writer's name where the file has several writers.
  static func place(_ citation: Citation, _ names: SourceNames) -> String {
    let place = names(citation.file) + number(citation)
    guard let end = citation.writer.split(separator: "-").last else { return place }
    return place + " […\(end)]"
  }

  /// `…:line`, where the file is that of the citation before.
  static func line(_ citation: Citation) -> String { "…" + number(citation) }

  private static func number(_ citation: Citation) -> String {
    if citation.line > 0 { return ":\(citation.line)" }
    return citation.offset > 0 ? "+\(citation.offset)" : ""
  }

  /// A klog line without wrapper, time and process: `E pod.go:1493] failed to …`; other lines whole.
  static func short(_ text: String) -> String {
    guard let bracket = text.firstRange(of: "] "), let space = text[..<bracket.lowerBound].lastIndex(of: " ") else {
      return text
    }
    let site = text[text.index(after: space)..<bracket.lowerBound]
    guard site.contains(".go:") else { return text }
    let header = text[..<space].split(separator: " ").last {
      $0.count == 5 && "IWEF".contains($0.first ?? " ") && $0.dropFirst().allSatisfy(\.isNumber)
    }
    return "\(header.map { String($0.prefix(1)) } ?? "") \(site)] \(text[bracket.upperBound...])"
  }
}
