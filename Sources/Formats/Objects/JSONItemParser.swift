import CSimdJSON

/// Parses one JSON value with simdjson into an `ItemBuilder`.
final class JSONItemParser {
  private let parser: OpaquePointer?
  let item = ItemBuilder()

  /// For items of up to `limit` bytes.
  init(limit: Int) { parser = csimdjson_parser_new(limit) }
  deinit { csimdjson_parser_free(parser) }

  /// True if `bytes` are one JSON value; the builder then holds it.
  func parse(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let parser, let base = bytes.baseAddress else { return false }
    item.reset()
    var visitor = csimdjson_visitor()
    visitor.context = Unmanaged.passUnretained(item).toOpaque()
    visitor.begin_map = { builder(of: $0)?.beginMap() }
    visitor.end_map = { builder(of: $0)?.endMap() }
    visitor.begin_sequence = { builder(of: $0)?.beginSequence() }
    visitor.end_sequence = { builder(of: $0)?.endSequence() }
    visitor.key = { builder(of: $0)?.key(UnsafeRawBufferPointer(start: $1, count: $2)) ?? true ? 1 : 0 }
    visitor.scalar = { builder(of: $0)?.scalar(UnsafeRawBufferPointer(start: $1, count: $2)) }
    return csimdjson_walk(parser, base.assumingMemoryBound(to: UInt8.self), bytes.count, &visitor) == 0
  }
}

/// The builder behind a visitor's context.
private func builder(of context: UnsafeMutableRawPointer?) -> ItemBuilder? {
  context.map { Unmanaged<ItemBuilder>.fromOpaque($0).takeUnretainedValue() }
}
