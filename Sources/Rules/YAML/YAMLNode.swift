import CYAML

/// A place in a rule file.
public struct Mark: Sendable, Hashable {
  /// 1 for the first line.
  public var line: Int
  /// 1 for the first column.
  public var column: Int
}

/// A problem in a rule file, with its place.
public struct RuleError: Error, Sendable, Hashable, CustomStringConvertible {
  public var file: String
  public var mark: Mark?
  /// One sentence for people, without trailing full stop.
  public var message: String

  /// Describes a problem.
  public init(file: String, mark: Mark?, message: String) {
    self.file = file
    self.mark = mark
    self.message = message
  }

  public var description: String {
    mark.map { "\(file):\($0.line):\($0.column): \(message)" } ?? "\(file): \(message)"
  }
}

/// A YAML tree with places. Aliases are refused: rules have no use for them and they can blow up.
struct YAMLNode: Sendable {
  enum Value: Sendable {
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([(key: String, keyMark: Mark, value: YAMLNode)])
  }
  var value: Value
  var mark: Mark

  /// Deepest nesting that is read.
  static let depthLimit = 32

  /// Reads one document. The text is not trusted.
  static func parse(_ bytes: [UInt8], file: String) throws(RuleError) -> YAMLNode {
    var reader = YAMLReader(bytes, file: file)
    return try reader.document()
  }
}

/// Builds nodes from libyaml's events.
private struct YAMLReader {
  private let file: String
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let box: ParserBox

  /// Owns libyaml's parser and the bytes it reads from.
  private final class ParserBox {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    let bytes: UnsafeMutablePointer<UInt8>
    init(_ input: [UInt8]) {
      bytes = .allocate(capacity: max(1, input.count))
      bytes.initialize(from: input, count: input.count)
      yaml_parser_initialize(parser)
      yaml_parser_set_input_string(parser, bytes, input.count)
    }
    deinit {
      yaml_parser_delete(parser)
      parser.deallocate()
      bytes.deallocate()
    }
  }

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    box = ParserBox(bytes)
    parser = box.parser
  }

  /// One event, copied out of libyaml's memory.
  private struct Step {
    var type: yaml_event_type_t
    var text = ""
    var mark: Mark
  }

  mutating func document() throws(RuleError) -> YAMLNode {
    while true {
      let step = try next()
      switch step.type {
      case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT: continue
      case YAML_STREAM_END_EVENT: throw RuleError(file: file, mark: step.mark, message: "the file is empty")
      default: return try node(step, depth: 0)
      }
    }
  }

  private mutating func node(_ step: Step, depth: Int) throws(RuleError) -> YAMLNode {
    guard depth < YAMLNode.depthLimit else {
      throw RuleError(file: file, mark: step.mark, message: "nested too deeply")
    }
    switch step.type {
    case YAML_SCALAR_EVENT: return YAMLNode(value: .scalar(step.text), mark: step.mark)
    case YAML_SEQUENCE_START_EVENT:
      var items: [YAMLNode] = []
      while true {
        let inner = try next()
        if inner.type == YAML_SEQUENCE_END_EVENT { return YAMLNode(value: .sequence(items), mark: step.mark) }
        items.append(try node(inner, depth: depth + 1))
      }
    case YAML_MAPPING_START_EVENT:
      var pairs: [(key: String, keyMark: Mark, value: YAMLNode)] = []
      while true {
        let key = try next()
        if key.type == YAML_MAPPING_END_EVENT { return YAMLNode(value: .mapping(pairs), mark: step.mark) }
        guard key.type == YAML_SCALAR_EVENT else {
          throw RuleError(file: file, mark: key.mark, message: "a key must be a word")
        }
        if pairs.contains(where: { $0.key == key.text }) {
          throw RuleError(file: file, mark: key.mark, message: "the key '\(key.text)' stands here twice")
        }
        let value = try next()
        pairs.append((key.text, key.mark, try node(value, depth: depth + 1)))
      }
    case YAML_ALIAS_EVENT: throw RuleError(file: file, mark: step.mark, message: "aliases are not allowed in rules")
    default: throw RuleError(file: file, mark: step.mark, message: "the file ends unexpectedly")
    }
  }

  private mutating func next() throws(RuleError) -> Step {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      let mark = Mark(
        line: Int(parser.pointee.problem_mark.line) + 1, column: Int(parser.pointee.problem_mark.column) + 1)
      let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
      throw RuleError(file: file, mark: mark, message: problem)
    }
    defer { yaml_event_delete(&event) }
    var step = Step(
      type: event.type, mark: Mark(line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1))
    if event.type == YAML_SCALAR_EVENT, let value = event.data.scalar.value {
      step.text = String(decoding: UnsafeBufferPointer(start: value, count: event.data.scalar.length), as: UTF8.self)
    }
    return step
  }
}
