/// Short forms of a citation, for where its full form would not fit.
enum CitedPlace {
  /// `0.log.gz:10886`: the last part of the source and the line.
  static func short(_ citation: Citation) -> String {
    let name = citation.source.split(whereSeparator: { $0 == "/" || $0 == "!" }).last.map(String.init) ?? citation.source
    return citation.line > 0 ? "\(name):\(citation.line)" : name
  }

  /// A klog line without wrapper, time and process: `E pod.go:1493] failed to …`; other lines whole.
  static func message(_ text: String) -> String {
    guard let bracket = text.firstRange(of: "] "), let space = text[..<bracket.lowerBound].lastIndex(of: " ") else { return text }
    let site = text[text.index(after: space)..<bracket.lowerBound]
    guard site.contains(".go:") else { return text }
    let words = text[..<space].split(separator: " ")
    let severity = words.last { $0.count == 5 && "IWEF".contains($0.first ?? " ") && $0.dropFirst().allSatisfy(\.isNumber) }?.prefix(1) ?? ""
    return "\(severity) \(site)] \(text[bracket.upperBound...])"
  }
}
