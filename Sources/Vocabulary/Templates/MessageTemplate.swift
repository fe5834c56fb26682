import Model

/// One line of the catalogue: a message that some releases print, and what it says.
struct MessageTemplate: Sendable {
  var kind: ObservationKind
  /// Base names of the source files that print it; empty means any.
  var files: [[UInt8]]
  /// Source lines that print it. Narrowed only where one file prints the same text with two meanings.
  var lines: ClosedRange<UInt32>
  /// Bit 0 info, 1 warning, 2 error, 3 fatal.
  var severities: UInt8
  /// First and last release that prints it, as written; for people.
  var since: String
  var until: String
  /// The field that the observation is about.
  var subject: FieldRole?
  var parts: [Part]
  /// Where it stands in the catalogue, from 1.
  var line: Int

  /// A piece of the template.
  enum Part: Equatable, Sendable {
    case literal([UInt8])
    /// A literal that is a field as well: `{action:delete pod}`.
    case named([UInt8], FieldRole)
    /// Text up to the next literal; each role becomes a field. No role means that the text is of no interest.
    case placeholder([FieldRole])

    var literal: [UInt8]? {
      switch self {
      case .literal(let bytes), .named(let bytes, _): bytes
      case .placeholder: nil
      }
    }
  }

  /// The literal text before the first placeholder.
  var opening: [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      guard let literal = part.literal else { break }
      bytes += literal
    }
    return bytes
  }

  /// Bytes of literal text: of two templates that match a line, the one with more of it is the more exact.
  var literalLength: Int { parts.reduce(0) { $0 + ($1.literal?.count ?? 0) } }

  var placeholderCount: Int { parts.count { $0.literal == nil } }

  /// The bit of a severity letter; an unknown letter fits every template.
  static func severityBit(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "I"): 1
    case UInt8(ascii: "W"): 2
    case UInt8(ascii: "E"): 4
    case UInt8(ascii: "F"): 8
    default: 15
    }
  }
}
