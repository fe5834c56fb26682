import Foundation
import Testing

@testable import Formats

@Suite struct DocumentsYAMLTests {
  /// The tree as indented lines, with the kind of every node.
  static func dump(_ tree: DocumentTree) -> String {
    var out = ""
    func walk(_ node: Int, _ depth: Int) {
      out += String(repeating: " ", count: depth) + "\(tree.key(node))|\(tree.kind(node))|\(tree.string(node))\n"
      tree.forEachChild(node) { walk($0, depth + 1) }
    }
    if tree.count > 0 { walk(0, 0) }
    return out
  }

  static func block(_ text: String) -> String? {
    let tree = DocumentTree()
    let bytes = Array(text.utf8)
    return YAMLBlockReader.read(bytes.span.bytes, into: tree) ? dump(tree) : nil
  }

  static func events(_ text: String) -> String? {
    let tree = DocumentTree()
    let bytes = Array(text.utf8)
    return YAMLEventReader.read(bytes.span.bytes, into: tree) ? dump(tree) : nil
  }

  @Test(arguments: [
    "a: b\n", "a:\n- b\n- c\nd: e\n", "a:\n  - b\n  - c: d\n    e: f\n", "- - a\n  - b\n- c\n", "a:\nb:\n", "a: \"\"\n",
    "a: ''\nb: 'it''s'\n", "a: \"x\\ty\\u00e9\\\"\"\n", "a: |\n  one\n   two\n\n  three\nb: c\n",
    "a: |-\n  one\nb: |+\n  two\n\nc: d\n", "a: |2\n   one\n  two\n", "a: |\n\nb: c\n",
    "a: one\n  two\n\n  three\nb: c\n",
    "a: 'one\n  two\n\n  three'\nb: c\n", "a: \"one \\\n  \\ two\n  three\"\nb: c\n", "a: {}\nb: []\n",
    "a: null\nb: ~\nc:\n",
    "- a: b\n  c:\n  - d\n  - e\n- f\n", "- |\n  x\n- y\n", "\"a b\": c\n'd': e\n", "a:b: c\n",
    ".: {}\nf:x:\n  k:{\"t\":\"R\"}: 1\n",
    "a: 12:30\nb: -1\nc: -x\nd: ?x\n", "a:   b   \n", "a: b\r\nc: d\r\n", "a: |\n  x\r\n  y\r\n", "a:\n\n  b: c\n",
    "-\n- a\n",
    "a:\n  -\n  - b\n", "a: |\n  x", "a: |-\n  #no comment\n  b: c\n", "a: \"b\"", "a: \"\\x41\\U0001F600\"\n",
  ])
  func agreesWithLibyaml(_ text: String) throws {
    let expected = try #require(Self.events(text))
    #expect(Self.block(text) == expected)
  }

  @Test(arguments: [
    "a: &x b\n", "a: *x\n", "a: !!str b\n", "a: [b, c]\n", "a: {b: c}\n", "? a\n: b\n", "a:\tb\n", "a: b # c\n",
    "# c\na: b\n",
    "a: >\n  b\n", "a: b: c\n", "a: @b\n", "a:\n\t- b\n", "a: - b\n", "text\n", "a: 'b\n", "--- a\n", "a: b\n c: d\n",
    "a: b\n   c: d\n", "- a\nb: c\n", "a: \"\\q\"\n", "a: \"x\" y\n", "a:\n    b: c\n  d: e\n",
  ])
  func leavesTheUnusualToLibyaml(_ text: String) {
    // Where both read something, it must be the same; most of these only libyaml may judge.
    if let own = Self.block(text) { #expect(own == Self.events(text)) }
  }

  /// Random documents from the pieces that matter: what both readers accept, they must read alike.
  @Test func agreesWithLibyamlOnRandomText() {
    var random = SeededGenerator(state: 7)
    let pieces = [
      "a", "b: ", "c:", "- ", "-", ":", " ", "  ", "\n", "\n", "\n  ", "\n- ", "\nk: ", "\n  k: v", "'", "\"", "x y",
      "|", "|-",
      "~", "null", "#", "{}", "[]", "\\n", "1", "\n\n", "é", "? ", "&", "---", "\n---", "...", "*", "\n    deep: 1",
      "\r\n",
    ]
    var accepted = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      guard let own = Self.block(text) else { continue }
      accepted += 1
      guard let judge = Self.events(text) else {
        Issue.record("only the block reader accepts \(text.debugDescription)")
        continue
      }
      #expect(own == judge, "\(text.debugDescription)")
    }
    #expect(accepted > 500)
  }

  @Test func refusesBombs() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<10 {
      let before = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(before)]\n"
    }
    #expect(Self.events(bomb) == nil)
    #expect(Self.events("a: &a [*a]\n") == nil)
    #expect(Self.events(String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)) == nil)
    #expect(Self.block(String(repeating: "- ", count: 5000) + "x\n") == nil)
    #expect(Self.events("a: &x {b: 1}\nc: *x\n") != nil)
  }

  /// Both readers agree on every item of every recorded dump.
  @Test func agreesWithLibyamlOnRecordings() throws {
    let own = DocumentTree()
    let judge = DocumentTree()
    var items = 0
    for path in Documents.recordings([".yaml"]) {
      let bytes = try Documents.content(path)
      // Bundles hold JSON under this name too.
      guard Documents.identify(bytes, path) == ObjectsYAMLFormat.self else { continue }
      let sink = try Documents.read(bytes, as: ObjectsYAMLFormat.self, named: path)
      for position in sink.positions {
        let item = Array(bytes[Int(position.offset)..<Int(position.offset) + Int(position.length)])
        let isRead = YAMLBlockReader.read(item.span.bytes, into: own)
        #expect(isRead, "\(path) at \(position.offset)")
        let isJudged = YAMLEventReader.read(item.span.bytes, into: judge)
        #expect(isJudged)
        if isRead { #expect(Self.dump(own) == Self.dump(judge), "\(path) at \(position.offset)") }
        items += 1
      }
    }
    if !Documents.recordings([".yaml"]).isEmpty { #expect(items > 100) }
  }
}
