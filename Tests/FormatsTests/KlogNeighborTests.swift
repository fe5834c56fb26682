import ByteLexing
import Testing

@testable import Formats

/// What is known of the line before must not change what a line says.
@Suite struct KlogNeighborTests {
  private static let line = "I1123 20:31:00.796087       1 controller.go:37] Starting workers"

  private func read(_ text: String, after before: String) -> (neighbor: String, alone: String) {
    var neighbor = KlogNeighbor()
    let bytes = Array(before.utf8)
    _ = neighbor.header(bytes.span.bytes, 0, bytes.count)
    let line = Array(text.utf8)
    let (known, alone) = (
      neighbor.header(line.span.bytes, 0, line.count), KlogText.header(line.span.bytes, 0, line.count)
    )
    return ("\(known as Any)", "\(alone as Any)")
  }

  @Test(arguments: ["1", "37", "506", "1048", "10480", "987654", "7654321", "87654321", "987654321"])
  func numbersOfAnyLength(_ number: String) {
    for rest in ["] x", "] enough to look at eight bytes", "]"] {
      let text = Array("I1123 20:31:09.090807       1 controller.go:\(number)\(rest)".utf8)
      var neighbor = KlogNeighbor()
      let headers = [
        KlogText.header(text.span.bytes, 0, text.count), neighbor.header(text.span.bytes, 0, text.count),
        neighbor.header(text.span.bytes, 0, text.count),
      ]
      for header in headers {
        #expect(header.map { String($0.callLine) } == number)
        #expect(header.map { $0.wall % 60_000_000 } == 9_090_807)
      }
    }
  }

  @Test func oneByteThatDiffers() {
    for at in 0..<48 {
      for byte in ["0", "1", "5", "9", " ", ":", ".", "]", "x", "\0", "é"] {
        var text = Array(Self.line.utf8)
        text.replaceSubrange(at...at, with: Array(byte.utf8))
        let said = read(String(decoding: text, as: UTF8.self), after: Self.line)
        #expect(said.neighbor == said.alone, "byte \(at) is \(byte)")
      }
    }
  }

  @Test(arguments: [
    "I1123 20:31:59.000001       1 controller.go:37] Starting workers",
    "W1123 20:32:00.000000       1 controller.go:37] Starting workers",
    "I1123 20:31:00.796087      12 controller.go:37] Starting workers",
    "I1123 20:31:00.796087 1 controller.go:37] Starting workers",
    "I1123 20:31:00.796087 12345678 controller.go:37] Starting workers",
    "I0229 00:00:00.000000       1 controller.go:37] ",
    "I1123 20:31:00.999999       1 c.go:1234567] x", "I1123 20:31:00.100000       1 c.go:12345678] x",
    "I1123 20:31:00.000001       1 c.go:123456789] x", "I1123 20:31:00.090807       1 c.go:1234567890] x",
    "I1123 20:31:00.090807       1 c.go:7]", "I1123 20:31:00.090807       1 c.go:12a4567] x",
  ])
  func otherLines(_ text: String) {
    let (there, back) = (read(text, after: Self.line), read(Self.line, after: text))
    #expect(there.neighbor == there.alone && back.neighbor == back.alone)
  }
}
