/// `kubectl logs --prefix`: `[pod/name/container] ` before the line.
enum KubectlPrefixWrapper: LineWrapper {
  static let id = "prefix"

  static func strip(_ text: UnsafeRawBufferPointer, _ line: inout WrappedLine) -> Bool {
    guard line.end - line.start > 8, text[line.start] == 0x5B, text[line.start + 1] == 0x70, text[line.start + 2] == 0x6F,
      text[line.start + 3] == 0x64, text[line.start + 4] == 0x2F
    else { return false }
    var slash = 0
    var i = line.start + 5
    let limit = min(line.end, line.start + 600)
    while i < limit, text[i] != 0x5D {
      if text[i] == 0x2F { slash = i }
      i += 1
    }
    guard i < limit, slash > 0 else { return false }
    line.pod = line.start + 5..<slash
    line.container = slash + 1..<i
    line.start = min(line.end, i + 2)
    return true
  }
}
