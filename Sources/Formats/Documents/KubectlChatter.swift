import ByteLexing

/// What kubectl itself says on standard error, at the head of a file that took both outputs: `kubectl get pods -A -o yaml &> FILE`.
public enum KubectlChatter {
  /// More than this is no chatter, bytes.
  private static let longest = 16 << 10

  /// Bytes of the lines before the output, and how many they are; none where what follows begins no output, or where kubectl
  /// says that something failed. O(head).
  public static func head(_ text: RawSpan) -> (bytes: Int, lines: UInt64) {
    var at = 0
    var lines: UInt64 = 0
    while at < min(text.byteCount, longest) {
      let hit = text.firstIndex(of: 0x0a, from: at)
      guard hit >= 0 else { return (0, 0) }
      let line = text.extracting(at..<hit)
      if line.hasBytes("apiVersion: ") || line.hasBytes("{") || line.hasBytes("---") || line.hasBytes("NAME ")
        || line.hasBytes("NAMESPACE ")
      {
        return (at, lines)
      }
      guard line.byteCount <= 1 || isChatter(line) else { return (0, 0) }
      at = hit + 1
      lines += 1
    }
    return (0, 0)
  }

  private static let openings: [StaticString] = [
    "Warning: ", "Unable to use a TTY", "Defaulted container ", "Defaulting container ", "Flag --",
    "Found existing alias",
    "kubectl ",
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
