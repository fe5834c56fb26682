/// Text for a terminal: nothing in it can move the cursor, change colours or reorder what stands beside it.
public enum TerminalEscaping {
  /// One line without control characters. O(n); the input is not trusted.
  public static func line(_ text: String) -> String { VisibleText.escape(text) }

  /// Like `line`, but line feeds stay line ends: for commands of several lines.
  public static func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
      VisibleText.escape(String($0))
    }
  }
}
