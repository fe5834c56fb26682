import ByteLexing

/// `kubectl logs --prefix`: `[pod/<pod>/<container>] message`.
enum KubectlPrefixWrapper: LineWrapper {
  static let id = "kubectl-prefix"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard line.end - line.start > 8, text.hasBytes("[pod/", at: line.start) else { return .fails }
    let pod = line.start + 5
    guard let podEnd = Names.end(text, pod, line.end), podEnd < line.end, text.byte(podEnd) == UInt8(ascii: "/"),
      let containerEnd = Names.end(text, podEnd + 1, line.end), containerEnd < line.end,
      text.byte(containerEnd) == UInt8(ascii: "]")
    else { return .fails }
    var at = containerEnd + 1
    if at < line.end {
      guard text.byte(at) == 0x20 else { return .fails }
      at += 1
    }
    line.origin.add(.pod, text, pod..<podEnd)
    line.origin.add(.container, text, podEnd + 1..<containerEnd)
    line.start = at
    return .content
  }
}

/// Names of Kubernetes objects in text.
enum Names {
  /// End of the DNS-1123 name at `start`, or nil if there is none. O(name).
  static func end(_ text: RawSpan, _ start: Int, _ limit: Int) -> Int? {
    var at = start
    let last = min(limit, start + OriginKey.longestName)
    while at < last {
      let byte = text.byte(at)
      let isAlphanumeric = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39)
      if !isAlphanumeric && !(at > start && (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."))) { break }
      at += 1
    }
    return at > start ? at : nil
  }

  /// Reads `count` names that are each followed by one blank; nil if there are fewer.
  static func tokens(_ count: Int, _ text: RawSpan, _ start: Int, _ limit: Int) -> [Range<Int>]? {
    var found: [Range<Int>] = []
    var at = start
    for _ in 0..<count {
      guard let end = end(text, at, limit), end < limit, text.byte(end) == 0x20 else { return nil }
      found.append(at..<end)
      at = end + 1
    }
    return found
  }
}
