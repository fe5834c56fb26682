import Model
import Testing

@testable import Chronicle

/// How the times of a stream run, and what a selection looks like.
@Suite struct WriterTests {
  private func course(_ seconds: [Int]) -> TimeCourse {
    var course = TimeCourse()
    for (i, second) in seconds.enumerated() { course.note(Int64(second) * 1_000_000_000, at: UInt64(i)) }
    return course
  }

  @Test func theDirectionOfTimeIsSeen() {
    #expect(!course(Array(0..<100)).isDescending)
    #expect(course((0..<100).reversed()).isDescending)
    #expect(course((0..<100).reversed()).runs.count == 1)
    #expect(course(Array(50..<100) + Array(0..<50)).runs.count == 2)
    #expect(course(Array(0..<1000).map { $0 % 2 == 0 ? $0 : $0 + 60 }).isScattered)
  }

  @Test func partsOfOneStreamAreOneCourse() {
    var whole = course(Array(0..<50))
    whole.append(course(Array(50..<100)), shift: 0)
    #expect(whole.runs.count == 1 && whole.runs[0].to == 99_000_000_000)
    whole.append(course(Array(20..<40)), shift: 0)
    #expect(whole.runs.count == 2)
  }

  /// A container's log and the file in its volume, each with other first lines of every process: as many processes as there
  /// were, none of them in two.
  @Test func processesOfTwoSourcesAreTheSame() {
    func life(_ from: Double, _ to: Double) -> ProcessLife {
      var life = ProcessLife()
      (life.from, life.to) = (Int64(from * 1e9), Int64(to * 1e9))
      (life.hasStart, life.hasBegun, life.firstWork, life.pid) = (true, true, life.from, 1)
      return life
    }
    let container = [life(17.352, 50.812), life(54.152, 88.6), life(91.357, 256.6)].map {
      LifeAssembly.Piece(life: $0, source: 0)
    }
    // The first line of each stands before what tells that it is a start.
    let file = [life(17.372, 54.164), life(54.165, 91.376), life(91.377, 256.6)].map {
      LifeAssembly.Piece(life: $0, source: 1)
    }
    for pieces in [container + file, file + container] {
      let assembly = LifeAssembly(pieces, silence: 0)
      #expect(assembly.lives.map(\.from) == container.map(\.life.from))
      #expect(assembly.lives.map(\.to) == [54_152_000_000, 91_357_000_000, 256_600_000_000])
    }
  }

  private func selection(_ lines: [String], level: Character = "I") -> LineSelection {
    var selection = LineSelection()
    for (i, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      guard selection.counts() else { continue }
      bytes.withUnsafeBytes { selection.note($0, severity: level.asciiValue ?? 0, file: UInt64(i % 3)) }
    }
    return selection
  }

  private static let whole = [
    "enqueue add pod shop/web-0", "handle add/update pod shop/web-0", "format subnet blue, changed false",
    "allocate v4 10.0.0.2 for shop/web-0", "delete u2o interconnection policy route", "start to gc ips",
    "handle delete pod bar/x",
  ]

  @Test func aWordThatEveryLineHoldsWasLookedFor() {
    #expect(selection(Self.whole).reason == nil)
    #expect(selection(Self.whole.map { $0 + " of PayMents5-x" }).reason?.contains("payments5") == true)
    // Three letters in common are no word.
    let parts = ["payments", "payroll", "payments", "repayment", "payments", "payment", "payday"]
    #expect(selection(zip(Self.whole, parts).map { $0 + " " + $1 }).reason == nil)
    // A namespace may have a name of two letters.
    #expect(selection(Self.whole.map { "ci " + $0 }).reason == nil)
    #expect(selection((0..<10).flatMap { _ in Self.whole.map { "ci " + $0 } }).reason?.contains("'ci'") == true)
    #expect(selection(Self.whole, level: "E").reason?.contains("warnings and errors") == true)
  }

  /// `grep 'od '` asks for no word, and still every line holds it. A few hundred lines of one piece of work may.
  @Test func aPartThatEveryLineHoldsWasLookedFor() {
    let held = ["a pod is", "of pod web-0", "the nod of", "no god here", "xod yes", "rod now", "cod and", "sod off"]
    func lines(_ count: Int) -> [String] { (0..<count).map { Self.whole[$0 % 7] + " " + held[$0 % 8] } }
    #expect(selection(lines(300)).reason == nil)
    #expect(selection(lines(600)).reason?.contains("'od'") == true)
    #expect(selection(lines(600) + Array(repeating: "nothing of it", count: 40)).reason == nil)
    var first = selection(lines(300))
    first.merge(selection(lines(300)))
    #expect(first.reason != nil)
    first.merge(selection((0..<300).map { _ in "nothing of it" }))
    #expect(first.reason == nil)
  }

  /// A line may hold it in the name of the file that printed it.
  @Test func aPartOfAFileNameMayBeWhatWasLookedFor() {
    func reason(_ files: [String]) -> String? {
      var selection = LineSelection()
      for i in 0..<700 {
        guard selection.counts() else { continue }
        let (file, text) = (files[i % files.count], Self.whole[i % Self.whole.count])
        Array(text.utf8).withUnsafeBytes { message in
          Array(file.utf8).withUnsafeBytes { name in
            selection.note(message, severity: UInt8(ascii: "I"), file: UInt64(i % files.count), named: name)
          }
        }
      }
      return selection.reason
    }
    #expect(reason(["xy_route.go", "xylo.go", "foxy.go"])?.contains("'xy'") == true)
    #expect(reason(["pod.go", "subnet.go", "vpc.go"]) == nil)
  }

  @Test func newPodsAreGivenAddresses() {
    func lack(_ kinds: [ObservationKind], failing: Set<UInt32> = []) -> String? {
      var check = LossCheck(printed: KindMask(kinds + [.podAddQueued]), isThinned: false)
      for pod in UInt32(0)..<4 {
        for (i, kind) in ([.podAddQueued] + kinds).enumerated() {
          check.note(kind, ResourceID(pod), at: Int64(pod) * 1_000_000_000 + Int64(i))
        }
        if failing.contains(pod) { check.note(.workRequeued, ResourceID(pod), at: Int64(pod) * 1_000_000_000 + 9) }
      }
      return check.lack
    }
    #expect(lack([.podSyncBegan, .ipAllocated, .podSyncEnded]) == nil)
    #expect(lack([.podSyncBegan, .podSyncEnded])?.contains("none is given an address") == true)
    #expect(lack([.podSyncBegan, .podSyncEnded], failing: [0, 1]) == nil)
  }

  @Test func piecesOfASelectionAreOne() {
    var first = selection(Self.whole.map { $0 + " shop-a" })
    first.merge(selection(Self.whole.map { $0 + " shop-a" }))
    #expect(first.reason?.contains("shop") == true)
    first.merge(selection(Self.whole))
    #expect(first.reason == nil)
  }

  @Test(arguments: [
    ("kube-ovn-controller-7d9-x", LogComponent.controller), ("kube-ovn-cni-8x2", .cni), ("ovn-central-1", .ovn),
    ("kube-ovn-pinger-1", .pinger), ("web-0", .unknown),
  ]) func aNameTellsTheComponent(_ name: String, _ component: LogComponent) {
    #expect(LogComponent(named: name) == component)
  }
}
