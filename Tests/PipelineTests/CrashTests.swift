import Model
import Reports
import Testing

@testable import Pipeline

/// Every program can panic, and people paste the lines of several together: only a process that is a controller is the
/// controller that crashed. Go's own last words have no klog head and are a crash all the same.
@Suite struct CrashTests {
  private static let work = [
    "I0319 09:10:01.000000       7 controller.go:506] Starting OVN controller",
    "I0319 09:10:02.000000       7 pod.go:883] handle delete pod shop/web-0",
    "I0319 09:10:02.100000       7 pod.go:890] take 17 ms to handle delete pod shop/web-0",
  ]

  private func report(_ lines: [String], as name: String = "x.log") throws -> ReportDocument {
    let folder = try ScratchFolder()
    try folder.write(name, Array((lines.joined(separator: "\n") + "\n").utf8))
    return try Recordings.analyze([folder.path(name)]).report
  }

  private static func panic(pid: Int, frame: String) -> [String] {
    [
      "E0319 09:10:03.000000 \(pid) runtime.go:79] Observed a panic: \"invalid memory address\" (invalid memory address)",
      "goroutine 94 [running]:", frame + "(0xc000)", "\t/src/file.go:82 +0x10",
    ]
  }

  @Test func ofAnotherProgramIsNotTheControllers() throws {
    let frames = ["github.com/kubeovn/kube-ovn/pkg/daemon.(*Controller).sync", "example.com/pkg/ovn.watch"]
    for frame in frames {
      #expect(try report(Self.panic(pid: 3_360_998, frame: frame)).health.crashes == 0, "\(frame)")
      #expect(try report(Self.work + Self.panic(pid: 3_360_998, frame: frame)).health.crashes == 0, "\(frame)")
    }
    let daemon = Self.panic(pid: 1, frame: "github.com/kubeovn/kube-ovn/pkg/daemon.(*Controller).sync")
    #expect(try report(daemon, as: "kube-ovn-cni.log").health.crashes == 0)
  }

  @Test func ofTheControllerIsToldByItsWorkItsNameOrItsStack() throws {
    let own = "github.com/kubeovn/kube-ovn/pkg/controller.(*Controller).handleDelPod"
    #expect(try report(Self.work + Self.panic(pid: 7, frame: "main.main")).health.crashes == 1)
    #expect(try report(Self.panic(pid: 7, frame: own)).health.crashes == 1)
    #expect(try report(Self.panic(pid: 7, frame: "main.main"), as: "kube-ovn-controller.log").health.crashes == 1)
  }

  @Test(arguments: ["fatal error: concurrent map writes", "panic: runtime error: invalid memory address"])
  func hasNoHead(_ words: String) throws {
    let end = [words, "", "goroutine 1071 [running]:", "main.main()"]
    #expect(try report(Self.work + end).health.crashes == 1)
    #expect(try report(Self.work).health.crashes == 0)
    let next = Self.work.map { $0.replacing("09:10", with: "09:12") }
    #expect(try report(Self.work + end + next).health.crashes == 1)
  }

  /// A line that a text shows twice happened once.
  @Test func aLineThatIsQuotedTwiceHappenedOnce() throws {
    let line = "E1216 06:32:23.551067 1 network_policy.go:99] error syncing 'shop/deny': web.shop: port name not found"
    let once = try report([line]).findings.map(\.rule)
    #expect(try report([line, line]).findings.map(\.rule) == once)
    #expect(try report([line, "", "see above:", line]).findings.map(\.rule) == once)
    let again = line.replacing("23.551067", with: "24.551067")
    #expect(try report([line, again]).findings.map(\.rule) == ["KOV-009"])
  }

  /// Lines of one writer of which some have the time of a wrapper before them lie in one year.
  @Test(arguments: [false, true]) func halfOfTheLinesHaveATimeBeforeThem(_ isFirst: Bool) throws {
    let lines = Self.work.enumerated().map { number, line in
      (number % 2 == 0) == isFirst ? "2024-03-19T09:10:0\(min(number + 1, 2)).100000000Z " + line : line
    }
    let report = try report(lines)
    #expect(report.controllers.allSatisfy { $0.from?.rfc3339.hasPrefix("2024-03-19T09:10") ?? false })
    #expect(report.controllers.allSatisfy { $0.to?.rfc3339.hasPrefix("2024-03-19T09:10") ?? false })
  }
}
