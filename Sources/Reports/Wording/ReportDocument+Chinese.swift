extension ReportDocument {
  /// The document in the language of a report for people. Evidence, names and commands stay as they are.
  public func said(in language: Language) -> ReportDocument {
    guard language == .chinese else { return self }
    return mapSentences(Phrasebook(rules: chinese).say)
  }
}
