import Chronicle

/// Lines that somebody picked out of a log: what they show was so, what they do not show may have been.
extension VerdictJudge {
  static let picked = "the lines were picked out of a log"

  /// Of the writer of the last step.
  private var history: WriterHistory? {
    guard let last = lastStep else { return nil }
    let number = chronicle.sources[Int(last.source)].history
    return chronicle.writers.indices.contains(number) ? chronicle.writers[number] : nil
  }

  /// Somebody chose the lines of the writer that wrote the last step.
  var isOfExcerpt: Bool { history?.isExcerpt ?? false }

  /// A log whose beginning was rotated away shows what happens in it, though neither the start of the process nor a pass of the
  /// collector; so few lines do not.
  var isOfFewLines: Bool {
    guard let history else { return false }
    return history.sources.reduce(0) { $0 + chronicle.sources[$1].writer.records } < Self.few
  }

  /// Records.
  private static let few: UInt64 = 24

  /// What picked lines do not show may have happened between them.
  mutating func doubtAbsences() {
    for i in absences.indices where absences[i].hole == nil { absences[i].hole = Self.picked }
  }
}
