import Glibc

/// Which releases log from which source lines (`scripts/build-call-sites` describes the file).
public struct CallSiteIndex: Sendable {
  /// Release tags in order, `master` last.
  public let tags: [String]
  private let files: [String: Range<Int>]
  private let tagSets: [TagSet]
  private let sites: [Site]

  private struct Site: Sendable {
    var line: UInt16
    var severity: UInt8
    var openingLength: UInt8
    var openingHash: UInt32
    var tagSet: UInt16
  }

  /// The index that is compiled into the program: 209 tags, 1.8.0 to 1.16.2 and master.
  public static let builtIn: CallSiteIndex = {
    guard let bytes = EmbeddedFile.span("vocabulary/call-sites.bin"), let index = CallSiteIndex(bytes) else {
      // A test reads the same bytes, so a build that passed its tests cannot come here.
      fatalError("built-in call-site index is damaged")
    }
    return index
  }()

  /// Reads an index; nil if it is damaged. Every offset is checked.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = IndexReader(bytes)
    guard reader.magic("KOCS2\n"), let tagCount = reader.u16(), let fileCount = reader.u16(),
      let setCount = reader.u16(), let siteCount = reader.u32(), tagCount <= TagSet.capacity
    else { return nil }
    var tags: [String] = []
    for _ in 0..<tagCount {
      guard let tag = reader.text() else { return nil }
      tags.append(tag)
    }
    var starts: [(String, Int)] = []
    for _ in 0..<fileCount {
      guard let name = reader.text(), let first = reader.u32(), first <= siteCount,
        first >= starts.last?.1 ?? 0
      else { return nil }
      starts.append((name, Int(first)))
    }
    var tagSets: [TagSet] = []
    for _ in 0..<setCount {
      var set = TagSet()
      guard let ranges = reader.u8() else { return nil }
      for _ in 0..<ranges {
        guard let first = reader.u8(), let last = reader.u8(), first <= last, last < tagCount else { return nil }
        set.insert(Int(first)...Int(last))
      }
      tagSets.append(set)
    }
    var sites: [Site] = []
    sites.reserveCapacity(min(Int(siteCount), bytes.count / 9))
    for _ in 0..<siteCount {
      guard let line = reader.u16(), let flags = reader.u8(), let hash = reader.u32(), let set = reader.u16(),
        Int(set) < tagSets.count
      else { return nil }
      sites.append(
        Site(
          line: UInt16(line), severity: flags & 3, openingLength: flags >> 2, openingHash: UInt32(hash),
          tagSet: UInt16(set)))
    }
    var files: [String: Range<Int>] = [:]
    for (i, start) in starts.enumerated() {
      files[start.0] = start.1..<(i + 1 < starts.count ? starts[i + 1].1 : sites.count)
    }
    (self.tags, self.files, self.tagSets, self.sites) = (tags, files, tagSets, sites)
  }

  /// The releases that fit the call sites best.
  ///
  /// Each distinct site votes once, however often it printed, for every tag that has it, with the weight log(tags /
  /// tags that have it): a wrong line or two (a patched build, a clipped paste) do not outvote the rest. Use one call
  /// for one process lifetime; an upgrade in one log would mix two releases. Complexity: sites × (log index + tags).
  public func vote(_ observed: [CallSite: Int]) -> VersionEstimate {
    var scores = [Double](repeating: 0, count: tags.count)
    var found: [TagSet] = []
    var strange = 0
    for site in observed.keys {
      guard let set = self.tags(of: site) else {
        if files[site.file] != nil { strange += 1 }
        continue
      }
      found.append(set)
      // A site that every tag has would tell nothing and weigh nothing.
      let weight = log(Double(tags.count) / Double(set.count))
      for tag in scores.indices where set.contains(tag) { scores[tag] += weight }
    }
    guard let best = scores.max(), best > 0 else {
      return VersionEstimate(
        tags: [], agreeing: 0, known: found.count, strange: strange, examined: observed.count)
    }
    let winners = tags.indices.filter { scores[$0] >= best - 1e-6 }
    let agreeing = found.count { set in winners.contains(where: set.contains) }
    return VersionEstimate(
      tags: winners.map { tags[$0] }, agreeing: agreeing, known: found.count, strange: strange,
      examined: observed.count)
  }

  /// Call sites of one tag, without openings; for tests.
  func sites(of tag: String) -> [CallSite: Int] {
    guard let number = tags.firstIndex(of: tag) else { return [:] }
    var result: [CallSite: Int] = [:]
    for (file, range) in files {
      for site in sites[range] where tagSets[Int(site.tagSet)].contains(number) {
        let severity = Array("IWEF".utf8)[Int(site.severity)]
        result[CallSite(file: file, line: Int(site.line), severity: severity)] = 1
      }
    }
    return result
  }

  /// Tags that log from that place, with an opening that fits; nil if none does.
  private func tags(of site: CallSite) -> TagSet? {
    guard let range = files[site.file], let severity = "IWEF".utf8.firstIndex(of: site.severity) else { return nil }
    let severityCode = "IWEF".utf8.distance(from: "IWEF".utf8.startIndex, to: severity)
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if Int(sites[middle].line) < site.line { low = middle + 1 } else { high = middle }
    }
    var set = TagSet()
    while low < range.upperBound, Int(sites[low].line) == site.line {
      let candidate = sites[low]
      low += 1
      if Int(candidate.severity) == severityCode, Self.fits(candidate, site.opening) {
        set.formUnion(tagSets[Int(candidate.tagSet)])
      }
    }
    return set.count == 0 ? nil : set
  }

  private static func fits(_ site: Site, _ opening: [UInt8]) -> Bool {
    // A site that may print anything, or a caller that kept no text: the line alone decides.
    guard site.openingLength > 0, !opening.isEmpty else { return true }
    guard opening.count >= Int(site.openingLength) else { return false }
    var hash: UInt32 = 0x811C_9DC5
    for byte in opening.prefix(Int(site.openingLength)) { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return hash == site.openingHash
  }
}
