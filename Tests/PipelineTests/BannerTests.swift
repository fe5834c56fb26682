import Model
import Reports
import Testing

@testable import Pipeline

/// Every program of Kube-OVN prints the same banner. The controller's release is that of its own.
@Suite struct BannerTests {
  private static func banner(_ file: String, _ version: String) -> [String] {
    [
      "I0319 09:10:00.000000       7 \(file):35] ", "-----------------------------", "Kube-OVN: ",
      "  Version:       \(version)", "  Build:         2026-03-01_08:00:00", "  Commit:        git-1234567",
      "  Go Version:    go1.22.8", "  Arch:          amd64", "-----------------------------",
    ]
  }
  private static let work =
    [
      "I0319 09:10:01.000000       7 controller.go:506] Starting OVN controller",
      "I0319 09:10:02.000000       7 controller.go:908] Starting workers",
    ] + (10..<50).map { "I0319 09:10:\($0).000000       7 pod.go:233] enqueue add pod shop/web-\($0)" }

  private func releases(_ lines: [String]) throws -> [String] {
    let folder = try ScratchFolder()
    try folder.write("x.log", Array((lines.joined(separator: "\n") + "\n").utf8))
    return try Recordings.analyze([folder.path("x.log")]).report.controllers.flatMap(\.versions)
  }

  @Test(arguments: [false, true]) func theBannerOfAnotherProgramIsNotTheControllers(_ isNewestFirst: Bool) throws {
    func ordered(_ lines: [String]) -> [String] { isNewestFirst ? lines.reversed() : lines }
    let own = Self.banner("controller.go", "v1.12.28")
    #expect(try releases(ordered(own + Self.work)) == ["v1.12.28"])
    for other in ["cniserver.go", "ovn_monitor.go", "pinger.go"] {
      let foreign = Self.banner(other, "v1.11.0")
      #expect(try releases(ordered(foreign + Self.work)) == [], "\(other)")
      #expect(try releases(ordered(foreign + own + Self.work)) == ["v1.12.28"], "\(other)")
    }
  }
}
