import ByteLexing

/// What a column of a table of log lines holds, told by its name. Exports as CSV and answers of query services as JSON use the
/// same names.
enum LogColumn: Equatable {
  case message
  case time
  /// When the line was shipped or stored.
  case transportTime
  case name(OriginKey.Field)

  private static let names: [(StaticString, LogColumn)] = [
    ("message", .message), ("log", .message), ("line", .message), ("msg", .message), ("body", .message),
    ("content", .message), ("textpayload", .message), ("_raw", .message), ("_source.message", .message),
    ("_source.log", .message), ("log_data", .message), ("@message", .message), ("logmessage", .message),
    ("logentry", .message), ("timestamp", .time), ("time", .time), ("tsns", .time), ("ts", .time),
    ("@timestamp", .transportTime), ("date", .transportTime), ("_time", .transportTime),
    ("timegenerated", .transportTime), ("namespace", .name(.namespace)),
    ("kubernetes.namespace_name", .name(.namespace)), ("kubernetes.namespace", .name(.namespace)),
    ("namespace_name", .name(.namespace)), ("podnamespace", .name(.namespace)), ("pod", .name(.pod)),
    ("pod_name", .name(.pod)), ("podname", .name(.pod)), ("kubernetes.pod_name", .name(.pod)),
    ("kubernetes.pod.name", .name(.pod)), ("container", .name(.container)), ("container_name", .name(.container)),
    ("containername", .name(.container)), ("kubernetes.container_name", .name(.container)),
    ("kubernetes.container.name", .name(.container)), ("host", .name(.node)), ("hostname", .name(.node)),
    ("node", .name(.node)), ("computer", .name(.node)), ("kubernetes.host", .name(.node)),
    ("kubernetes.node.name", .name(.node)),
  ]

  /// The column with this name in whatever case; nil if it says nothing about a line. O(names).
  init?(_ text: RawSpan, _ name: Range<Int>) {
    search: for (literal, column) in Self.names where literal.utf8CodeUnitCount == name.count {
      for i in 0..<name.count {
        let byte = text.byte(name.lowerBound + i)
        let lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
        if lower != literal.utf8Start[i] { continue search }
      }
      self = column
      return
    }
    return nil
  }

  /// Takes over what a field of the column says about the line, whose text is taken elsewhere.
  func describe(_ line: inout WrappedLine, _ text: RawSpan, _ value: Range<Int>) {
    switch self {
    case .message: break
    case .time, .transportTime:
      let isTransport = self == .transportTime
      if let time = WrittenTime(text, value.lowerBound, value.upperBound) {
        if time.hasZone { line.setTime(time.nanoseconds, isTransport: isTransport) }
      } else if let time = EpochNumber.nanoseconds(text, value) {
        line.setTime(time, isTransport: isTransport)
      }
    case .name(let field): line.origin.add(field, text, value)
    }
  }
}
