import ByteLexing

/// Lines that the tool which collected a log put into it.
enum CollectorNotice {
  /// Says nothing about the log's content.
  case harmless
  /// Part of the log is missing; the text says why.
  case gap(String)
  /// The lines that follow were written by this container, until the next such mark.
  case section(OriginKey)
  case sectionEnd

  static let leftOut = "the lines in between were left out by a search"

  private static let harmlessBeginnings: [StaticString] = [
    "Defaulted container ", "-- Logs begin at ", "-- Journal begins at ", "-- No entries --", "-- Boot ",
    "-- Reboot --",
    "Common labels: ", "Line limit: ", "Total bytes processed: ", "# [cozyreport] ",
  ]
  private static let gapBeginnings: [(StaticString, String)] = [
    ("Error from server ", "the API server refused the log"),
    ("Error from server:", "the API server refused the log"),
    ("previous terminated container ", "the previous instance's log no longer existed"),
    ("unable to retrieve container logs for ", "the container's log no longer existed on its node"),
    ("failed to create fsnotify watcher: ", "following the log failed on its node"),
    ("[cozyreport] TRUNCATED:", "the collector cut the log"),
  ]

  /// Recognises the line at `start..<end`; nil if it is none of theirs. O(1).
  init?(_ text: RawSpan, _ start: Int, _ end: Int) {
    // grep's own mark between two groups of lines.
    if end - start == 2, text.hasBytes("--", at: start) {
      self = .gap(Self.leftOut)
      return
    }
    guard end - start >= 8 else { return nil }
    if text.hasBytes("==== ", at: start), let mark = Self.section(text, start + 5, end) {
      self = mark
      return
    }
    for literal in Self.harmlessBeginnings where Self.starts(text, start, end, literal) {
      self = .harmless
      return
    }
    for (literal, reason) in Self.gapBeginnings where Self.starts(text, start, end, literal) {
      self = .gap(reason)
      return
    }
    return nil
  }

  private static func starts(_ text: RawSpan, _ start: Int, _ end: Int, _ literal: StaticString) -> Bool {
    end - start >= literal.utf8CodeUnitCount && text.hasBytes(literal, at: start)
  }

  /// `==== START logs for container <container> of pod <namespace>/<pod> ====`, from `kubectl cluster-info dump`.
  private static func section(_ text: RawSpan, _ start: Int, _ end: Int) -> CollectorNotice? {
    if starts(text, start, end, "END logs for container ") { return .sectionEnd }
    let opening: StaticString = "START logs for container "
    guard starts(text, start, end, opening) else { return nil }
    let container = start + opening.utf8CodeUnitCount
    guard let containerEnd = Names.end(text, container, end), text.hasBytes(" of pod ", at: containerEnd),
      let namespaceEnd = Names.end(text, containerEnd + 8, end), namespaceEnd < end,
      text.byte(namespaceEnd) == UInt8(ascii: "/"), let podEnd = Names.end(text, namespaceEnd + 1, end)
    else { return nil }
    var key = OriginKey()
    key.add(.namespace, text, containerEnd + 8..<namespaceEnd)
    key.add(.pod, text, namespaceEnd + 1..<podEnd)
    key.add(.container, text, container..<containerEnd)
    return .section(key)
  }
}
