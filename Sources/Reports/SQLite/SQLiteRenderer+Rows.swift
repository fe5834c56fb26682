import Model

/// Rows of the tables, in the order of their columns.
extension SQLiteRenderer {
  typealias Row = [SQLiteDatabase.Value]

  func inputRows(_ inputs: [InputEntry]) -> [Row] {
    inputs.enumerated().map { index, input in
      [
        .count(index + 1), .text(input.name), .text(input.format), .text(input.reason), .count(input.bytes.total),
        .count(input.bytes.understood), .count(input.bytes.recognized), .count(input.bytes.notUnderstood),
        .count(input.bytes.skipped), input.sha256.isEmpty ? .null : .text(input.sha256), .count(input.lines),
        .optional(input.first?.rfc3339), .optional(input.last?.rfc3339), .text(input.clock),
        .seconds(input.clockUncertainty), .text(input.problems.joined(separator: "\n")),
      ]
    }
  }

  func controllerRows(_ controllers: [ControllerEntry]) -> [Row] {
    controllers.enumerated().map { index, controller in
      let leader = controller.leader.map { $0.from.rfc3339 + "/" + $0.to.rfc3339 }.joined(separator: "\n")
      return [
        .count(index + 1), .text(controller.process), .text(controller.replica),
        .optional(controller.from?.rfc3339), .optional(controller.to?.rfc3339), .text(leader),
        .text(controller.versions.joined(separator: " ")), .text(controller.versionEvidence),
      ]
    }
  }

  /// One row per gap; a source without gaps has one row with empty gap columns.
  func coverageRows(_ coverage: [CoverageEntry]) -> [Row] {
    coverage.flatMap { entry -> [Row] in
      let head: Row = [.text(entry.source), .optional(entry.from?.rfc3339), .optional(entry.to?.rfc3339)]
      if entry.gaps.isEmpty { return [head + [.null, .null, .null]] }
      return entry.gaps.map { head + [.optional($0.from?.rfc3339), .optional($0.to?.rfc3339), .text($0.reason)] }
    }
  }

  func findingRows(_ findings: [FindingEntry]) -> [Row] {
    findings.enumerated().map { index, f in
      [
        .text(f.id), .count(index + 1), .text(f.rule), .text(f.leakClass), .text(f.verdict.rawValue),
        .text(f.severity.rawValue), .text(f.title), .text(f.summary), .text(f.mechanism), .text(f.verdictReason),
        .optional(f.firstSeen?.rfc3339), .optional(f.lastSeen?.rfc3339), .optional(f.causedBy),
        .text(f.affectedVersions), .text(f.fixedIn.joined(separator: " ")),
        .text(f.versionAdvice.joined(separator: "\n")), .text(f.fingerprint), .text(f.harm.rawValue),
        .optional(f.notBefore?.rfc3339),
      ]
    }
  }

  func objectRows(_ findings: [FindingEntry]) -> [Row] {
    rows(findings, \.objects) { object in
      [
        .text(object.ref.kind.apiKind), .text(object.ref.namespace), .text(object.ref.name),
        object.uid.isEmpty ? .null : .text(object.uid), .text(object.outcome.rawValue),
        .text(object.verdict.rawValue), .text(object.detail), .text(object.fingerprint), known(object.subnet),
        known(object.pod), known(object.address),
      ]
    }
  }

  private func known(_ text: String) -> SQLiteDatabase.Value { text.isEmpty ? .null : .text(text) }

  func witnessRows(_ findings: [FindingEntry]) -> [Row] {
    rows(findings, \.witness) { step in
      [
        .text(step.step), .text(step.label), .text(step.actor), .optional(step.instant?.rfc3339),
        .seconds(step.uncertainty), .text(step.citation.source), .count(step.citation.line),
        .count(step.citation.offset), .text(step.citation.text), .count(step.count),
      ]
    }
  }

  func absenceRows(_ findings: [FindingEntry]) -> [Row] {
    rows(findings, \.absences) { absence in
      [
        .text(absence.what), .optional(absence.from?.rfc3339), .optional(absence.to?.rfc3339),
        .integer(absence.isCovered ? 1 : 0), .text(absence.note),
      ]
    }
  }

  func remediationRows(_ findings: [FindingEntry]) -> [Row] {
    rows(findings, \.remediation) { step in
      [
        .text(step.primitive), .text(step.title), .text(step.command), .text(step.expect), .text(step.verify),
        .text(step.undo),
      ]
    }
  }

  func preconditionRows(_ findings: [FindingEntry]) -> [Row] {
    findings.flatMap { finding in
      finding.remediation.enumerated().flatMap { number, step in
        step.preconditions.enumerated().map { index, condition -> Row in
          [
            .text(finding.id), .count(number + 1), .count(index + 1), .text(condition.text),
            .integer(condition.isProven ? 1 : 0), .text(condition.check),
          ]
        }
      }
    }
  }

  func timelineRows(_ timelines: [TimelineEntry]) -> [Row] {
    timelines.flatMap { timeline in
      timeline.rows.enumerated().map { index, row -> Row in
        [
          .text(timeline.resource.kind.apiKind), .text(timeline.resource.namespace), .text(timeline.resource.name),
          .count(index + 1), .optional(row.instant?.rfc3339), .seconds(row.uncertainty), .text(row.summary),
          .text(row.actor), .count(row.count), .text(row.citation.source), .count(row.citation.line),
          .count(row.citation.offset), .text(row.citation.text),
        ]
      }
    }
  }

  /// Rows of a part of the findings, each led by the finding's id and the position in it.
  private func rows<T>(_ findings: [FindingEntry], _ part: (FindingEntry) -> [T], _ cells: (T) -> Row) -> [Row] {
    findings.flatMap { finding in
      part(finding).enumerated().map { [.text(finding.id), .count($0 + 1)] + cells($1) }
    }
  }
}

extension SQLiteDatabase.Value {
  fileprivate static func seconds(_ nanoseconds: Int64) -> Self { .real(Double(nanoseconds) / 1e9) }
}
