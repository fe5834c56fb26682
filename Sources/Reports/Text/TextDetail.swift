/// How much of a finding the terminal gets. What is left out stands in the runbook below the findings, or in the other
/// formats.
struct TextDetail {
  /// Objects that are listed, and steps of the proof.
  var objects = 4
  var steps = 6
  /// Lines of a sentence about a step, and of the evidence that is quoted for it.
  var sentenceLines = 2
  var quoteLines = 3
  /// Lines of the mechanism and of what is said about versions.
  var mechanismLines = 6
  var versionLines = 4
  /// Checks and commands stand with their step instead of in the runbook.
  var hasCommands = true

  /// Lines of one finding: what a terminal of an ordinary desktop shows at once.
  static let screen = 50

  /// Lines of a sentence where nothing is to be left out; longer ones are no sentences.
  static let everyLine = 100

  /// Nothing is left out.
  static let everything = TextDetail(
    objects: .max, steps: .max, sentenceLines: everyLine, quoteLines: 12, mechanismLines: everyLine,
    versionLines: everyLine)

  /// From generous to sparse: the first that fits is taken, the last one always.
  static let levels: [TextDetail] = [
    TextDetail(),
    TextDetail(quoteLines: 2),
    TextDetail(quoteLines: 1),
    TextDetail(hasCommands: false),
    TextDetail(quoteLines: 2, hasCommands: false),
    TextDetail(quoteLines: 1, hasCommands: false),
    TextDetail(objects: 2, quoteLines: 1, mechanismLines: 4, versionLines: 2, hasCommands: false),
    TextDetail(
      objects: 1, steps: 5, sentenceLines: 1, quoteLines: 1, mechanismLines: 3, versionLines: 1, hasCommands: false),
  ]
}
