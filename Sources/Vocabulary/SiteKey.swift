/// A place in the controller's source that wrote a line, prepared for looking things up. Valid as long as the line's bytes.
public struct SiteKey {
  /// Base name of the source file; empty if unknown.
  public let file: UnsafeRawBufferPointer
  /// Source line, 0 if unknown.
  public let line: Int
  /// `I`, `W`, `E` or `F`; anything else fits all.
  public let severity: UInt8
  /// Of the name of the source file.
  public let fileHash: UInt64

  /// Hashes the file's name. O(1).
  @inline(__always)
  public init(file: UnsafeRawBufferPointer, line: Int, severity: UInt8) {
    self.file = file
    self.line = line
    self.severity = severity
    fileHash = MessageKey.file(file)
  }
}
