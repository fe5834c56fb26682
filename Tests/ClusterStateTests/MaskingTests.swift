import Model
import Testing

@testable import ClusterState

/// Two texts that somebody hid may look alike and be different. All names are invented.
@Suite struct MaskingTests {
  @Test(arguments: [
    "x.x.x.x", "10.16.x.x", "10.*.*.*", "***", "00:00:00:xx:xx:xx", "<redacted>", "[hidden]", "10.0.0.###", "X.X.X.X",
  ])
  func knowsWhatIsHidden(_ text: String) { #expect(Masking.hides(text)) }

  @Test(arguments: [
    "10.16.0.5", "fd00::5", "x", "xxx", "a.x.b", "00:00:00:11:22:33", "", "fd00::,10.0.0.1", "web-x.shop.x",
  ])
  func leavesTheRestAlone(_ text: String) { #expect(!Masking.hides(text)) }

  @Test(arguments: [("x.x.x.x", false), ("10.16.x.x", false), ("10.16.0.5", true)])
  func portsWithHiddenAddressesShareNone(_ address: String, _ areTwins: Bool) {
    var table = PortTable()
    for name in ["web-0.shop", "web-1.shop"] {
      var port = NorthboundPort()
      (port.name, port.logicalSwitch, port.addresses) = (name, "blue", ["00:00:00:00:00:01 \(address)"])
      table.add(port, stream: 0, at: RecordPosition(offset: 0, line: 1))
    }
    #expect(PortTwins(table).places.isEmpty != areTwins)
  }
}
