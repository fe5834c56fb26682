/// How much of a large report the page holds. 10,000 objects that leaked make a page of a few megabytes that opens at once;
/// what is left out is said, with the format that has it.
enum HTMLBudget {
  /// Rows of the table of one finding, and of all of them together.
  static let objects = 400
  static let allObjects = 2_000
  /// Rows of all timelines together, and at least of each.
  static let timelineRows = 1_200
  static let timelineRowsAtLeast = 10
  /// Fields of one change of an object.
  static let changes = 40
  /// Commands of a list of one for each object.
  static let commands = 40
  /// Findings that are drawn and whose commands are listed at length; further ones come without, and the last only in the
  /// summary's count.
  static let fullFindings = 20
  static let findings = 100
  /// Commands of a list in a finding that comes without its drawing.
  static let fewCommands = 4
  static let inputs = 300
  static let unknowns = 100
}
