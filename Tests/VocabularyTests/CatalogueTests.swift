import Model
import Testing

@testable import Vocabulary

@Suite struct CatalogueTests {
  @Test func theEmbeddedCatalogueIsTheOneInTheRepository() throws {
    #expect(
      EmbeddedFile.bytes("vocabulary/messages.tsv") == (try Fixture.bytes("Sources/Vocabulary/Catalogue/messages.tsv")))
    #expect(Vocabulary.builtIn.templateCount > 300)
  }

  /// A template that another one always beats would be dead text; one that does not fit its own message is wrong.
  @Test func eachTemplateMatchesAMessageMadeFromItself() {
    let table = Vocabulary.builtIn.table
    for (index, template) in table.templates.enumerated() {
      for file in template.files.isEmpty ? [Array("unheard_of.go".utf8)] : template.files {
        let message = Self.message(from: template)
        let severity = Self.letter(of: template.severities)
        let line = template.lines.lowerBound > 0 ? template.lines.lowerBound : min(template.lines.upperBound, 1)
        var observation = Observation(.processStarted)
        let found = message.withUnsafeBytes { message in
          file.withUnsafeBytes {
            let site = SiteKey(file: $0, line: Int(line), severity: severity)
            guard let query = TemplateTable.Query(message, from: site) else { return -1 }
            return table.match(query, into: &observation)
          }
        }
        #expect(
          found == index,
          """
          line \(template.line) does not match its own message '\(String(decoding: message, as: UTF8.self))'\
          \(found < 0 ? "" : "; line \(table.templates[found].line) does")
          """)
      }
    }
  }

  @Test func everyKindHasItsOwnCode() {
    #expect(Set(ObservationKind.allCases.map(\.code)).count == ObservationKind.allCases.count)
    for kind in ObservationKind.allCases { #expect(ObservationKind(code: kind.code) == kind) }
  }

  @Test func noTemplateStandsTwice() {
    var seen: [String: Int] = [:]
    for template in Vocabulary.builtIn.table.templates {
      for file in template.files.isEmpty ? [[]] : template.files {
        let key = "\(file) \(template.severities) \(template.lines) \(template.parts)"
        #expect(seen[key] == nil, "line \(template.line) repeats line \(seen[key] ?? 0)")
        seen[key] = template.line
      }
    }
  }

  @Test func aNameHasRoomForEveryFieldOfItsTemplate() {
    for template in Vocabulary.builtIn.table.templates {
      let fields = template.parts.reduce(0) { count, part in
        switch part {
        case .literal: count
        case .named: count + 1
        case .placeholder(let roles): count + roles.count
        }
      }
      #expect(fields <= Observation.fieldLimit, "line \(template.line)")
    }
  }

  @Test(arguments: [
    ("pod.gone\tpod.go\t*\tI\t*\t*\t-\tgone\textra", 1, 1, "8 columns, this one has 9"),
    ("# comment\n\npod.gon\tpod.go\t*\tI\t*\t*\t-\tgone", 3, 1, "'pod.gon' is not an observation kind"),
    ("pod.gone\tpod\t*\tI\t*\t*\t-\tgone", 1, 10, "'pod' is not a Go file name"),
    ("pod.gone\tpod.go\t9-1\tI\t*\t*\t-\tgone", 1, 17, "lines are"),
    ("pod.gone\tpod.go\t*\tX\t*\t*\t-\tgone", 1, 19, "severity is"),
    ("pod.gone\tpod.go\t*\tI\t1.x\t*\t-\tgone", 1, 21, "'1.x' is not a release"),
    ("pod.gone\tpod.go\t*\tI\t*\t*\tpad\tpod {pod}", 1, 25, "'pad' is not a field role"),
    ("pod.gone\tpod.go\t*\tI\t*\t*\tip\tpod {pod}", 1, 25, "the template has no field 'ip'"),
    ("pod.gone\tpod.go\t*\tI\t*\t*\t-\tpod {pad} x", 1, 31, "'pad' is not a field role"),
    ("pod.gone\tpod.go\t*\tI\t*\t*\t-\tpod {pod", 1, 31, "'{' without '}'"),
    ("pod.gone\tpod.go\t*\tI\t*\t*\t-\tpod } x", 1, 31, "'}' without '{'"),
    ("pod.gone\tpod.go\t*\tI\t*\t*\t-\tpod {pod}{ip}", 1, 36, "two placeholders need text between them"),
    ("pod.gone\tpod.go\t*\tI\t*\t*\t-\tpod \\x", 1, 31, "unknown escape"),
    ("pod.gone\tpod.go\t*\tI\t*\t*\t-\t", 1, 27, "the template is empty"),
    ("@error\tsubnet {subnet}", 1, 8, "an error pattern is"),
  ]) func mistakesAreReportedWithTheirPlace(text: String, line: Int, column: Int, reason: String) {
    do {
      _ = try Vocabulary(catalogue: Array(text.utf8))
      Issue.record("accepted")
    } catch {
      #expect(error.line == line)
      #expect(error.column == column)
      #expect(error.reason.contains(reason), "\(error)")
    }
  }

  @Test func theMoreExactTemplateWins() throws {
    let catalogue = """
      pod.gone\t*\t*\t*\t*\t*\t-\tdelete {other}
      ip.gone\tip.go\t*\t*\t*\t*\tip\tdelete ip {ip}
      pod.absent\t*\t*\tE\t*\t*\t-\tdelete ip {ip}, failed
      """
    let vocabulary = try Vocabulary(catalogue: Array(catalogue.utf8))
    func kind(_ message: String, _ file: String, _ severity: Character = "I") -> String? {
      Reading.of(message: message, file: file, severity: severity.asciiValue ?? 0, in: vocabulary)?.kind
    }
    #expect(kind("delete ip a.b", "ip.go") == "ip.gone")
    #expect(kind("delete ip a.b", "gc.go") == "pod.gone")
    #expect(kind("delete ip a.b", "") == "pod.gone")
    #expect(kind("delete ip a.b, failed", "ip.go", "E") == "pod.absent")
    #expect(kind("delete ip a.b, failed", "ip.go") == "pod.gone")
    #expect(kind("delet", "ip.go") == nil)
  }

  private static func message(from template: MessageTemplate) -> [UInt8] {
    template.parts.flatMap { part -> [UInt8] in
      switch part {
      case .literal(let bytes), .named(let bytes, _): bytes
      case .placeholder(let roles): Array((roles == [.milliseconds] ? "12" : "zq7").utf8)
      }
    }
  }

  private static func letter(of severities: UInt8) -> UInt8 {
    for letter in "IWEF".utf8 where MessageTemplate.severityBit(letter) & severities != 0 { return letter }
    return 0
  }
}
