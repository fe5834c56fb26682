/// What a watch stream says happened to an object.
public enum WatchChange: String, Sendable, Hashable {
  case added = "ADDED"
  case modified = "MODIFIED"
  case deleted = "DELETED"
}
