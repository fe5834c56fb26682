extension Vocabulary {
  /// The fixed texts of all messages, and the files that print them: what of a log line is no name of anything.
  public var literals: [String] {
    table.templates.flatMap { template in
      template.files.map { String(decoding: $0, as: UTF8.self) }
        + template.parts.compactMap { part in part.literal.map { String(decoding: $0, as: UTF8.self) } }
    }
  }
}
