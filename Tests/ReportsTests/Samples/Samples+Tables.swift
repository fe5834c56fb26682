import Model
import Reports

extension Samples {
  static var triage: TableDocument {
    var table = TableDocument(
      title: "Bundles by what is wrong",
      columns: [
        .init("bundle", "Bundle", kind: .path, maxWidth: 40), .init("verdict", "Verdict", kind: .verdict),
        .init("finding", "Worst finding"), .init("objects", "Objects", kind: .number),
        .init("size", "Size", kind: .bytes),
        .init("last", "Last sign", kind: .instant),
      ])
    table.introduction = ["Three bundles, worst first."]
    table.rows = [
      [
        .text("customers/a/very/long/path/below/the/folder/bundle-2026-11-23.tar.gz", link: "#a"), .verdict(.confirmed),
        .text("12 IP objects leaked; Subnet net-12-tail stuck", link: "https://example.org/KOV-001"), .number(13),
        .number(219_000_000), .instant(at(0)),
      ],
      [
        .text("b.tar.gz"), .verdict(.suspected), .text("子网 net-7 可能卡住，仍有地址在用"), .number(1), .number(812), .instant(nil),
      ],
      [.text("c.zip"), .verdict(.notEvaluated)],
    ]
    table.footnotes = ["Size is what was read after decompression."]
    return table
  }

  static var hostileTable: TableDocument {
    var table = TableDocument(
      title: attack, columns: [.init("a", attack, kind: .code), .init("b", "B"), .init("c", "C", kind: .number)])
    table.introduction = [attack]
    table.rows = [
      [.text(attack, link: "javascript:alert(1)"), .text("=cmd()", link: "https://x/\" onclick=\"y"), .number(-7)], [],
    ]
    table.footnotes = [attack]
    return table
  }
}
