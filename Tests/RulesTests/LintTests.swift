import Testing

@testable import Rules

/// Lint knows every word, says where it stands, and does not stop at the first.
@Suite struct LintTests {
  private func mistakes(_ body: String) -> [RuleError] { Rule.mistakes(yaml: Array(body.utf8), file: "t.yaml") }

  private static let head = """
    id: T-1
    class: test
    title: t
    severity: low
    mechanism: m

    """

  @Test(arguments: [
    ("subject: ip\nconfirm:\n  - ledger: leeked\n    says: s\n", "leeked", "leaked"),
    ("subject: subnet\nconfirm:\n  - subnet-state: stuk\n    says: s\n", "stuk", "stuck"),
    ("subject: vpc\nconfirm:\n  - vpc-state: okk\n    says: s\n", "okk", "ok"),
    ("subject: ip\nsequence:\n  - step: a\n    event: ip.gone\n    of: vpc\n    says: s\n", "vpc", "ips"),
    ("subject: [OvnFipp]\nstate:\n  - terminating: 5s\n", "OvnFipp", "OvnFip"),
    ("subject: subnett\nsequence:\n  - step: a\n    event: ip.gone\n    says: s\n", "subnett", "subnet"),
    ("subject: OvnFip\nstate:\n  - absent: vpcc\n", "vpcc", "vpc"),
    ("subject: OvnFip\nstate:\n  - field: spec.ovnEipp\n    set: yes\n", "spec.ovnEipp", "spec.ovnEip"),
    ("subject: OvnEip\nstate:\n  - count: OvnFip\n    by: eipp\n    is: 0\n", "eipp", "eip"),
    ("subject: OvnFip\nsequence:\n  - step: a\n    event: nat.stuk\n    says: s\n", "nat.stuk", "nat.stuck"),
    ("subject: OvnFip\nstate:\n  - unheard: nat.stuk\n", "nat.stuk", "nat.stuck"),
    ("subject: ip\nstate:\n  - ledger: leeked\n", "leeked", "leaked"),
    (
      "subject: ip\nconfirm:\n  - ledger: leaked\n    says: s\nremediation:\n  - title: t\n    preconditions: owner-gon\n"
        + "    command: c\n    expect: e\n", "owner-gon", "owner-gone"
    ),
    (
      "subject: ip\nconfirm:\n  - ledger: leaked\n    says: s\nremediation:\n  - title: t\n    command: kubectl get {ipp}\n"
        + "    expect: e\n", "ipp", "ip"
    ),
  ])
  func knowsTheWord(_ body: String, _ wrong: String, _ nearest: String) throws {
    let found = mistakes(Self.head + body)
    #expect(found.count == 1)
    let mistake = try #require(found.first)
    #expect(mistake.message.contains("'\(wrong)'") && mistake.message.contains("'\(nearest)'"), "\(mistake)")
    #expect(mistake.mark != nil)
  }

  @Test(arguments: ["fixed-in: [v1.banana]", "avoid: [latest]", "range: '>=1.x'"])
  func knowsReleases(_ line: String) {
    let body = "subject: ip\nversions:\n  affected: a\n  \(line)\nconfirm:\n  - ledger: leaked\n    says: s\n"
    #expect(mistakes(Self.head + body).count == 1)
  }

  @Test func findsAllMistakesOfAFile() {
    let body = """
      id: T-1
      class: test
      title: t
      severityy: low
      subject: ip
      mechanism: m
      confirm:
        - ledger: leeked
          subnet: gone
          says: s
      sequence:
        - step: a
          event: ip.gon
          within: soon
          says: s

      """
    let lines = mistakes(body).compactMap(\.mark?.line)
    #expect(lines == [4, 8, 9, 13, 14])
  }

  @Test func aPatternThatCannotBeReadIsAMistake() {
    let body = "subject: OvnFip\nsequence:\n  - step: a\n    event: nat.stuck\n    matches: '('\n    says: s\n"
    #expect(mistakes(Self.head + body).contains { $0.message.contains("pattern") })
  }

  @Test(arguments: RuleExampleTests.rules.map(\.id))
  func findsNothingInBuiltInRules(_ id: String) throws {
    let source = try #require(RulePack.source(of: id))
    #expect(mistakes(source).isEmpty)
  }
}
