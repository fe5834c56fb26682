import Model

/// What a whole report amounts to: colour and sign of its first line.
enum Standing: String, Sendable, CaseIterable {
  case wrong, suspected, past, inconclusive, clear

  /// Judges a report by its weightiest finding; without one, by whether it could have found any.
  init(of report: ReportDocument) {
    let verdicts = Set(report.findings.map(\.verdict))
    if !verdicts.isDisjoint(with: [.confirmed, .probable]) {
      self = .wrong
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
    case .wrong: "✗"
    case .suspected, .inconclusive: "?"
    case .past, .clear: "✓"
    }
  }
}

extension Lexicon {
  /// What a report amounts to, in a few words: the kinds of harm that are shown, or else suspected, worst first.
  func standing(of report: ReportDocument) -> String {
    switch Standing(of: report) {
    case .wrong: harms(of: report.findings.filter { $0.verdict <= .probable }) ?? self[.standingWrong]
    case .suspected:
      self(.standingSuspected, harms(of: report.findings.filter { $0.verdict == .suspected }) ?? self[.standingWrong])
    case .past: self[.standingPast]
    case .inconclusive: self[.standingInconclusive]
    case .clear: self[.standingClear]
    }
  }

  /// `The controller crashes, deletions are stuck`; `nil` where no finding does harm.
  private func harms(of findings: [FindingEntry]) -> String? {
    let harms = Set(findings.map(\.harm)).subtracting([.none, .healed]).sorted().map { self($0) }
    guard let first = harms.first?.first else { return nil }
    return language == .chinese
      ? harms.joined(separator: "，") : first.uppercased() + harms.joined(separator: ", ").dropFirst()
  }

  /// What a kind of harm is, in a few words.
  func callAsFunction(_ harm: Harm) -> String {
    switch harm {
    case .controllerDown: self[.harmControllerDown]
    case .podsBlocked: self[.harmPodsBlocked]
    case .sharedAddress: self[.harmSharedAddress]
    case .stuckDeletion: self[.harmStuckDeletion]
    case .leakedAddress: self[.harmLeakedAddress]
    case .wastedWork: self[.harmWastedWork]
    case .healed: self[.harmHealed]
    case .none: ""
    }
  }
}
