import Model

/// A question about the state of one object, as a rule file puts it. A new one is a file in this folder and a line in
/// `StateTests.all`.
protocol StateTest: Sendable {
  /// The key that says it in a rule file; its mapping holds the rest.
  static var word: String { get }
  /// The other keys of the mapping.
  static var keys: [String] { get }

  /// Reads it; what it names must exist for the kinds that the rule is about.
  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError)

  /// The answer for one object.
  func answer(_ asked: Asked, in world: World) -> Answer

  /// The objects of a kind that can give yes, if the test knows them better than one by one.
  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]?

  /// Fields whose values the object shares with another, where that is what is asked.
  var sharedFields: [String] { get }

  /// A yes tells of the object although no list of its kind is there.
  var isTelling: Bool { get }
}

extension StateTest {
  static var keys: [String] { [] }
  var isTelling: Bool { false }
  var sharedFields: [String] { [] }
  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]? { nil }
}

/// The tests that rules can name.
enum StateTests {
  static let all: [any StateTest.Type] = [
    TerminatingTest.self, ExistenceTest.Present.self, ExistenceTest.Absent.self, FieldTest.self, FinalizerTest.self,
    CountTest.self, LedgerTest.self, PortTest.self, UnheardTest.self, TwinTest.self, AgeTest.self, AnyTest.self,
    OwnedTest.self, PortTwinTest.self, ListingTest.self,
  ]

  /// Reads one condition: exactly one of the words must be there.
  static func read(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) -> any StateTest {
    guard let type = all.first(where: { fields.has($0.word) }) else {
      throw fields.lacks(oneOf: all.map { $0.word })
    }
    return try type.init(&fields, about: kinds)
  }
}

/// One condition on the state of a rule's subject.
public struct StateCondition: Sendable {
  let test: any StateTest
  /// An unknown answer does not weaken the verdict: the condition only excludes.
  let mayBeUnknown: Bool
  /// An unknown answer ends the matter as a no does: the rule is about what the evidence shows.
  let mustBeKnown: Bool
  /// What it says when it holds; empty where nothing is to be shown.
  public let says: String

  /// Fields whose values the object shares with another, where that is what is asked.
  public var sharedFields: [String] { test.sharedFields }

  init(test: any StateTest, mayBeUnknown: Bool, mustBeKnown: Bool, says: String) {
    (self.test, self.mayBeUnknown, self.mustBeKnown, self.says) = (test, mayBeUnknown, mustBeKnown, says)
  }

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    test = try StateTests.read(&fields, about: kinds)
    mayBeUnknown = try fields.flag("may-be-unknown")
    mustBeKnown = try fields.flag("must-be-known")
    says = try fields.wording("says") ?? ""
  }
}
