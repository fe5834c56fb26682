import Model

/// What a whole report amounts to: colour and sign of its first line.
enum Standing: String, Sendable, CaseIterable {
  case leaking, suspected, past, inconclusive, clear

  /// Judges a report by its weightiest finding; without one, by whether it could have found any.
  init(of report: ReportDocument) {
    let verdicts = Set(report.findings.map(\.verdict))
    if !verdicts.isDisjoint(with: [.confirmed, .probable]) {
      self = .leaking
    } else if verdicts.contains(.suspected) {
      self = .suspected
    } else if let status = report.exitStatus, status == 0 || status == 3 {
      // The exit code and the sign say the same.
      self = status == 3 ? .inconclusive : verdicts.contains(.resolved) ? .past : .clear
    } else if report.isPartial || verdicts.contains(.notEvaluated) || !report.unknowns.isEmpty {
      self = .inconclusive
    } else {
      self = verdicts.contains(.resolved) ? .past : .clear
    }
  }

  /// A sign that needs no colour to be understood.
  var sign: String {
    switch self {
    case .leaking: "✗"
    case .suspected, .inconclusive: "?"
    case .past, .clear: "✓"
    }
  }

  var label: Label {
    switch self {
    case .leaking: .standingLeaking
    case .suspected: .standingSuspected
    case .past: .standingPast
    case .inconclusive: .standingInconclusive
    case .clear: .standingClear
    }
  }
}
