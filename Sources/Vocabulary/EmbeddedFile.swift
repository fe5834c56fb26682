import CEmbedded

/// Files that are compiled into the program.
enum EmbeddedFile {
  /// The bytes of the file with that name, in memory that lives as long as the program; nil if there is none.
  static func span(_ path: String) -> UnsafeRawBufferPointer? {
    var count = 0
    guard let files = cembedded_files(&count) else { return nil }
    for i in 0..<count where String(cString: files[i].path) == path {
      return UnsafeRawBufferPointer(start: files[i].bytes, count: files[i].length)
    }
    return nil
  }

  static func bytes(_ path: String) -> [UInt8]? { span(path).map(Array.init) }
}
