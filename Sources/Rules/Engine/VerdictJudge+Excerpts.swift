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

  /// What picked lines do not show may have happened between them.
  mutating func doubtAbsences() {
    for i in absences.indices where absences[i].hole == nil { absences[i].hole = Self.picked }
  }
}
