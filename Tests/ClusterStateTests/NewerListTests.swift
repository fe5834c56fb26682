import Model
import Testing

@testable import ClusterState

/// A newer list takes nothing away that it cannot show.
extension ListLawTests {
  private static let muchLater = later + 3_600_000_000_000

  private func dumps(_ newer: List...) -> [List] {
    let older = [
      List(file: "1/ips.yaml", objects: [ip("gone", "ns"), ip("c", "ns", address: "10.0.0.3")]),
      List(file: "1/pods.yaml", objects: pods),
    ]
    return older + newer.map { List(file: $0.file, objects: $0.objects, time: Self.muchLater) }
  }

  private func elsewhere(_ pod: String) -> ObjectRecord {
    var ip = ip(pod, "ns", address: "10.9.0.2")
    ip.fields["spec.subnet"] = "other"
    return ip
  }

  @Test func whatWasAskedForByNameLeavesTheRest() {
    #expect(verdict(dumps(List(file: "2/ips.yaml", objects: [ip("new", "ns", address: "10.0.0.9")]))) == .leaked)
  }

  @Test func othersOfAnotherSubnetLeaveTheRest() {
    #expect(verdict(dumps(List(file: "2/ips.yaml", objects: [elsewhere("new"), elsewhere("newer")]))) == .leaked)
  }

  @Test func othersOfItsSubnetWithoutItDoNotTell() {
    let others = [ip("new", "ns", address: "10.0.0.9"), ip("newer", "ns", address: "10.0.0.10")]
    #expect(verdict(dumps(List(file: "2/ips.yaml", objects: others))) == .unknown)
  }

  @Test func itselfAskedForAgainIsAsBefore() {
    var same = ip("gone", "ns")
    #expect(verdict(dumps() + [List(file: "2/ips.yaml", objects: [same])]) == .leaked)
    same.resourceVersion = 11
    #expect(verdict(dumps(List(file: "2/ips.yaml", objects: [same]))) != .leaked)
  }

  @Test func aPodThatIsShownLaterHasIt() {
    #expect(verdict(dumps(List(file: "2/pods.yaml", objects: [pod("gone", "ns")]))) == .inUse)
  }

  @Test func aPodThatALaterListLacksMayHaveLeftIt() {
    let left = [pod("a", "kube-system"), pod("b", "default"), pod("d", "ns")]
    #expect(verdict(dumps(), "c.ns") == .inUse)
    #expect(verdict(dumps(List(file: "2/pods.yaml", objects: left)), "c.ns") == .unknown)
  }
}
