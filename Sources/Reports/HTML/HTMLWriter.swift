/// Writes HTML and inline SVG. Element and attribute names are the program's own; every text and attribute value is
/// escaped here, so nothing of the evidence can become markup.
struct HTMLWriter {
  /// Attributes in order. `nil` leaves one out, an empty text makes it a bare name.
  typealias Attributes = KeyValuePairs<StaticString, String?>

  private(set) var html = ""

  /// An element with children.
  mutating func element(_ name: StaticString, _ attributes: Attributes = [:], _ body: (inout HTMLWriter) -> Void) {
    open(name, attributes)
    body(&self)
    close(name)
  }

  /// An element with a text.
  mutating func element(_ name: StaticString, _ attributes: Attributes = [:], text: String) {
    open(name, attributes)
    HTMLEscaping.append(text, to: &html)
    close(name)
  }

  /// An element without an end tag, such as `meta`.
  mutating func void(_ name: StaticString, _ attributes: Attributes = [:]) { open(name, attributes) }

  /// Text.
  mutating func text(_ text: String) { HTMLEscaping.append(text, to: &html) }

  /// A file of the program, byte for byte: a content security policy names its hash.
  mutating func embed(_ asset: EmbeddedAsset, in name: StaticString) {
    open(name, [:])
    html += asset.text
    close(name)
  }

  /// The first line of a page.
  mutating func doctype() { html += "<!doctype html>\n" }

  /// A line end between blocks, so that a page can be read and compared.
  mutating func newline() { html += "\n" }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    html += "<\(name)"
    for (key, value) in attributes {
      guard let value else { continue }
      html += " \(key)"
      if !value.isEmpty {
        html += "=\""
        HTMLEscaping.append(value, to: &html)
        html += "\""
      }
    }
    html += ">"
  }

  private mutating func close(_ name: StaticString) { html += "</\(name)>" }
}
