import ByteLexing

/// Container logs as a node keeps them: `2026-11-23T20:31:00.796898000Z stderr F message` (Kubernetes CRI log format).
enum CRIWrapper: LineWrapper {
  static let id = "cri"

  static func strip(_ text: UnsafeRawBufferPointer, _ line: inout WrappedLine) -> Bool {
    guard let time = TimestampWrapper.leadingTime(text, line) else { return false }
    let rest = time.end + 1
    // `stdout F ` and `stderr P ` have one length.
    guard rest + 9 <= line.end, text[rest] == 0x73, text[rest + 1] == 0x74, text[rest + 2] == 0x64, text[rest + 6] == 0x20,
      text[rest + 8] == 0x20 || rest + 8 == line.end
    else { return rest + 8 == line.end && finishEmpty(text, rest, time.value, &line) }
    guard isStream(text, rest), let isPartial = tag(text[rest + 7]) else { return false }
    line.outer = time.value
    line.isPartial = isPartial
    line.start = rest + 9
    return true
  }

  /// An empty message, whose last space some collectors drop.
  private static func finishEmpty(_ text: UnsafeRawBufferPointer, _ rest: Int, _ time: Int64, _ line: inout WrappedLine) -> Bool {
    guard isStream(text, rest), let isPartial = tag(text[rest + 7]) else { return false }
    line.outer = time
    line.isPartial = isPartial
    line.start = line.end
    return true
  }

  private static func isStream(_ text: UnsafeRawBufferPointer, _ i: Int) -> Bool {
    (text[i + 3] == 0x6F && text[i + 4] == 0x75 && text[i + 5] == 0x74)
      || (text[i + 3] == 0x65 && text[i + 4] == 0x72 && text[i + 5] == 0x72)
  }

  private static func tag(_ byte: UInt8) -> Bool? { byte == 0x46 ? false : byte == 0x50 ? true : nil }
}
