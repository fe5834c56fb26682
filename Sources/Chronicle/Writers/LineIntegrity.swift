import Model

/// Notices that the lines of a log are not as they were written: cut at a width, wrapped by a terminal, ended by the mark of a
/// table or of another program.
///
/// What is printed at one place always reads the same but for the names in it. So a line that begins as its place prints and
/// goes on in another way was changed; and lines of different places are not all of one length, and do not all end alike.
public struct LineIntegrity: Sendable, Hashable {
  /// Places of which so many print lines of exactly the greatest length, or with the same ending, are no accident.
  static let placeLimit = 3
  /// Fewer records than this may end alike by accident.
  private static let enough: UInt64 = 24
  /// One changed line of so many may be a wording that no release is known to have.
  private static let tolerated: UInt64 = 20
  private static let few: UInt64 = 3

  /// Records that were looked at, and how many of them the vocabulary understands.
  @usableFromInline var records: UInt64 = 0
  @usableFromInline var understood: UInt64 = 0
  /// Those that begin as their place prints and go on in another way.
  @usableFromInline var strays: UInt64 = 0
  /// Those that end in `…`, which programs and people put for what they left out, and the controller never prints.
  @usableFromInline var elided: UInt64 = 0
  /// Length of the longest line as it stands in the stream, bytes, and the places that print such lines.
  @usableFromInline var longest: UInt32 = 0
  var longestPlaces: [UInt64] = []
  /// Last byte of all records so far; `nil` if they do not end alike.
  @usableFromInline var ending: UInt8?
  var endingPlaces: [UInt64] = []

  /// Nothing seen yet.
  public init() {}

  /// Why the lines are not as they were written, in words; `nil` if nothing says so.
  public var reason: String? {
    if longestPlaces.count >= Self.placeLimit { return "lines are cut or wrapped at \(longest - 1) bytes" }
    if records >= Self.enough, let ending, endingPlaces.count >= Self.placeLimit {
      return "something was put behind every line: all end in '\(Self.shown(ending))'"
    }
    if elided > 0, elided >= records / Self.tolerated {
      return "lines were cut: \(elided) end in '…'"
    }
    // Where nothing is understood, another program wrote.
    if understood > 0, strays >= Self.few, strays >= understood / Self.tolerated {
      return "lines were cut or changed: \(strays) do not read as the places that print them write"
    }
    return nil
  }

  private static func shown(_ byte: UInt8) -> String {
    byte > 0x20 && byte < 0x7F ? String(UnicodeScalar(byte)) : "0x" + String(byte, radix: 16)
  }

  /// Takes the next record. `length`: of the line as it stands in the stream, with its line end, bytes. `isStray`: it begins
  /// as its place prints, and goes on in another way. `place` is asked for few lines. O(1).
  @inlinable @inline(__always)
  public mutating func note(
    _ message: UnsafeRawBufferPointer, length: UInt32, place: @autoclosure () -> UInt64, isUnderstood: Bool,
    isStray: Bool
  ) {
    records &+= 1
    if isUnderstood { understood &+= 1 }
    if isStray { strays &+= 1 }
    if message.last == 0xA6 { elide(message) }
    if length >= longest { lengthen(length, place()) }
    if ending != nil || records == 1 { end(message, place()) }
  }

  @inline(never) @usableFromInline
  mutating func elide(_ message: UnsafeRawBufferPointer) {
    if message.suffix(3).elementsEqual("…".utf8) { elided &+= 1 }
  }

  @inline(never) @usableFromInline
  mutating func lengthen(_ length: UInt32, _ place: UInt64) {
    if length > longest { (longest, longestPlaces) = (length, []) }
    Self.add(place, to: &longestPlaces)
  }

  @inline(never) @usableFromInline
  mutating func end(_ message: UnsafeRawBufferPointer, _ place: UInt64) {
    // White space at the end changes nothing.
    let last = message.last { $0 > 0x20 }
    if records == 1 { ending = last }
    guard let last, last == ending else {
      (ending, endingPlaces) = (nil, [])
      return
    }
    Self.add(place, to: &endingPlaces)
  }

  private static func add(_ place: UInt64, to places: inout [UInt64]) {
    if places.count < placeLimit, !places.contains(place) { places.append(place) }
  }

  /// Adds what the next part of the same stream showed.
  mutating func merge(_ next: LineIntegrity) {
    if next.records == 0 { return }
    if records > 0, ending != next.ending || next.ending == nil { (ending, endingPlaces) = (nil, []) }
    if records == 0 { ending = next.ending }
    if ending != nil { for place in next.endingPlaces { Self.add(place, to: &endingPlaces) } }
    records &+= next.records
    understood &+= next.understood
    strays &+= next.strays
    elided &+= next.elided
    if next.longest > longest { (longest, longestPlaces) = (next.longest, []) }
    if next.longest == longest { for place in next.longestPlaces { Self.add(place, to: &longestPlaces) } }
  }
}
