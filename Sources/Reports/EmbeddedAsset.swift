import CEmbedded

/// A file of `Sources/Reports/Assets` that is compiled into the program. Trusted: it is ours.
enum EmbeddedAsset: String, CaseIterable {
  case style = "report.css"
  case script = "report.js"
  case schema = "report-1.schema.json"
  case triageSchema = "triage-1.schema.json"

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

/// JSON Schema (2020-12) of the JSON report, for `rules`-like commands that print it.
public enum ReportSchema {
  /// The schema's text.
  public static var text: String { EmbeddedAsset.schema.text }
  /// The text of the schema of `triage -o json`.
  public static var triage: String { EmbeddedAsset.triageSchema.text }
}
