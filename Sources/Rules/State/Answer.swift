/// The answer to a question about the world. Unknown never turns into yes or no on the way.
public enum Answer: Sendable, Hashable {
  case yes
  case no
  /// Why the evidence cannot say.
  case unknown(String)

  /// Yes if both are, no if one is not.
  static func && (a: Answer, b: @autoclosure () -> Answer) -> Answer {
    if a == .no { return .no }
    let other = b()
    if other == .no { return .no }
    if case .unknown = a { return a }
    return other
  }

  /// Yes if one is.
  static func || (a: Answer, b: @autoclosure () -> Answer) -> Answer {
    if a == .yes { return .yes }
    let other = b()
    if other == .yes { return .yes }
    if case .unknown = a { return a }
    return other
  }

  /// Unknown stays unknown.
  static prefix func ! (a: Answer) -> Answer {
    switch a {
    case .yes: .no
    case .no: .yes
    case .unknown: a
    }
  }

  init(_ holds: Bool) { self = holds ? .yes : .no }
}
