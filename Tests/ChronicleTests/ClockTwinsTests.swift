import Testing

@testable import Chronicle

@Suite struct ClockTwinsTests {
  private func marks(_ walls: ClosedRange<Int64>) -> [ClockTwins.Mark] {
    walls.map { ClockTwins.Mark(wall: $0, subject: 1, code: 1) }
  }

  @Test func fiveEventsInCommonAreEnough() {
    var twins = ClockTwins([0, 1]) { marks($0 == 0 ? 1...9 : 100...109) }
    twins.show(2, marks(6...20))
    #expect(twins.twin(of: 0) == nil && twins.twin(of: 1) == nil)
    twins.show(3, marks(5...20))
    twins.show(4, marks(1...109))
    #expect(twins.twin(of: 0) == 3 && twins.twin(of: 1) == 4)
  }

  @Test func aShortSourceMustBeShownWhole() {
    var twins = ClockTwins([7]) { _ in marks(1...3) }
    twins.show(0, marks(2...9))
    #expect(twins.twin(of: 7) == nil)
    twins.show(1, marks(1...9))
    #expect(twins.twin(of: 7) == 1)
  }

  @Test func aTwinThatWasFoundServesOthersToo() {
    var twins = ClockTwins([0, 1, 2]) { [marks(1...9), marks(5...14), marks(20...29)][$0] }
    twins.show(3, marks(1...9))
    twins.show(4, marks(5...14))
    #expect(twins.twin(of: 0) == 3 && twins.twin(of: 1) == 3)
    twins.startOver()
    twins.show(0, marks(1...9))
    #expect(twins.twin(of: 1) == 0 && twins.twin(of: 2) == nil)
  }
}
