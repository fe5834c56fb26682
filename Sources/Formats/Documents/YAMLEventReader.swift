import CYAML

/// Reads any YAML document into a document tree, with libyaml's events. The judge of what is unusual.
///
/// Aliases are copied, within a bound; deeper nesting than the tree's limit and more values than it holds are refused.
/// Input is untrusted.
enum YAMLEventReader {
  private struct Open {
    var index: Int
    var isMap: Bool
    /// The key that waits for its value.
    var key: Range<Int>?
  }

  /// Reads the first document of `source` into `tree`. False if it is malformed or beyond a limit.
  static func read(_ source: RawSpan, into tree: DocumentTree) -> Bool {
    tree.begin(with: source)
    return source.withUnsafeBytes { bytes in
      var parser = yaml_parser_t()
      guard yaml_parser_initialize(&parser) == 1 else { return false }
      defer { yaml_parser_delete(&parser) }
      let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(&parser, base, bytes.count)
      var builder = Builder(tree: tree)
      while true {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else { return false }
        defer { yaml_event_delete(&event) }
        if event.type == YAML_DOCUMENT_END_EVENT { return builder.isComplete }
        if event.type == YAML_STREAM_END_EVENT { return false }
        guard builder.take(&event) else { return false }
      }
    }
  }

  private struct Builder {
    let tree: DocumentTree
    var open: [Open] = []
    var anchors: [String: Int] = [:]

    var isComplete: Bool { open.isEmpty && tree.count > 0 }

    mutating func take(_ event: inout yaml_event_t) -> Bool {
      switch event.type {
      case YAML_SCALAR_EVENT: return scalar(event.data.scalar)
      case YAML_SEQUENCE_START_EVENT: return begin(.list, anchor: event.data.sequence_start.anchor)
      case YAML_MAPPING_START_EVENT: return begin(.map, anchor: event.data.mapping_start.anchor)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        guard let last = open.popLast() else { return false }
        tree.close(last.index)
        return true
      case YAML_ALIAS_EVENT: return alias(event.data.alias.anchor)
      default: return true
      }
    }

    /// The key under which the next node goes; `nil` if the next node is itself a key.
    private mutating func takeKey() -> Range<Int>? {
      guard let last = open.indices.last, open[last].isMap else { return 0..<0 }
      defer { open[last].key = nil }
      return open[last].key
    }

    private mutating func scalar(_ data: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar) -> Bool {
      let text = UnsafeRawBufferPointer(start: data.value, count: data.length)
      let begin = tree.append(text: text)
      let range = begin..<begin + data.length
      guard let key = takeKey() else {
        open[open.count - 1].key = range
        return true
      }
      let isPlain = data.style == YAML_PLAIN_SCALAR_STYLE
      let kind = isPlain ? YAMLBlockReader.plainKind(text, 0..<data.length) : .string
      guard let index = tree.append(kind, key: key, text: range) else { return false }
      remember(data.anchor, index)
      return true
    }

    private mutating func begin(_ kind: DocumentTree.Kind, anchor: UnsafeMutablePointer<yaml_char_t>?) -> Bool {
      // A collection as a key means nothing in an object.
      guard open.count < Int(DocumentTree.depthLimit), let key = takeKey(),
        let index = tree.append(kind, key: key, text: 0..<0)
      else { return false }
      remember(anchor, index)
      open.append(Open(index: index, isMap: kind == .map, key: nil))
      return true
    }

    private mutating func alias(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> Bool {
      guard let anchor, let index = anchors[String(cString: anchor)], let key = takeKey() else { return false }
      // An alias inside of what it names would never end.
      if open.contains(where: { $0.index == index }) { return false }
      return tree.appendCopy(of: index, key: key)
    }

    private mutating func remember(_ anchor: UnsafeMutablePointer<yaml_char_t>?, _ index: Int) {
      guard let anchor, anchors.count < 10_000 else { return }
      anchors[String(cString: anchor)] = index
    }
  }
}
