import Model

/// One list of objects in one stream, as far as it was kept.
struct DumpedList: Sendable {
  /// Index into the collector's streams.
  var stream: Int
  var header: ListHeader
  /// No list header announced it: single objects or documents.
  var isImplicit: Bool
  /// Objects of the store that it holds.
  var objects: Range<Int>
  /// Items read, kept or not.
  var itemCount = 0
  /// Newest time in any of its items.
  var newest: Instant?
  /// Highest resourceVersion of its items or header.
  var resourceVersion: UInt64 = 0
  /// The same object appears more than once with different content: something was watched, not listed.
  var isWatch = false
  /// Some of it could not be read.
  var isCut = false
  /// It says that it goes on elsewhere, with so many items if it says how many.
  var isPage = false
  var remaining: Int?
  /// More items than any list has.
  static let remainingLimit = 1 << 40

  init(stream: Int, header: ListHeader, isImplicit: Bool, at start: Int) {
    self.stream = stream
    self.header = header
    self.isImplicit = isImplicit
    self.objects = start..<start
    self.resourceVersion = header.resourceVersion ?? 0
    self.isWatch = header.shape == .watch || header.shape == .journal
  }

  /// Takes in the newest time and the version of one item.
  mutating func take(newest time: Int64, resourceVersion version: UInt64) {
    if time != PackedObject.noTime, newest.map({ time > $0.nanoseconds }) ?? true {
      newest = Instant(nanoseconds: time)
    }
    resourceVersion = max(resourceVersion, version)
  }

  /// The shape by itself says that whoever made the list asked for more than one named object.
  var isWholeList: Bool { !isPage && isList }

  /// The same for a list that may be one page of several.
  var isList: Bool {
    if isWatch || isImplicit || isCut { return false }
    switch header.shape {
    case .list, .typedList, .array: return true
    case .table: return itemCount > 1
    case .documents, .watch, .describe, .journal: return false
    }
  }
}
