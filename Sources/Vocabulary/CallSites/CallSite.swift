/// A place in the source that printed a message.
public struct CallSite: Hashable, Sendable {
  /// Base name, as klog prints it.
  public let file: String
  public let line: Int
  /// `I`, `W`, `E` or `F`.
  public let severity: UInt8
  /// How a message from there began; tells two releases apart that log different texts from one place. May be empty.
  public let opening: [UInt8]

  /// Most bytes of a message that are of use as an opening.
  public static let openingLimit = 32

  /// A place, and how a message from there began.
  public init(file: String, line: Int, severity: UInt8, opening: [UInt8] = []) {
    self.file = file
    self.line = line
    self.severity = severity
    self.opening = Array(opening.prefix(Self.openingLimit))
  }
}
