import Model
import Testing

@testable import Vocabulary

@Suite struct CallSiteTests {
  /// Hot lines of v1.12.28, from its source.
  private let sites: [CallSite: Int] = [
    CallSite(file: "pod.go", line: 224, severity: UInt8(ascii: "I"), opening: Array("enqueue add pod ns/p".utf8)): 9,
    CallSite(file: "pod.go", line: 922, severity: UInt8(ascii: "I"), opening: Array("handle delete pod ns/p".utf8)): 5,
    CallSite(file: "pod.go", line: 1026, severity: UInt8(ascii: "I")): 5,
    CallSite(
      file: "subnet.go", line: 350, severity: UInt8(ascii: "I"), opening: Array("format subnet s, changed".utf8)): 1,
    CallSite(file: "subnet.go", line: 999, severity: UInt8(ascii: "I")): 1,
    CallSite(file: "ip.go", line: 210, severity: UInt8(ascii: "E")): 40,
    CallSite(file: "ipam.go", line: 60, severity: UInt8(ascii: "I")): 9,
    CallSite(
      file: "controller.go", line: 506, severity: UInt8(ascii: "I"), opening: Array("Starting OVN controller".utf8)): 1,
    CallSite(file: "leaderelection.go", line: 250, severity: UInt8(ascii: "I")): 1,
  ]

  @Test func theLinesOfAReleasePointAtIt() {
    let estimate = CallSiteIndex.builtIn.vote(sites)
    #expect(estimate.tags.contains("v1.12.28"))
    #expect(estimate.tags.allSatisfy { $0.hasPrefix("v1.12.") })
    #expect(estimate.tags.count <= 8)
    #expect((estimate.agreeing, estimate.known, estimate.examined) == (8, 8, 9))
    #expect(estimate.agreement == 1)
    #expect(estimate.includes(ReleaseVersion(1, 12, 28)))
    #expect(!estimate.includes(ReleaseVersion(1, 13, 0)))
    #expect(estimate.oldest?.isSameLine(as: ReleaseVersion(1, 12, 0)) == true)
  }

  @Test func someWrongLinesDoNotOutvoteTheRest() {
    var noisy = sites
    noisy[CallSite(file: "pod.go", line: 919, severity: UInt8(ascii: "I"))] = 1
    noisy[CallSite(file: "subnet.go", line: 163, severity: UInt8(ascii: "I"))] = 1
    let estimate = CallSiteIndex.builtIn.vote(noisy)
    #expect(estimate.tags.contains("v1.12.28"))
    #expect(estimate.agreement < 1)
  }

  @Test func theOpeningTellsTwoTextsApart() {
    let other = CallSite(
      file: "pod.go", line: 224, severity: UInt8(ascii: "I"), opening: Array("something else entirely".utf8))
    #expect(CallSiteIndex.builtIn.vote([other: 1]).known == 0)
  }

  /// One or two places stand in the same line of some release by chance, and one that disagrees says that it is another build.
  @Test(arguments: [
    (1, 1, false), (2, 2, false), (3, 3, true), (2, 3, false), (8, 9, false), (9, 10, true), (0, 0, false),
  ])
  func fewPlacesTellNoRelease(_ agreeing: Int, _ known: Int, _ isTelling: Bool) {
    let estimate = VersionEstimate(tags: ["v1.12.28"], agreeing: agreeing, known: known, strange: 0, examined: known)
    #expect(estimate.isTelling == isTelling)
  }

  /// A place in a file of Kube-OVN that no release has: the build lies between two releases.
  @Test func aPlaceThatNoReleaseHasSaysAnotherBuild() {
    func estimate(_ strange: Int) -> VersionEstimate {
      VersionEstimate(tags: ["v1.12.28"], agreeing: 9, known: 9, strange: strange, examined: 12)
    }
    #expect(estimate(1).isTelling)
    #expect(!estimate(2).isTelling)
    var sites = CallSiteIndex.builtIn.sites(of: "v1.12.28")
    #expect(CallSiteIndex.builtIn.vote(sites).strange == 0)
    sites[CallSite(file: "pod.go", line: 60_000, severity: UInt8(ascii: "E"))] = 1
    #expect(CallSiteIndex.builtIn.vote(sites).strange == 1)
  }

