import Reports
import Rules

/// That names are to be taken out of what is reported.
public struct RedactionRequest: Sendable {
  /// Of an earlier run, whose pseudonyms are to be used again.
  public var map: RedactionMap?

  /// Asks for pseudonyms that only this evidence decides.
  public init(map: RedactionMap? = nil) { self.map = map }
}

extension TableResult {
  /// Takes the names out of the tables, if that is asked for.
  mutating func redact(_ request: RedactionRequest?, _ evidence: Evidence) throws {
    guard let request else { return }
    let redaction = evidence.redaction(try RuleLoading.pack(folders: []), request.map)
    tables = tables.map { $0.redacted(redaction) }
    self.redaction = redaction
  }
}

extension AnalysisResult {
  /// Takes the names out of the report, if that is asked for, as the last thing that is done to it.
  mutating func redact(_ request: RedactionRequest?, _ evidence: Evidence, _ pack: RulePack) {
    guard let request else { return }
    let redaction = evidence.redaction(pack, request.map)
    report = report.redacted(redaction)
    report.run = report.runHash
    self.redaction = redaction
  }
}
