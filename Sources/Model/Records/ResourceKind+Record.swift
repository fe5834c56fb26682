import ByteLexing

extension ResourceKind: BinaryRecord {
  /// Stands for a kind that nobody declared, whose number differs from run to run: its name follows.
  private static let met = UInt16.max

  /// Kinds that are the same in every run are numbers; they mean the same only to programs with the same kind files.
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    let number: UInt16 = try reader.number()
    if number == Self.met {
      let kind = try reader.text()
      let group = try reader.optional { r throws(BinaryError) in try r.text() }
      // What has been declared would be a kind that has a number.
      self.init(apiKind: kind, apiVersion: group.map { $0 == "core" ? "v1" : $0 + "/" } ?? "")
      return
    }
    guard Int(number) < KindTable.shared.fixedCount else { throw .damaged("there is no kind \(number)") }
    self.init(rawValue: number)
  }

  public func write(to writer: inout BinaryWriter) {
    if Int(rawValue) < KindTable.shared.fixedCount { return writer.number(rawValue) }
    let facts = facts
    writer.number(Self.met)
    writer.text(facts.kind)
    writer.optional(facts.groups.first) { $0.text($1) }
  }
}
