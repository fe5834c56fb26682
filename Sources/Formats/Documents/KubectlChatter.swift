import ByteLexing

/// What kubectl itself says on standard error, at the head of a file that took both outputs: `kubectl get pods -A -o yaml &> FILE`.
public enum KubectlChatter {
  /// More than this is no chatter, bytes.
  private static let longest = 16 << 10

  /// Bytes of the lines before the output, and how many they are; `nil` where there are none, where what follows begins no
  /// output, or where kubectl says that something failed. A command is no chatter: it says what was asked for. O(head).
  public static func head(_ text: RawSpan) -> (bytes: Int, lines: UInt64)? {
    var at = 0
    var lines: UInt64 = 0
    var isSaid = false
    while at < min(text.byteCount, longest) {
      let hit = text.firstIndex(of: 0x0a, from: at)
      guard hit >= 0 else { return nil }
      let line = text.extracting(at..<hit)
      if line.hasBytes("apiVersion: ") || line.hasBytes("{") || line.hasBytes("---") || line.hasBytes("NAME ")
        || line.hasBytes("NAMESPACE ")
      {
        return isSaid ? (at, lines) : nil
      }
      if line.byteCount > 1 {
        guard isChatter(line) else { return nil }
        isSaid = true
      }
      at = hit + 1
      lines += 1
    }
    return nil
  }

  private static let openings: [StaticString] = [
    "Warning: ", "Unable to use a TTY", "Defaulted container ", "Defaulting container ", "Flag --",
    "Found existing alias",
  ]
  /// Source files of client-go and kubectl that write of slow answers, deprecations and groups that do not answer.
  private static let files: [StaticString] = [
    " request.go:", " memcache.go:", " warnings.go:", " discovery.go:", " loader.go:",
  ]

  private static func isChatter(_ line: RawSpan) -> Bool {
    if openings.contains(where: { line.hasBytes($0) }) { return true }
    guard line.byteCount > 30, KlogText.isSeverity(line.byte(0)) else { return false }
    return files.contains { line.firstIndex(of: $0, from: 0) >= 0 }
  }
}
