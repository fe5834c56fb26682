import Intake
import Model
import Reports

/// Where the copies of streams lie: below one another as the originals do, with pseudonyms, each at a place of its own.
struct CopyNames {
  /// Folders that all inputs lie in and that say nothing about them.
  private let shared: Int
  /// What lies at a place, by what it was in the original.
  private var taken: [String: String] = [:]

  private static let archiveEndings = [
    ".tar.gz", ".tar.xz", ".tar.zst", ".tar.bz2", ".tgz", ".txz", ".tar", ".zip", ".7z",
  ]
  private static let compressionEndings = [".gz", ".xz", ".zst", ".bz2", ".lz4"]
  /// Most bytes that a file system takes as one name.
  private static let nameLimit = 200

  /// Finds out what is common to all. O(streams × depth).
  init(_ provenances: [Provenance]) {
    let paths = provenances.map { Self.parts($0.chain[0]) }
    var count = (paths.map(\.count).min() ?? 1) - 1
    while count > 0, !paths.allSatisfy({ $0[..<count] == paths[0][..<count] }) { count -= 1 }
    // A folder's name may tell which pod a log is of.
    func saysNothing(_ count: Int) -> Bool {
      zip(provenances, paths).allSatisfy { provenance, path in
        provenance.chain.count > 1
          || PathHintTable.hints(for: path[count...].joined(separator: "/")) == provenance.hints
      }
    }
    while count > 0, !saysNothing(count) { count -= 1 }
    shared = count
  }

  /// The place of a stream. `isUnpacked`: its bytes are not those of a file.
  mutating func path(of provenance: Provenance, isUnpacked: Bool, _ redaction: Redaction) -> [String] {
    var place: [String] = []
    var original = ""
    for (number, link) in provenance.chain.enumerated() {
      let isLast = number == provenance.chain.count - 1
      var parts = Self.parts(link)
      if number == 0 { parts.removeFirst(min(shared, parts.count - 1)) }
      for (at, part) in parts.enumerated() {
        let isEnd = at == parts.count - 1
        let endings = !isEnd ? [] : isLast ? isUnpacked ? Self.compressionEndings : [] : Self.archiveEndings
        original += (at == 0 ? "!" : "/") + part
        place.append(free(redaction.path(Self.without(endings, part)), in: place, original))
      }
    }
    return place
  }

  /// A name that nothing else has there.
  private mutating func free(_ name: String, in folder: [String], _ original: String) -> String {
    let plain = Self.plain(name)
    var number = 1
    while true {
      let name = number == 1 ? plain : "\(plain)-\(number)"
      let place = (folder + [name]).joined(separator: "/")
      if taken[place, default: original] == original {
        taken[place] = original
        return name
      }
      number += 1
    }
  }

  /// Folders and a name, without what leads out of a folder; never empty.
  private static func parts(_ path: String) -> [String] {
    let parts = path.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
    return parts.isEmpty ? ["file"] : parts
  }

  private static func without(_ endings: [String], _ name: String) -> String {
    for ending in endings where name.hasSuffix(ending) && name.utf8.count > ending.utf8.count {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  /// What every file system takes and no terminal or shell is harmed by.
  private static func plain(_ name: String) -> String {
    let kept = name.unicodeScalars.prefix(nameLimit).map { scalar in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return isPlain || "-_.:@+=".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    let text = String(kept)
    return text.isEmpty || text.allSatisfy { $0 == "." } || text.hasPrefix("-") ? "_" + text : text
  }
}
