import Model
import Testing

@testable import Reports

/// How many objects of a kind are in which state, in Chinese: kinds are data, and each brings its own noun.
@Suite struct PhrasebookTests {
  @Test func everyKindIsCountedInChinese() {
    let book = Phrasebook()
    for facts in ResourceKind.declared.map(\.facts) {
      for (count, noun) in [(1, facts.noun), (3, facts.nouns), (1, facts.kind), (3, KindFacts.plural(of: facts.kind))] {
        for (state, said) in [("stuck", "卡住"), ("leaked", "泄漏"), ("at risk", "有风险"), ("affected", "受影响")] {
          let text = book.say("\(count) \(noun) \(state): web-0")
          #expect(text.hasPrefix("\(count) 个") && text.hasSuffix(said + "：web-0"), "\(text)")
        }
      }
    }
  }

  @Test(arguments: [
    ("1 OVN DNAT rule cannot go (shop): KOV-010-222e.", "1 个 OVN DNAT 规则无法删除（shop）：见 KOV-010-222e。"),
    ("3 OvnEips stuck", "3 个 OVN EIP 卡住"), ("1 OvnEip at risk: shop.", "1 个 OVN EIP 有风险：shop。"),
    ("1 gateway NAT rule at risk", "1 个网关 NAT 规则有风险"),
    ("2 QoS policies stuck", "2 个 QoS 策略卡住"), ("9 addresses leaked", "9 个地址泄漏"),
  ])
  func countsReadWell(_ english: String, _ chinese: String) { #expect(Phrasebook().say(english) == chinese) }

  @Test func pluralsAreEnglish() {
    #expect(
      ["policy", "Vpc", "gateway", "EIP", "NAT entry"].map { KindFacts.plural(of: $0) }
        == ["policies", "Vpcs", "gateways", "EIPs", "NAT entries"])
  }
}
