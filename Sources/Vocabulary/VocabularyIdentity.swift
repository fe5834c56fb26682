import CEmbedded
import Model

extension Vocabulary {
  /// SHA-256 of everything that decides what is made of a line or an object: kinds of events, message templates, call sites,
  /// kind files. Two programs with the same one mean the same by the same numbers.
  public static let identity: [UInt8] = {
    var hash = SHA256()
    func add(_ text: String) { Array((text + "\0").utf8).withUnsafeBytes { hash.update($0) } }
    for kind in ObservationKind.allCases { add(kind.rawValue) }
    var count = 0
    guard let files = cembedded_files(&count) else { return hash.digest() }
    for file in UnsafeBufferPointer(start: files, count: count) {
      let path = String(cString: file.path)
      guard path.hasPrefix("kinds/") || path.hasPrefix("vocabulary/") else { continue }
      add(path)
      add(String(file.length))
      hash.update(UnsafeRawBufferPointer(start: file.bytes, count: file.length))
    }
    return hash.digest()
  }()
}
