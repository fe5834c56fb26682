import Model
import Reports

/// Documents that the tests render; names are those of the golden folders.
enum Samples {
  static let all: [(name: String, report: ReportDocument)] = [
    ("races", races), ("hostile", hostile), ("quiet", quiet), ("inconclusive", inconclusive), ("large", large),
  ]

  static func named(_ name: String) -> ReportDocument {
    all.first { $0.name == name }?.report ?? ReportDocument()
  }

  /// 2026-11-23 20:31:00 UTC and so many milliseconds.
  static func at(_ milliseconds: Int64) -> Instant {
    Instant(seconds: Int64(CivilDate(year: 2026, month: 11, day: 23).daysSinceEpoch) * 86_400 + 73_860) + milliseconds
      * 1_000_000
  }

  static func cite(
    _ line: UInt64, _ text: String, source: String = "bundle.tar.gz!kube-ovn-controller-b7snsx9jvk-2mtb4/0.log"
  ) -> Citation {
    var citation = Citation()
    citation.source = source
    citation.line = line
    citation.offset = line * 113
    citation.text = text
    return citation
  }

  static func step(
    _ name: String, _ label: String, _ actor: String, _ milliseconds: Int64?, _ citation: Citation, count: Int = 1
  ) -> WitnessEntry {
    var step = WitnessEntry()
    step.step = name
    step.label = label
    step.actor = actor
    step.instant = milliseconds.map(at)
    step.uncertainty = 500_000
    step.citation = citation
    step.count = count
    return step
  }

  static func absence(_ what: String, _ from: Int64?, _ to: Int64?, covered: Bool, note: String = "") -> AbsenceEntry {
    var absence = AbsenceEntry()
    absence.what = what
    absence.from = from.map(at)
    absence.to = to.map(at)
    absence.isCovered = covered
    absence.note = note
    return absence
  }

  static func ledger(_ understood: UInt64, _ recognized: UInt64, _ not: UInt64, _ skipped: UInt64) -> ByteLedger {
    var ledger = ByteLedger()
    ledger.understood = understood
    ledger.recognized = recognized
    ledger.notUnderstood = not
    ledger.skipped = skipped
    return ledger
  }

  static func input(_ name: String, _ format: String, _ bytes: ByteLedger, lines: UInt64, _ from: Int64?, _ to: Int64?)
    -> InputEntry
  {
    var input = InputEntry()
    input.name = name
    input.format = format
    input.bytes = bytes
    input.lines = lines
    input.first = from.map(at)
    input.last = to.map(at)
    return input
  }
}
