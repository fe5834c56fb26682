import Glibc
import Model

/// What the text of an error names: `subnet.kubeovn.io "x" not found` tells that Subnet x is missing.
///
/// Two shapes exist, both around the words `not found`: the name before them (API server and listers) or after them
/// (OVN). In structured lines the quotes are escaped with a backslash.
struct ErrorPattern: Sendable {
  /// The text between the previous word and the quoted name.
  let prefix: [UInt8]
  let role: FieldRole
  let isNameFirst: Bool

  private static let notFound = Array("not found".utf8)

  /// From the parts of its template; nil if it has neither shape.
  init?(_ parts: [MessageTemplate.Part]) {
    let quote = UInt8(ascii: "\"")
    guard parts.count == 3, case .literal(var before) = parts[0], case .placeholder(let roles) = parts[1],
      case .literal(let after) = parts[2], roles.count == 1, before.popLast() == quote
    else { return nil }
    if after.elementsEqual("\" not found".utf8), !before.isEmpty {
      isNameFirst = true
      prefix = before
    } else if after == [quote], before.starts(with: Self.notFound) {
      isNameFirst = false
      prefix = Array(before.dropFirst(Self.notFound.count))
    } else {
      return nil
    }
    role = roles[0]
  }

  /// Adds what the error text at `range` names, unless the observation already has that text in that role.
  /// O(length of the text × number of "not found" in it), which is bounded by the field limit.
  static func apply(
    _ patterns: [ErrorPattern], to message: UnsafeRawBufferPointer, range: Range<Int>, _ observation: inout Observation
  ) {
    var from = range.lowerBound
    var rounds = 0
    while rounds < Observation.fieldLimit, let hit = find(message, from: from, to: range.upperBound) {
      rounds += 1
      if let (role, name) = name(around: hit, patterns, message, range) {
        add(role, name, message, &observation)
      }
      from = hit + notFound.count
    }
  }

  private static func find(_ message: UnsafeRawBufferPointer, from: Int, to: Int) -> Int? {
    var at = from
    let count = notFound.count
    return notFound.withUnsafeBytes { needle in
      guard let base = message.baseAddress, let pattern = needle.baseAddress else { return nil }
      while to - at >= count {
        guard let n = memchr(base + at, 0x6E, to - at - count + 1) else { return nil }
        let offset = n - UnsafeMutableRawPointer(mutating: base)
        if memcmp(base + offset, pattern, count) == 0 { return offset }
        at = offset + 1
      }
      return nil
    }
  }

  private static func name(
    around hit: Int, _ patterns: [ErrorPattern], _ message: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> (FieldRole, Range<Int>)? {
    let quote = UInt8(ascii: "\"")
    // `… "name" not found`: the quote is two bytes before the hit.
    if hit >= range.lowerBound + 2, message[hit - 1] == 0x20, message[hit - 2] == quote {
      let end = isEscaped(message, hit - 2, range) ? hit - 3 : hit - 2
      var start = end
      while start > range.lowerBound, message[start - 1] != quote { start -= 1 }
      guard start > range.lowerBound, start < end else { return nil }
      let wordEnd = isEscaped(message, start - 1, range) ? start - 2 : start - 1
      for pattern in patterns where pattern.isNameFirst {
        let at = wordEnd - pattern.prefix.count
        if at >= range.lowerBound, holds(message, at, pattern.prefix) { return (pattern.role, start..<end) }
      }
      return nil
    }
    for pattern in patterns where !pattern.isNameFirst {
      let at = hit + notFound.count
      guard at + pattern.prefix.count < range.upperBound, holds(message, at, pattern.prefix) else { continue }
      var start = at + pattern.prefix.count
      if message[start] == UInt8(ascii: "\\") { start += 1 }
      guard start < range.upperBound, message[start] == quote else { continue }
      start += 1
      var end = start
      while end < range.upperBound, message[end] != quote, message[end] != UInt8(ascii: "\\") { end += 1 }
      if end > start, end < range.upperBound { return (pattern.role, start..<end) }
    }
    return nil
  }

  private static func isEscaped(_ message: UnsafeRawBufferPointer, _ quote: Int, _ range: Range<Int>) -> Bool {
    quote > range.lowerBound && message[quote - 1] == UInt8(ascii: "\\")
  }

  private static func holds(_ message: UnsafeRawBufferPointer, _ at: Int, _ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { expected in
      guard let a = message.baseAddress, let b = expected.baseAddress else { return expected.isEmpty }
      return memcmp(a + at, b, expected.count) == 0
    }
  }

  private static func add(
    _ role: FieldRole, _ name: Range<Int>, _ message: UnsafeRawBufferPointer, _ observation: inout Observation
  ) {
    for i in 0..<observation.count where observation[i].role == role && observation[i].length == name.count {
      let present = observation[i].range
      if (0..<name.count).allSatisfy({ message[present.lowerBound + $0] == message[name.lowerBound + $0] }) { return }
    }
    observation.append(Observation.Field(role, start: name.lowerBound, length: name.count))
  }
}
