/// Reads the subset of HTML that the program writes: double quotes, lower case, every element closed.
struct MarkupReader {
  struct Broken: Error { let reason: String }
  struct Tag {
    var name = ""
    var attributes: [String: String] = [:]
  }

  private(set) var tags: [Tag] = []
  private(set) var texts: [String] = []

  static let void: Set<String> = ["meta", "input", "wbr"]
  static let known: Set<String> = [
    "html", "head", "meta", "title", "style", "script", "body", "a", "header", "div", "nav", "main", "footer",
    "section", "article",
    "h1", "h2", "h3", "h4", "p", "span", "ul", "ol", "li", "dl", "del", "ins", "dt", "dd", "table", "thead", "tbody",
    "tr", "th",
    "td", "code", "pre",
    "cite", "em", "strong", "b", "small", "time", "details", "summary", "figure", "figcaption", "button", "form",
    "label", "input", "abbr", "wbr", "bdi",
    "select", "option", "output", "svg", "desc", "defs", "pattern", "rect", "line", "path", "circle", "text", "tspan",
  ]
  static let knownAttributes: Set<String> = [
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-labelledby", "aria-label",
    "aria-hidden", "aria-live",
    "role", "tabindex", "dir", "title", "datetime", "rel", "scope", "type", "hidden", "open", "value", "autocomplete",
    "spellcheck",
    "data-verdict", "data-severity", "data-kinds", "data-shown", "data-done", "data-verb", "viewBox",
    "preserveAspectRatio", "width",
    "height", "x", "y",
    "x1", "x2", "y1", "y2", "dy", "rx", "cx", "cy", "r", "d", "fill", "text-anchor", "patternUnits", "patternTransform",
  ]

  static func read(_ html: String) throws -> MarkupReader {
    var reader = MarkupReader()
    let bytes = Array(html.utf8)
    var open: [String] = []
    var index = 0
    var textStart = 0
    guard html.hasPrefix("<!doctype html>\n") else { throw Broken(reason: "no doctype") }
    index = 16
    textStart = 16
    while index < bytes.count {
      guard bytes[index] == 0x3c else {
        if bytes[index] == 0x3e { throw Broken(reason: "a > in text") }
        index += 1
        continue
      }
      if index > textStart { reader.texts.append(String(decoding: bytes[textStart..<index], as: UTF8.self)) }
      guard let end = try tagEnd(bytes, index) else { throw Broken(reason: "a tag is not closed") }
      let inside = String(decoding: bytes[index + 1..<end], as: UTF8.self)
      index = end + 1
      if inside.hasPrefix("/") {
        guard open.popLast() == String(inside.dropFirst()) else {
          throw Broken(reason: "\(inside) closes something else")
        }
      } else {
        let tag = try parse(inside)
        reader.tags.append(tag)
        if tag.name == "style" || tag.name == "script" {
          let close = Array("</\(tag.name)>".utf8)
          while index + close.count <= bytes.count && Array(bytes[index..<index + close.count]) != close { index += 1 }
        }
        if !void.contains(tag.name) { open.append(tag.name) }
      }
      textStart = index
    }
    guard open.isEmpty else { throw Broken(reason: "left open: \(open)") }
    return reader
  }

  /// The `>` of a tag; quotes protect it.
  private static func tagEnd(_ bytes: [UInt8], _ start: Int) throws -> Int? {
    var isQuoted = false
    for index in start + 1..<bytes.count {
      if bytes[index] == 0x22 { isQuoted.toggle() }
      if bytes[index] == 0x3c { throw Broken(reason: "a < in a tag") }
      if bytes[index] == 0x3e && !isQuoted { return index }
    }
    return nil
  }

  private static func parse(_ inside: String) throws -> Tag {
    var tag = Tag()
    var rest = Substring(inside)
    tag.name = String(rest.prefix { $0 != " " })
    rest = rest.dropFirst(tag.name.count)
    while !rest.isEmpty {
      guard rest.first == " " else { throw Broken(reason: "no blank before an attribute in \(inside)") }
      rest = rest.dropFirst()
      let key = String(rest.prefix { $0 != " " && $0 != "=" })
      rest = rest.dropFirst(key.count)
      var value = ""
      if rest.hasPrefix("=\"") {
        rest = rest.dropFirst(2)
        value = String(rest.prefix { $0 != "\"" })
        rest = rest.dropFirst(value.count + 1)
      }
      guard tag.attributes.updateValue(value, forKey: key) == nil else { throw Broken(reason: "\(key) stands twice") }
    }
    return tag
  }
}
