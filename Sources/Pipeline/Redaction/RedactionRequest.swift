import Reports
import Rules

/// That names are to be taken out of what is reported.
public struct RedactionRequest: Sendable {
  /// Of an earlier run, whose pseudonyms are to be used again.
  public var map: RedactionMap?
  /// What is called something in other evidence, whose reports are to have the same pseudonyms.
  var others = KnownNames()
  /// Only to be told the names: the reports come later, when those of all evidence are known.
  var gathersOnly = false

  /// Asks for pseudonyms that only this evidence decides.
  public init(map: RedactionMap? = nil) { self.map = map }

  /// Asks for pseudonyms that other evidence decides, too.
  init(map: RedactionMap?, others: KnownNames) { (self.map, self.others) = (map, others) }

  /// Asks for nothing but the names.
  static var names: RedactionRequest {
    var request = RedactionRequest()
    request.gathersOnly = true
    return request
  }
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
    if request.gathersOnly {
      names = evidence.names
      return
    }
    var known = evidence.names
    known.formUnion(request.others)
    let redaction = Redaction(known, .of(pack), map: request.map)
    report = report.redacted(redaction)
    report.run = report.runHash
    self.redaction = redaction
  }
}