  @Test func nothingKnownIsNoEstimate() {
    let estimate = CallSiteIndex.builtIn.vote([CallSite(file: "mine.go", line: 1, severity: UInt8(ascii: "I")): 3])
    #expect(estimate.tags.isEmpty)
    #expect((estimate.known, estimate.examined) == (0, 1))
    #expect(estimate.text == "")
    #expect(CallSiteIndex.builtIn.vote([:]).examined == 0)
  }

  /// Every tag that can be told apart at all is found from all of its own call sites.
  @Test(arguments: [
    "v1.8.18", "v1.9.41", "v1.10.10", "v1.11.24", "v1.12.35", "v1.13.15", "v1.14.41", "v1.15.24", "v1.16.2",
  ])
  func aReleaseIsFoundFromItsOwnSites(tag: String) {
    let own = CallSiteIndex.builtIn.sites(of: tag)
    #expect(own.count > 500)
    let estimate = CallSiteIndex.builtIn.vote(own)
    #expect(estimate.tags.contains(tag))
    #expect(estimate.tags.count <= 3)
    #expect(estimate.agreement == 1)
  }

  @Test func theBuiltInIndexIsTheOneInTheRepository() throws {
    #expect(
      EmbeddedFile.bytes("vocabulary/call-sites.bin")
        == (try Fixture.bytes("Sources/Vocabulary/Catalogue/call-sites.bin")))
    #expect(CallSiteIndex.builtIn.tags.count == 209)
    #expect(CallSiteIndex.builtIn.tags.last == "master")
  }

  @Test func aDamagedIndexIsRefusedAndNeverTraps() throws {
    let whole = try Fixture.bytes("Sources/Vocabulary/Catalogue/call-sites.bin")
    for length in [0, 5, 6, 10, 16, 100, 3000, 30_000, whole.count - 1] {
      #expect(whole.prefix(length).withUnsafeBytes { CallSiteIndex($0) } == nil, "\(length) bytes")
    }
    var random: UInt64 = 88_172_645_463_325_252
    for _ in 0..<20 {
      var damaged = whole
      for _ in 0..<5 {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        damaged[Int(random % 40_000)] = UInt8(truncatingIfNeeded: random >> 32)
      }
      _ = damaged.withUnsafeBytes { CallSiteIndex($0) }?.vote(sites)
    }
  }

  @Test func theCounterCountsAndKeepsTheFirstOpening() {
    var table = SiteTable(.builtIn)
    var counter = CallSiteCounter()
    var observation = Observation(.processStarted)
    func note(_ file: String, _ line: Int, _ message: String) {
      Array(file.utf8).withUnsafeBytes { file in
        Array(message.utf8).withUnsafeBytes {
          let site = SiteKey(file: file, line: line, severity: UInt8(ascii: "I"))
          counter.note(table.read($0, from: site, into: &observation).site, message: $0)
        }
      }
    }
    func counts() -> [CallSite: Int] {
      Dictionary(uniqueKeysWithValues: table.sites(counter.tallies).map { ($0.site, $0.count) })
    }
    note("pod.go", 1, "first")
    note("pod.go", 1, "second")
    note("pod.go", 2, "third")
    note("ovn-nb-logical_switch_port.go", 1, "fourth")
    note("ovn-nb-logical_router_port.go", 1, "fifth")
    note("", 1, "")
    #expect(counts()[CallSite(file: "pod.go", line: 1, severity: UInt8(ascii: "I"), opening: Array("first".utf8))] == 2)
    #expect(counts().count == 5)
    for line in 0..<20_000 { note("x.go", line, "") }
    #expect(counts().count == SiteTable.limit)
    #expect(counter.dropped == 20_000 - (SiteTable.limit - 5))
  }

  /// A name that a damaged byte changed is another name, also where a hash of its ends does not tell.
  @Test func namesThatDifferInOneBitAreTwoPlaces() {
    var table = SiteTable(.builtIn)
    var observation = Observation(.processStarted)
    let message = Array(
      """
      Event(v1.ObjectReference{Kind:"Subnet", Namespace:"", Name:"s", UID:"u", APIVersion:"kubeovn.io/v1", \
      ResourceVersion:"1", FieldPath:""}): type: 'Normal' reason: 'ValidateLogicalSwitchSuccess'
      """.utf8)
    let name = Array("event.go".utf8)
    var readings: [SiteTable.Reading] = []
    for file in [name.dropLast() + [0xAF], name] {
      file.withUnsafeBytes { file in
        let site = SiteKey(file: file, line: 377, severity: UInt8(ascii: "I"))
        message.withUnsafeBytes { readings.append(table.read($0, from: site, into: &observation)) }
      }
    }
    #expect(readings.map(\.isUnderstood) == [false, true])
    #expect(readings[0].site != readings[1].site)
  }

  /// What a place has printed first is tried first; what it prints next must still mean the same.
  @Test func whatWasPrintedFirstChangesNothing() {
    let messages = [
      "take 36 ms to handle sync pod a/b", "take 36 ms to handle delete pod a/b",
      "take 123456789 ms to handle add pod a/b",
      "take 5 ms to handle add or update pod a/b", "take x ms to handle add pod a/b", "take 1234567 ms to handle it",
      "sync pod a/b allocated", "sync pod a/b routed", "sync pod a/b routed ", "sync pod a\"b routed",
      "sync pod  routed",
      "allocate v4 10.0.0.1, v6 , mac 00:00 for a/b from subnet s", "allocate v4 , v6 , mac  for a/b from subnet s",
      "allocate v4 10.0.0.1 v6  mac 00:00 for a/b from subnet s",
      "allocate v4 10.0.0.1, mac 00:00 for a/b from subnet s",
      "allocate v4 10.0.0.1 mac 00:00 for a/b", "gc logical switch port b.a",
      "gc logical switch port b.a with uuid 1-2",
      "release v4 10.0.0.1 mac 00:00 from subnet s for a/b, add ip to released list", "gc logical switch s",
      "gc logical",
      "release v4 10.0.0.1 mac 00:00 for a/b, add ip to released list", "delete cr ip 'b.a' for pod a/b",
    ]
    var table = SiteTable(.builtIn)
    var observation = Observation(.processStarted)
    var line = 0
    for file in ["pod.go", "ipam.go", "subnet.go", "gc.go"] {
      for first in messages {
        line += 1
        for text in [first] + messages {
          Array(text.utf8).withUnsafeBytes { message in
            Array(file.utf8).withUnsafeBytes { file in
              let expected = Vocabulary.builtIn.match(message, file: file, severity: UInt8(ascii: "I"), line: line)
              let site = SiteKey(file: file, line: line, severity: UInt8(ascii: "I"))
              let reading = table.read(message, from: site, into: &observation)
              #expect(reading.isUnderstood == (expected != nil), "\(text) after \(first)")
              guard let expected else { return }
              #expect(
                observation.kind == expected.kind && observation.roles == expected.roles, "\(text) after \(first)")
              #expect(observation.count == expected.count)
              for i in 0..<expected.count { #expect(observation[i].range == expected[i].range) }
            }
          }
        }
      }
    }
  }

  /// What is looked up once for a place must say the same as what is looked up for each line.
  @Test func theTableReadsAsTheVocabularyDoes() {
    var table = SiteTable(.builtIn)
    var observation = Observation(.processStarted)
    let messages = [
      "enqueue add pod a/b", "enqueue update pod a/b", "handle delete pod a/b", "failed to get subnet s, not found", "",
      "enqueue add pod a/b ", "error syncing 'a/b': subnet.kubeovn.io \"s\" not found, requeuing", "en",
      "ip 10.0.0.1 is in use", "delete logical switch port b.a with id 1 from logical switch s",
    ]
    for _ in 0..<2 {
      for (text, file) in messages.flatMap({ m in ["pod.go", "ipam.go", "unheard_of.go"].map { (m, $0) } }) {
        for severity in "IE".utf8 {
          Array(text.utf8).withUnsafeBytes { message in
            Array(file.utf8).withUnsafeBytes { file in
              let expected = Vocabulary.builtIn.match(message, file: file, severity: severity, line: 224)
              let site = SiteKey(file: file, line: 224, severity: severity)
              let reading = table.read(message, from: site, into: &observation)
              #expect(reading.isUnderstood == (expected != nil))
              guard let expected else { return }
              #expect(observation.kind == expected.kind && observation.count == expected.count)
              for i in 0..<expected.count { #expect(observation[i].range == expected[i].range) }
            }
          }
        }
      }
    }
  }
}
