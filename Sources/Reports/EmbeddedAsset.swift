import CEmbedded

/// A file of `Sources/Reports/Assets` that is compiled into the program. Trusted: it is ours.
enum EmbeddedAsset: String, CaseIterable {
  case style = "report.css"
  case script = "report.js"
  case schema = "report-2.schema.json"
  case triageSchema = "triage-2.schema.json"
  case tableSchema = "table-1.schema.json"
  case changeSchema = "change-1.schema.json"
  case ruleSchema = "rule-1.schema.json"
  case kindSchema = "kind-1.schema.json"

  /// The whole file; empty if `scripts/embed-files` was not run, which a test notices.
  var text: String {
    var count = 0
    guard let files = cembedded_files(&count) else { return "" }
    let path = "reports/" + rawValue
    for file in UnsafeBufferPointer(start: files, count: count) where String(cString: file.path) == path {
      return String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.length), as: UTF8.self)
    }
    return ""
  }
}

/// JSON Schemas (2020-12) of the JSON formats and of the files that rules are written in, as `schema` prints them.
public enum ReportSchema {
  /// The schema of the report.
  public static var text: String { EmbeddedAsset.schema.text }
  /// The schema of `triage -o json`.
  public static var triage: String { EmbeddedAsset.triageSchema.text }

  /// What each schema is called, and what it describes.
  public static let names: [(name: String, about: String)] = [
    ("report", "analyze -o json; ndjson has the same objects, one per line"), ("triage", "triage -o json"),
    ("table", "inspect, ledger and timeline with -o json"), ("change", "follow -o ndjson, one line"),
    ("rule", "rule files, for editors and checks"),
    ("kind", "kind files, in the sources of the program"),
  ]

  /// A schema by its name; `nil` for others.
  public static func named(_ name: String) -> String? {
    switch name {
    case "report": text
    case "triage": triage
    case "table": EmbeddedAsset.tableSchema.text
    case "change": EmbeddedAsset.changeSchema.text
    case "rule": EmbeddedAsset.ruleSchema.text
    case "kind": EmbeddedAsset.kindSchema.text
    default: nil
    }
  }
}
