/// Brings texts that a rule file spreads over several lines onto one.
enum WordingFold {
  /// Line ends become blanks.
  static func english(_ text: String) -> String {
    text.split(whereSeparator: { $0 == "\n" || $0 == " " }).joined(separator: " ")
  }

  /// As `english`, but Chinese is written without blanks: one that only a line end made goes.
  static func chinese(_ text: String) -> String {
    var out = ""
    for word in text.split(whereSeparator: { $0 == "\n" || $0 == " " }) {
      if let last = out.unicodeScalars.last, let next = word.unicodeScalars.first {
        let isInside = last.value >= 0x2e80 && next.value >= 0x2e80
        if !isInside && !"，。；：、（）".unicodeScalars.contains(last) { out += " " }
      }
      out += word
    }
    return out
  }
}
