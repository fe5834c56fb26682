import ByteLexing

extension Provenance: BinaryRecord {
  /// Containers in containers, at most; far more than are unwrapped.
  private static let chainLimit = 64
  /// Longest path, bytes.
  private static let pathLimit = 16 << 10

  public init(from reader: inout BinaryReader) throws(BinaryError) {
    let input = try reader.text(limit: Self.pathLimit)
    let chain = try Self.chain(from: &reader)
    guard !chain.isEmpty else { throw .damaged("a stream has no name") }
    self.init(input: input, chain: chain)
    declaredSize = try reader.optional { r throws(BinaryError) in try r.number() }
    modified = try reader.optional { r throws(BinaryError) in try Instant.ofFile(&r) }
    hints = try PathHints(from: &reader)
  }

  /// Names of containers in containers, the outermost first.
  public static func chain(from reader: inout BinaryReader) throws(BinaryError) -> [String] {
    try reader.list(chainLimit, of: "containers") { r throws(BinaryError) in try r.text(limit: pathLimit) }
  }

  public func write(to writer: inout BinaryWriter) {
    writer.text(input)
    writer.list(chain) { $0.text($1) }
    writer.optional(declaredSize) { $0.number($1) }
    writer.optional(modified)
    hints.write(to: &writer)
  }
}

extension PathHints: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    node = try reader.optional { r throws(BinaryError) in try r.text() }
    namespace = try reader.optional { r throws(BinaryError) in try r.text() }
    pod = try reader.optional { r throws(BinaryError) in try r.text() }
    container = try reader.optional { r throws(BinaryError) in try r.text() }
    isPrevious = try reader.bool()
    sequence = try reader.optional { r throws(BinaryError) in Int(try r.number(Int64.self)) }
    fileName = try reader.text()
    bundle = try reader.optional { r throws(BinaryError) in try r.text() }
  }

  public func write(to writer: inout BinaryWriter) {
    for text in [node, namespace, pod, container] { writer.optional(text) { $0.text($1) } }
    writer.bool(isPrevious)
    writer.optional(sequence) { $0.int($1) }
    writer.text(fileName)
    writer.optional(bundle) { $0.text($1) }
  }
}

extension IntakeProblem: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    let (subject, reason, word) = (try reader.text(), try reader.text(), try reader.text())
    guard let kind = Kind(rawValue: word) else { throw .damaged("there is no kind of problem '\(word)'") }
    self.init(subject: subject, reason: reason, kind: kind, skippedBytes: try reader.number())
  }

  public func write(to writer: inout BinaryWriter) {
    writer.text(subject)
    writer.text(reason)
    writer.text(kind.rawValue)
    writer.number(skippedBytes)
  }
}
