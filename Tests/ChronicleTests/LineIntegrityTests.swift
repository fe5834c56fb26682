import ByteLexing
import Testing

@testable import Chronicle

/// Lines that are not as they were written are noticed, and those of whole logs are not taken for such.
@Suite struct LineIntegrityTests {
  private func reason(_ lines: [(text: String, place: UInt64)], strays: Int = 0) -> String? {
    var integrity = LineIntegrity()
    for (i, line) in lines.enumerated() {
      Array(line.text.utf8).withUnsafeBytes {
        integrity.note(
          $0, length: UInt32($0.count + 1), place: line.place, isUnderstood: i >= strays, isStray: i < strays)
      }
    }
    return integrity.reason
  }

  private static let whole = (0..<60).map { i in
    (text: "handle " + String(repeating: "x", count: i) + " pod \(i)", place: UInt64(i % 5))
  }

  @Test func wholeLinesAreNotSuspected() {
    #expect(reason([]) == nil)
    #expect(reason(Self.whole) == nil)
    // The longest line again and again, always from one place.
    #expect(reason(Self.whole.map { ($0.text, 1) }) == nil)
    // A few lines may all end alike.
    #expect(reason(Self.whole.prefix(20).map { ($0.text + "|", $0.place) }) == nil)
    // A wording that no release is known to have.
    #expect(reason(Self.whole, strays: 2) == nil)
    // A name that holds the sign, once.
    #expect(reason(Self.whole.dropLast() + [("handle x…", 1)]) == nil)
    // Another program prints at places of the same names.
    #expect(reason(Self.whole, strays: Self.whole.count) == nil)
  }

  @Test func changedLinesAreNoticed() {
    #expect(reason(Self.whole.map { (String($0.text.prefix(20)), $0.place) }) == "lines are cut or wrapped at 20 bytes")
    #expect(reason(Self.whole.map { ($0.text + " | ", $0.place) })?.hasSuffix("all end in '|'") == true)
    #expect(reason(Self.whole, strays: 20)?.contains("20 do not read") == true)
    let few = Self.whole.prefix(7).map { ($0.text, $0.place) }
    #expect(reason(few) == nil)
    #expect(
      reason(few.dropLast() + [("release v4 10.0.0.1 from subnet x, add ip to rel…", 1)])?.hasPrefix("lines were cut")
        == true)
  }

  /// However a log was cut into parts.
  @Test(arguments: [1, 7, 30, 59]) func partsAreOneLog(_ cut: Int) {
    for lines in [
      Self.whole, Self.whole.map { (String($0.text.prefix(20)), $0.place) },
      Self.whole.map { ($0.text + "|", $0.place) },
    ] {
      var parts = [LineIntegrity(), LineIntegrity()]
      var all = LineIntegrity()
      for (i, line) in lines.enumerated() {
        Array(line.text.utf8).withUnsafeBytes {
          let length = UInt32($0.count)
          parts[i < cut ? 0 : 1].note($0, length: length, place: line.place, isUnderstood: true, isStray: i % 9 == 0)
          all.note($0, length: length, place: line.place, isUnderstood: true, isStray: i % 9 == 0)
        }
      }
      parts[0].merge(parts[1])
      #expect(parts[0] == all)
    }
  }

  /// A harvest comes from elsewhere: what no log can have is refused.
  @Test func aForgedRecordIsRefused() throws {
    var integrity = LineIntegrity()
    for place in UInt64(0)..<3 {
      Array("x".utf8).withUnsafeBytes {
        integrity.note($0, length: 2, place: place, isUnderstood: true, isStray: false)
      }
    }
    #expect(try read(integrity) == integrity)
    integrity.longest = 0
    #expect(throws: BinaryError.self) { try read(integrity) }
  }

  private func read(_ integrity: LineIntegrity) throws -> LineIntegrity {
    var bytes: [UInt8] = []
    var writer = BinaryWriter { bytes += Array($0) }
    integrity.write(to: &writer)
    writer.flush()
    var at = 0
    var reader = BinaryReader { buffer in
      let count = min(buffer.count, bytes.count - at)
      buffer.copyBytes(from: bytes[at..<at + count])
      at += count
      return count
    }
    return try LineIntegrity(from: &reader)
  }
}
