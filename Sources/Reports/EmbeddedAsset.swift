import CEmbedded

/// Files of `Sources/Reports/Assets`, compiled into the program.
enum EmbeddedAsset {
  /// The text of a file, empty if there is none of that name.
  static func text(_ name: String) -> String {
    var count = 0
    guard let files = cembedded_files(&count) else { return "" }
    for i in 0..<count where String(cString: files[i].path) == "reports/" + name {
      return String(decoding: UnsafeBufferPointer(start: files[i].bytes, count: files[i].length), as: UTF8.self)
    }
    return ""
  }
}
