import Glibc
import Intake
import Reports

extension RedactionRequest {
  /// A file that holds something else than a map.
  public struct ForeignFile: Error {}

  /// Largest map that is read.
  private static let mapLimit = 1 << 30

  /// Asks for the pseudonyms of the map in a file, if there is one; a file that does not exist or is empty has none.
  ///
  /// Throws `ForeignFile` for a file that is no map: it must not be overwritten. What is no plain file is not read.
  public init(mapFile path: String) throws(ForeignFile) {
    var info = stat()
    guard FileName.withBytes(path, { stat($0, &info) }) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_size > 0 else {
      return
    }
    guard let bytes = FileBytes.read(path, limit: Self.mapLimit),
      let map = RedactionMap(String(decoding: bytes, as: UTF8.self))
    else { throw ForeignFile() }
    self.map = map
  }
}
