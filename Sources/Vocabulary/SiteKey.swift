/// A place in the controller's source that wrote a line. Valid as long as the line's bytes.
public struct SiteKey {
  /// Base name of the source file; empty if unknown.
  public let file: UnsafeRawBufferPointer
  /// Source line, 0 if unknown.
  public let line: Int
  /// `I`, `W`, `E` or `F`; anything else fits all.
  public let severity: UInt8

  /// Names a place.
  @inlinable @inline(__always)
  public init(file: UnsafeRawBufferPointer, line: Int, severity: UInt8) {
    self.file = file
    self.line = line
    self.severity = severity
  }

  /// Of the name of the source file. O(1).
  public var fileHash: UInt64 { MessageKey.file(file) }
}
