import Glibc
import Model

/// Turns a message of `kube-ovn-controller` into an observation, by a catalogue of message templates.
///
/// Input is untrusted: any bytes are accepted, and a message that fits no template is simply not an observation.
public struct Vocabulary: Sendable {
  let table: TemplateTable

  /// The catalogue that is compiled into the program (`Catalogue/messages.tsv`).
  public static let builtIn: Vocabulary = {
    do {
      return try Vocabulary(catalogue: EmbeddedFile.bytes("vocabulary/messages.tsv") ?? [])
    } catch {
      // A test reads the same bytes, so a build that passed its tests cannot come here.
      fatalError("built-in vocabulary: \(error)")
    }
  }()

  /// Compiles a catalogue; see `Catalogue/messages.tsv` for the layout.
  public init(catalogue: [UInt8]) throws(CatalogueError) {
    table = try TemplateTable(CatalogueReader(catalogue))
  }

  /// Number of templates.
  public var templateCount: Int { table.templates.count }

  /// What a message says, or nil if it is not in the catalogue.
  ///
  /// One or two hash lookups and a few word comparisons; nothing is allocated or copied.
  ///
  /// - Parameters:
  ///   - message: text after `file.go:line] `, continuation lines included if there are any.
  ///   - file: base name of the source file; empty if unknown, which leaves templates that any file may print.
  ///   - severity: `I`, `W`, `E` or `F`; anything else fits all.
  ///   - line: source line, 0 if unknown. It tells apart the few texts that one file prints with two meanings.
  /// - Returns: the observation, whose fields refer to `message`.
  public func match(
    _ message: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer, severity: UInt8, line: Int = 0
  ) -> Observation? {
    var observation = Observation(.processStarted)
    let site = SiteKey(file: file, line: line, severity: severity)
    guard let query = TemplateTable.Query(message, from: site) else { return nil }
    let template = table.match(query, into: &observation)
    guard template >= 0 else { return nil }
    complete(&observation, by: template, message)
    return observation
  }

  /// Adds what the error text names that stands at the end of some messages.
  @inline(__always)
  func complete(_ observation: inout Observation, by template: Int, _ message: UnsafeRawBufferPointer) {
    if table.headers[template].hasError, let error = observation.first(.error) {
      ErrorPattern.apply(table.errorPatterns, to: message, range: error.range, &observation)
    }
  }
}
