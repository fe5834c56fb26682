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
    (
      "Cause KOV-001-1: left over (2 IP objects leaked). It leads to KOV-003-1 (1 Subnet stuck), KOV-003-2 (1 Subnet stuck), KOV-003-3 (1 Subnet stuck), KOV-003-4 (1 Subnet stuck) and 2 more.",
      "根因 KOV-001-1：left over（2 个 IP 对象泄漏）。由此导致 KOV-003-1（1 个子网卡住）、KOV-003-2（1 个子网卡住）、KOV-003-3（1 个子网卡住）、KOV-003-4（1 个子网卡住），另有 2 个。"
    ),
    (
      "Release to go to: v1.14.16 or later on its line; it mends KOV-001-1, KOV-004-2 and 3 more.",
      "建议升级到 v1.14.16 或同一系列的更高版本；可修复 KOV-001-1, KOV-004-2，另有 3 个。"
    ),
    (
      "4 Subnets cannot go (a, b, c and 1 more): KOV-003-1.", "4 个子网无法删除（a, b, c，另有 1 个）：见 KOV-003-1。"
    ),
    ("1 controller affected: kube-ovn-controller-x.", "1 个控制器受影响：kube-ovn-controller-x。"),
    ("1 Subnet at risk: shop.", "1 个子网有风险：shop。"),
    ("1 Subnet stuck: shop. Held by IP web-0.shop.", "1 个子网卡住：shop。占用者：IP web-0.shop。"),
    ("No leak is found, but 2 pods wait for an address.", "未发现泄漏，但需注意：2 个 Pod 等待地址。"),
    ("3 OvnEips stuck", "3 个 OVN EIP 卡住"), ("1 OvnEip at risk: shop.", "1 个 OVN EIP 有风险：shop。"),
    ("1 gateway NAT rule at risk", "1 个网关 NAT 规则有风险"),
    ("2 QoS policies stuck", "2 个 QoS 策略卡住"), ("9 addresses leaked", "9 个地址泄漏"),
  ])
  func countsReadWell(_ english: String, _ chinese: String) { #expect(Phrasebook().say(english) == chinese) }

  @Test func pluralsAreEnglish() {
    #expect(
      ["policy", "Vpc", "gateway", "EIP", "NAT entry", "address", "crash", "VPC DNS"].map { KindFacts.plural(of: $0) }
        == ["policies", "Vpcs", "gateways", "EIPs", "NAT entries", "addresses", "crashes", "VPC DNSes"])
  }

  /// Doubts are lists of objects with what is not known of each.
  @Test(arguments: [
    (
      "Inconclusive: nothing was found, but the evidence cannot show that there is nothing (IP web-0.shop: the table does not show which pod it belongs to; Subnet a: its deletion was asked for, and the evidence does not show that it went; and 2 more).",
      "无法下结论：没有发现问题，但现有证据不足以证明没有问题（IP web-0.shop：表格没有显示它属于哪个 Pod；Subnet a：已请求删除它，但证据未显示它已消失；另有 2 项）。"
    ),
    (
      "IP web-0.shop: the Pod objects are not a whole list: a list that is cut off or damaged",
      "IP web-0.shop：Pod 对象不是完整列表：被截断或损坏的列表"
    ),
    ("Not proven: not shown: whether the two were there at one time.", "尚未证实：未显示：两者是否同时存在。"),
    (
      "Not proven: could have happened unseen, because a selection of lines: somebody pasted them together: the end of the IP object.",
      "尚未证实：可能发生但未被看到，因为是筛选过的日志（由人粘贴拼成）：the end of the IP object。"
    ),
    (
      "2 IP objects on addresses that something else has (a.ci 10.1.0.2, b.ci 10.1.0.4): KOV-056-0c2d.",
      "2 个 IP 对象的地址已被其他对象占用（a.ci 10.1.0.2, b.ci 10.1.0.4）：见 KOV-056-0c2d。"
    ),
    (
      "CONFIRMED: 3 pods wait for an address, 2 ports on one address (probable), 4 Subnets stuck; v1.15.5.",
      "已证实：3 个 Pod 等待地址，2 个端口使用同一地址（很可能），4 个子网卡住；v1.15.5。"
    ),
    ("2 pods on one address. 10.16.0.3 of Subnet shop: a/b, a/c.", "2 个 Pod 使用同一地址。子网 shop 的 10.16.0.3：a/b, a/c。"),
    (
      "2 pods on one address (10.16.0.3 of Subnet shop: a/b, a/c): not proven: KOV-050-1af5.",
      "2 个 Pod 使用同一地址（子网 shop 的 10.16.0.3：a/b, a/c）：未证实：KOV-050-1af5。"
    ),
    (
      "Still so at the end of the evidence, 2026-11-26 10:05:31 UTC. Begun at the earliest 2026-11-26 10:05:00 UTC.",
      "到证据结束时（2026-11-26 10:05:31 UTC）仍未恢复。最早始于：2026-11-26 10:05:00 UTC。"
    ),
  ])
  func doubtsAreSaidInChinese(_ english: String, _ chinese: String) { #expect(Phrasebook().say(english) == chinese) }
}
