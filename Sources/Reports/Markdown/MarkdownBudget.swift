/// How much of the evidence goes into a Markdown report; the renderer takes the first budget with which it fits.
struct MarkdownBudget: Sendable {
  /// Scalars of a quoted line.
  var excerpt: Int
  var steps: Int
  var objects: Int
  var fixes: Int
  /// Commands of a list of one for each object.
  var commands: Int
  /// Rows of one timeline; 0 for no timelines.
  var timelineRows: Int
  /// Resources that get a timeline.
  var timelines: Int
  /// Rows of the tables about the inputs.
  var inputs: Int
  /// Scalars of a running text, such as a mechanism.
  var prose: Int

  /// What a comment on GitHub holds is 65 536 characters; bytes are never fewer.
  static let limit = 65_000

  /// From generous to bare.
  static let all = [
    MarkdownBudget(
      excerpt: 600, steps: 60, objects: 200, fixes: 60, commands: 20, timelineRows: 60, timelines: 40, inputs: 100,
      prose: 4000),
    MarkdownBudget(
      excerpt: 300, steps: 16, objects: 60, fixes: 24, commands: 20, timelineRows: 20, timelines: 20, inputs: 40,
      prose: 2000),
    MarkdownBudget(
      excerpt: 300, steps: 16, objects: 60, fixes: 24, commands: 20, timelineRows: 12, timelines: 9, inputs: 40,
      prose: 2000),
    MarkdownBudget(
      excerpt: 160, steps: 8, objects: 24, fixes: 10, commands: 10, timelineRows: 8, timelines: 4, inputs: 16,
      prose: 1000),
    MarkdownBudget(
      excerpt: 160, steps: 8, objects: 24, fixes: 10, commands: 10, timelineRows: 0, timelines: 0, inputs: 16,
      prose: 1000),
    MarkdownBudget(
      excerpt: 120, steps: 4, objects: 8, fixes: 4, commands: 4, timelineRows: 0, timelines: 0, inputs: 8, prose: 400),
  ]
}
