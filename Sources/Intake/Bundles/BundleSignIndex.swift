/// Finds the patterns that a path may match by the fixed components it has.
struct BundleSignIndex: Sendable {
  struct Entry: Sendable {
    let layout: Int
    let sign: Int
    let pattern: PathPattern
    let anchorOffset: Int
  }

  let layouts: [BundleLayout]
  let strongMasks: [UInt64]
  /// By the hash of a component; the pattern itself compares the bytes.
  private var anchored: [UInt64: [Entry]] = [:]
  /// Without a fixed component, but tied to the end of the path.
  private var atEnd: [Entry] = []
  private var anywhere: [Entry] = []

  init(_ layouts: [BundleLayout]) {
    self.layouts = layouts
    strongMasks = layouts.map(\.strongMask)
    for (l, layout) in layouts.enumerated() {
      for (s, sign) in layout.signs.enumerated() {
        for pattern in sign.patterns {
          if let anchor = pattern.anchor {
            let entry = Entry(layout: l, sign: s, pattern: pattern, anchorOffset: anchor.offset)
            anchored[Self.hash(anchor.text[...]), default: []].append(entry)
          } else if pattern.isOpen {
            anywhere.append(Entry(layout: l, sign: s, pattern: pattern, anchorOffset: 0))
          } else {
            atEnd.append(Entry(layout: l, sign: s, pattern: pattern, anchorOffset: 0))
          }
        }
      }
    }
  }

  /// Hands each sign that `path` is to `visit`, with the number of components in front of the bundle's root's end.
  func visitSigns(of path: SplitPath, _ visit: (Entry, Int) -> Void) {
    func check(_ entry: Entry, _ start: Int) {
      if entry.pattern.matches(path, at: start) { visit(entry, start + entry.pattern.rootCount) }
    }
    for (i, part) in path.parts.enumerated() {
      for entry in anchored[Self.hash(path.bytes[part])] ?? [] { check(entry, i - entry.anchorOffset) }
      for entry in anywhere { check(entry, i) }
    }
    for entry in atEnd { check(entry, path.parts.count - entry.pattern.components.count) }
  }

  /// FNV-1a.
  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
