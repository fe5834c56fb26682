import CYAML

/// Parses one piece of YAML with libyaml into an `ItemBuilder`, or into several when it is a list after all.
final class YAMLItemParser {
  /// Deepest nesting that is followed.
  static let depthLimit = 64
  private let item = ItemBuilder()

  /// Whether anything in the piece was needed, or `nil` if it is not YAML that can be read.
  ///
  /// - Parameter isItem: the piece is one `- ` entry of a list.
  func parse(_ bytes: [UInt8], isItem: Bool, deliver: (ItemBuilder) -> Bool) -> Bool? {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { return nil }
    defer { yaml_parser_delete(&parser) }
    return bytes.withUnsafeBufferPointer { input in
      yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
      var walk = Walk(item: item, itemDepth: isItem ? 1 : 0)
      var event = yaml_event_t()
      while true {
        guard yaml_parser_parse(&parser, &event) == 1 else { return nil }
        defer { yaml_event_delete(&event) }
        if event.type == YAML_STREAM_END_EVENT { return walk.isUsed }
        guard walk.take(event, deliver) else { return nil }
      }
    }
  }

  /// Where the walk through the events of one piece stands.
  private struct Walk {
    let item: ItemBuilder
    /// Depth at which items begin: 0 for a document that is one, 1 for entries of a sequence, 2 for a list's items.
    var itemDepth: Int
    var isUsed = false
    private var depth = 0
    /// In a map, a key comes next.
    private var expectsKey: [Bool] = []

    init(item: ItemBuilder, itemDepth: Int) {
      self.item = item
      self.itemDepth = itemDepth
      item.reset()
    }

    /// False for what is refused: aliases, deep nesting, keys that are no words.
    mutating func take(_ event: yaml_event_t, _ deliver: (ItemBuilder) -> Bool) -> Bool {
      switch event.type {
      case YAML_ALIAS_EVENT: return false
      case YAML_MAPPING_START_EVENT:
        guard expectsKey.last != true, depth < YAMLItemParser.depthLimit else { return false }
        if depth >= itemDepth { item.beginMap() }
        enter(isMap: true)
      case YAML_SEQUENCE_START_EVENT:
        guard expectsKey.last != true, depth < YAMLItemParser.depthLimit else { return false }
        if depth >= itemDepth { item.beginSequence() }
        enter(isMap: false)
      case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
        leave()
        if depth >= itemDepth {
          if event.type == YAML_MAPPING_END_EVENT { item.endMap() } else { item.endSequence() }
          if depth == itemDepth, item.isComplete {
            isUsed = deliver(item) || isUsed
            item.reset()
          }
        }
      case YAML_SCALAR_EVENT: scalar(event)
      default: break
      }
      return true
    }

    private mutating func scalar(_ event: yaml_event_t) {
      let value = event.data.scalar
      let isNull = value.plain_implicit == 1 && (value.length == 0 || (value.length == 4 && value.value[0] == 0x6E && value.value[1] == 0x75))
      let text = UnsafeRawBufferPointer(start: value.value, count: isNull ? 0 : value.length)
      if expectsKey.last == true {
        if depth > itemDepth { _ = item.key(text) }
        expectsKey[expectsKey.count - 1] = false
      } else {
        if depth > itemDepth { item.scalar(text) }
        valueEnded()
      }
    }

    private mutating func enter(isMap: Bool) {
      depth += 1
      expectsKey.append(isMap)
      isMapLevel.append(isMap)
    }

    private mutating func leave() {
      depth -= 1
      expectsKey.removeLast()
      isMapLevel.removeLast()
      valueEnded()
    }

    private var isMapLevel: [Bool] = []

    private mutating func valueEnded() {
      if isMapLevel.last == true { expectsKey[expectsKey.count - 1] = true }
    }
  }
}
