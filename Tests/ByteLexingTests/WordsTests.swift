import ByteLexing
import Testing

/// What is found many bytes at a time must be what is found byte by byte.
@Suite struct WordsTests {
  private static func slowLength(_ text: ArraySlice<UInt8>, _ stop: UInt8) -> Int {
    text.prefix { $0 > 0x20 && $0 != 0x22 && $0 != 0x7F && $0 != stop }.count
  }

  @Test func namesEndWhereTheirBytesSay() {
    for length in 0..<50 {
      for end in 0...length {
        for mark in [0x20, 0x22, 0x7F, 0x2C, 0x0A] as [UInt8] {
          var text = [UInt8](repeating: UInt8(ascii: "x"), count: length)
          if end < length { text[end] = mark }
          for before in [0, 1, 15, 16] where before <= length {
            let found = text.withUnsafeBytes { bytes -> Int in
              guard let base = bytes.baseAddress else { return 0 }
              return nameLength(base + before, before: before, length - before, stop: 0x2C)
            }
            #expect(found == Self.slowLength(text[before...], 0x2C), "length \(length), end \(end), before \(before)")
          }
        }
      }
    }
  }

  @Test func bytesBeforeANameAreNotTakenForItsOwn() {
    // The last bytes are looked at together with some in front of them.
    let text = Array("  \"  \"  \"  \"  \" name".utf8)
    let found = text.withUnsafeBytes { nameLength($0.baseAddress.unsafelyUnwrapped + 16, before: 16, 4, stop: 0) }
    #expect(found == 4)
  }

  @Test(arguments: 0...8) func digitsAreCounted(_ count: Int) {
    for other in [0x2F, 0x3A, 0x20, 0x00, 0xFF, 0xB5] as [UInt8] {
      var text = Array("90817263".utf8)
      if count < 8 { text[count] = other }
      #expect(text.withUnsafeBytes { ByteWord.digits(ByteWord.load($0.baseAddress.unsafelyUnwrapped, 0)) } == count)
    }
  }

  @Test func aByteIsLookedForInItsRangeOnly() {
    let text = Array("a:b:c".utf8)
    let ends = [0..<5, 2..<3, 5..<5].map { text.span.bytes.end(of: $0, before: 0x3A) }
    #expect(ends == [1, 3, 5])
  }
}
