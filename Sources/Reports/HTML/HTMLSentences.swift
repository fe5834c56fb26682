/// Sentences in which no line breaks names of findings and times apart, and the names lead to the findings.
extension HTMLBlocks {
  /// More findings than this are not looked for in a sentence.
  private static let most = 60

  /// A sentence with links to findings. O(length × findings named).
  func linked(_ text: String, _ findings: [FindingEntry], _ w: inout HTMLWriter) {
    var rest = Substring(text)
    while let (range, finding) = findings.prefix(Self.most).compactMap({ finding in
      finding.id.isEmpty ? nil : rest.firstRange(of: finding.id).map { (range: $0, finding: finding) }
    }).min(by: { ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound) }) {
      sentence(rest[..<range.lowerBound], &w)
      link(to: finding, &w)
      rest = rest[range.upperBound...]
    }
    sentence(rest, &w)
  }

  /// The name of a finding, which leads to it.
  func link(to finding: FindingEntry, _ w: inout HTMLWriter) {
    w.element("a", ["class": "whole", "href": "#" + finding.anchor], text: finding.id)
  }

  /// Running text whose times, as `2026-11-26 10:05:00`, stay in one piece. O(length).
  func sentence(_ text: Substring, _ w: inout HTMLWriter) {
    let bytes = Array(text.utf8)
    var (kept, at) = (0, 0)
    while at + Self.timeShape.count <= bytes.count {
      guard Self.isTime(bytes[at..<at + Self.timeShape.count]) else {
        at += 1
        continue
      }
      w.prose(String(decoding: bytes[kept..<at], as: UTF8.self))
      kept = at + Self.timeShape.count
      w.element("span", ["class": "whole"], text: String(decoding: bytes[at..<kept], as: UTF8.self))
      at = kept
    }
    w.prose(String(decoding: bytes[kept...], as: UTF8.self))
  }

  private static let timeShape = Array("0000-00-00 00:00:00".utf8)

  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    zip(bytes, timeShape).allSatisfy { byte, shape in shape == 0x30 ? (0x30...0x39).contains(byte) : byte == shape }
  }
}
