import Foundation
import Model
import Testing

@testable import Reports

/// However much is wrong, a report stays readable: text on a few screens, Markdown in one comment, a page that opens.
@Suite struct BoundsTests {
  /// Findings with so many objects together, as long in every part as evidence makes them.
  private static func report(findings: Int, objects: Int) -> ReportDocument {
    var report = Samples.races
    let sample = Samples.raceA
    let each = objects / findings
    report.findings = (0..<findings).map { number in
      var finding = sample
      finding.id = "KOV-001-" + String(0x1000 + number, radix: 16)
      finding.objects = (0..<each).map { index in
        let name = "app-6f6b9d684f-n\(index).tenant-\(number).net\(index % 7).tenant-\(number).ovn"
        var object = FindingObject(ref: ResourceRef(.ip, name: name), outcome: .leaked, verdict: .confirmed)
        object.uid = "5b0c4a7e-1d3f-4a52-9a0e-000000000001"
        object.detail = "Subnet tenant-\(number)-net\(index % 7) is gone; its pod and its StatefulSet are gone"
        return object
      }
      let calls = finding.objects.map { "patch_ip_if_safe \($0.ref.name) tenant-net tenant app-0" }
      finding.remediation = sample.remediation.map { step in
        var step = step
        step.command = "patch_ip_if_safe() {\n  ip=$1\n}\n" + calls.joined(separator: "\n")
        step.verify = finding.objects.map { "kubectl get ips.kubeovn.io \($0.ref.name)" }.joined(separator: "\n")
        step.preconditions = [.init(text: "OVN has no port of that name", isProven: false, check: step.verify)]
        return step
      }
      return finding
    }
    return report
  }

  private static let shapes = [(1, 10_000), (9, 10_000), (60, 12_000), (400, 10_000)]

  @Test(arguments: shapes, Language.allCases)
  func textTakesAFewScreens(_ shape: (findings: Int, objects: Int), _ language: Language) {
    let report = Self.report(findings: shape.findings, objects: shape.objects)
    for width in [80, 100, 160] {
      var options = RenderOptions()
      (options.width, options.language) = (width, language)
      let text = String(decoding: TextRenderer(options: options).render(report), as: UTF8.self)
      let rows = text.utf8.count { $0 == 0x0a }
      #expect(rows <= 200, "\(rows) lines at \(width)")
      #expect(text.contains("-o json") || text.contains("-o csv"), "it says where all of it is")
    }
  }

  @Test(arguments: shapes, Language.allCases)
  func markdownFitsAComment(_ shape: (findings: Int, objects: Int), _ language: Language) {
    var options = RenderOptions()
    options.language = language
    let bytes = MarkdownRenderer(options: options).render(
      Self.report(findings: shape.findings, objects: shape.objects))
    #expect(String(decoding: bytes, as: UTF8.self).count <= 65_536)
  }

  @Test(arguments: shapes)
  func thePageOpens(_ shape: (findings: Int, objects: Int)) {
    let bytes = HTMLRenderer(options: RenderOptions()).render(
      Self.report(findings: shape.findings, objects: shape.objects))
    #expect(bytes.count <= 5 << 20, "\(bytes.count) bytes")
  }

  /// Machine formats fold nothing.
  @Test func tablesForProgramsHaveAll() {
    let report = Self.report(findings: 9, objects: 9_000)
    let rows = CSVRenderer(options: RenderOptions()).render(report).count { $0 == 0x0a }
    #expect(rows == 9_001)
    let json = String(decoding: JSONRenderer(options: RenderOptions()).render(report), as: UTF8.self)
    #expect(json.contains("patch_ip_if_safe app-6f6b9d684f-n999.tenant-8.net5.tenant-8.ovn"))
  }

  /// No box to tick, no path of the machine, references as links.
  @Test func markdownIsForOthers() {
    var report = Samples.races
    for i in report.inputs.indices { report.inputs[i].name = "/home/jane/case/evidence/\(i)/0.log" }
    report.unknowns.append(UnknownEntry(subject: "time zone of /home/jane/case/evidence/0/0.log", reason: ""))
    report.findings[0].references = ["https://github.com/kubeovn/kube-ovn/issues/6309", "javascript:alert(1)"]
    let text = String(decoding: MarkdownRenderer(options: RenderOptions()).render(report), as: UTF8.self)
    #expect(!text.contains("[ ]") && !text.contains("[x]"))
    #expect(!text.contains("/home/jane"))
    #expect(text.contains("[kubeovn/kube-ovn 6309](https://github.com/kubeovn/kube-ovn/issues/6309)"))
    #expect(!text.contains("(javascript:"))
  }

  @Test func theLastLineSaysItAll() {
    let text = String(decoding: TextRenderer(options: RenderOptions()).render(Samples.races), as: UTF8.self)
    let last = text.suffix(200)
    #expect(last.contains("\n  = ") && last.contains("CONFIRMED"), "\(last)")
  }
}
