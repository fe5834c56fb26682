import Chronicle

/// Lines that somebody picked out of a log: what they show was so, what they do not show may have been.
extension VerdictJudge {
  static let picked = "the lines were picked out of a log"

  /// Somebody chose the lines of the writer that wrote the last step.
  var isOfExcerpt: Bool {
    guard let last = lastStep else { return false }
    let history = chronicle.sources[Int(last.source)].history
    return chronicle.writers.indices.contains(history) && chronicle.writers[history].isExcerpt
  }

  /// A log whose beginning was rotated away shows what happens in it, though neither the start of the process nor a pass of the
  /// collector; so few lines do not.
  var isOfFewLines: Bool {
    guard let last = lastStep else { return false }
    let history = chronicle.sources[Int(last.source)].history
    guard chronicle.writers.indices.contains(history) else { return false }
    return chronicle.writers[history].sources.reduce(0) { $0 + chronicle.sources[$1].writer.records } < Self.few
  }

  /// Records.
  private static let few: UInt64 = 24

  /// What picked lines do not show may have happened between them.
  mutating func doubtAbsences() {
    for i in absences.indices where absences[i].hole == nil { absences[i].hole = Self.picked }
  }
}
