import Model

/// A key and its value in one call.
extension JSONWriter {
  /// A member that is a string.
  public mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  /// A member that is a string, or `null`.
  public mutating func field(_ name: String, orNull value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  /// A member that is an integer.
  public mutating func field(_ name: String, _ value: some BinaryInteger) {
    key(name)
    integer(value)
  }

  /// A member that is a truth value.
  public mutating func field(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// A member that is an instant (RFC 3339, UTC, microseconds), or `null`.
  public mutating func field(_ name: String, _ value: Instant?) { field(name, orNull: value?.rfc3339) }

  /// A member that is a number of seconds.
  public mutating func field(_ name: String, seconds nanoseconds: Int64) {
    key(name)
    seconds(nanoseconds: nanoseconds)
  }

  /// A member that is an array of strings.
  public mutating func field(_ name: String, _ values: [String]) {
    list(name, values) { $0.string($1) }
  }

  /// A member that is an array.
  public mutating func list<T>(_ name: String, _ values: [T], _ each: (inout JSONWriter, T) -> Void) {
    key(name)
    array { w in
      for value in values { each(&w, value) }
    }
  }
}
