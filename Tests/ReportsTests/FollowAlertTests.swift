import Diagnosis
import Foundation
import Model
import Testing

@testable import Reports

/// What an Alertmanager is told while logs are followed.
@Suite struct FollowAlertTests {
  private static let start = Instant(seconds: 1_800_000_000)

  private static func change(_ name: String, _ verdict: Verdict?, before: Verdict? = nil) -> FindingChange {
    var change = FindingChange()
    (change.rule, change.leakClass, change.verdict, change.before) = ("KOV-001", "ip-leak", verdict, before)
    change.object = ResourceRef(.ip, name: name)
    change.first = start + -5_000_000_000
    return change
  }

  private func told(_ alerts: FollowAlerts, all: Bool = false, after seconds: Int64 = 0) throws -> [[String: Any]] {
    try alerts.bodies(all: all, now: Self.start + seconds * 1_000_000_000).flatMap {
      try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [[String: Any]])
    }
  }

  @Test func onlyClaimsAreAlarmsAndCarryTheFingerprintOfReports() throws {
    var alerts = FollowAlerts()
    alerts.take([Self.change("a", .probable), Self.change("b", .suspected)], now: Self.start)
    let told = try told(alerts)
    #expect(told.count == 1)
    let labels = try #require(told[0]["labels"] as? [String: String])
    #expect(labels["fingerprint"] == Fingerprint(rule: "KOV-001", object: ResourceRef(.ip, name: "a")).description)
    #expect(labels["name"] == "a" && labels.values.allSatisfy { !$0.isEmpty })
    #expect(told[0]["endsAt"] as? String == (Self.start + Int64(FollowAlerts.life) * 1_000_000_000).rfc3339)
    #expect(told[0]["startsAt"] as? String == (Self.start + -5_000_000_000).rfc3339)
  }

  @Test func whatHoldsIsSaidAgainLongBeforeItWouldEnd() throws {
    var alerts = FollowAlerts()
    alerts.take([Self.change("a", .confirmed)], now: Self.start)
    alerts.delivered()
    #expect(!alerts.hasNews)
    #expect(try told(alerts).isEmpty)
    let again = try told(alerts, all: true, after: 60)
    #expect(again.count == 1)
    #expect(again[0]["endsAt"] as? String == (Self.start + 300 * 1_000_000_000).rfc3339)
    #expect(3 * FollowAlerts.refresh < FollowAlerts.life)
  }

  @Test(arguments: [Verdict.resolved, .refuted, .suspected, nil])
  func whatIsOverEndsOnceItWasDelivered(_ verdict: Verdict?) throws {
    var alerts = FollowAlerts()
    alerts.take([Self.change("a", .confirmed)], now: Self.start)
    alerts.delivered()
    let end = Self.start + 7_000_000_000
    alerts.take([Self.change("a", verdict, before: .confirmed)], now: end)
    // It ends when it was over, however late that can be said.
    #expect(try told(alerts, after: 50).first?["endsAt"] as? String == end.rfc3339)
    alerts.take([Self.change("a", .refuted, before: verdict)], now: end + 1_000_000_000)
    #expect(try told(alerts, after: 50).first?["endsAt"] as? String == end.rfc3339)
    alerts.delivered()
    #expect(alerts.isEmpty)
  }

  @Test func anAlertOfLinesFromTheFutureBeginsNow() throws {
    var alerts = FollowAlerts()
    var change = Self.change("a", .confirmed)
    change.first = Self.start + 3_600_000_000_000
    alerts.take([change], now: Self.start)
    #expect(try told(alerts).first?["startsAt"] as? String == Self.start.rfc3339)
  }

  @Test func manyAlertsAreToldInSeveralBodies() throws {
    var alerts = FollowAlerts()
    alerts.take((0..<1_201).map { Self.change("pod-\($0)", .probable) }, now: Self.start)
    #expect(alerts.bodies(all: true, now: Self.start).count == 3)
    #expect(try told(alerts).count == 1_201)
  }
}
