/// One field of an object that has another value than before. Values are untrusted text; `nil` where there was none.
public struct FieldChange: Sendable, Hashable {
  /// As kubectl writes it: `status.v4usingIPs`, `metadata.labels.KEY`.
  public var path: String
  public var before: String?
  public var after: String?

  /// Describes one difference.
  public init(path: String, before: String?, after: String?) {
    (self.path, self.before, self.after) = (path, before, after)
  }

  /// The differences of two states, by path. O(n log n).
  public static func between(_ before: [String: String], _ after: [String: String]) -> [FieldChange] {
    Set(before.keys).union(after.keys).sorted().compactMap { path in
      let (old, new) = (before[path], after[path])
      // An empty value and none are the same to a reader.
      return (old ?? "") == (new ?? "") ? nil : FieldChange(path: path, before: old, after: new)
    }
  }
}
