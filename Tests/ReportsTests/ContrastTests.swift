import Foundation
import Testing

@testable import Reports

/// WCAG 2.2 contrast of the colours that texts of the page have, computed from the style sheet.
@Suite struct ContrastTests {
  /// Text colour, background.
  static let pairs: [(String, String)] = [
    ("text", "page"), ("text", "card"), ("text", "sunk"), ("muted", "page"), ("muted", "card"), ("muted", "sunk"),
    ("accent", "card"),
    ("accent", "page"), ("accent-text", "accent"), ("bad", "card"), ("bad", "bad-soft"), ("text", "bad-soft"),
    ("card", "bad"),
    ("bad-soft", "bad"), ("warn", "card"), ("warn", "warn-soft"), ("text", "warn-soft"), ("warn-soft", "warn"),
    ("doubt", "doubt-soft"),
    ("text", "doubt-soft"), ("doubt-soft", "doubt"), ("good", "card"), ("good", "good-soft"), ("text", "good-soft"),
    ("good-soft", "good"),
    ("calm", "calm-soft"), ("calm", "card"), ("card", "calm"),
  ]
  /// Lines and areas that carry meaning.
  static let shapes: [(String, String)] = [
    ("line-strong", "card"), ("accent", "card"), ("gap", "track"), ("have", "gap"),
  ]

  @Test(arguments: ["light", "dark"])
  func textIsReadable(_ theme: String) throws {
    let colors = try Self.colors(theme)
    for (text, back) in Self.pairs {
      let ratio = Self.ratio(try #require(colors[text]), try #require(colors[back]))
      #expect(ratio >= 4.5, "\(theme): \(text) on \(back) is \(ratio)")
    }
    for (shape, back) in Self.shapes.prefix(3) {
      let ratio = Self.ratio(try #require(colors[shape]), try #require(colors[back]))
      #expect(ratio >= 3, "\(theme): \(shape) on \(back) is \(ratio)")
    }
  }

  private static func colors(_ theme: String) throws -> [String: UInt32] {
    let css = EmbeddedAsset.style.text
    let parts = css.components(separatedBy: ":root {")
    let block = try #require(theme == "light" ? parts[1] : parts[2]).prefix { $0 != "}" }
    var out: [String: UInt32] = [:]
    for match in block.matches(of: /--([a-z-]+): #([0-9a-f]{6});/) { out[String(match.1)] = UInt32(match.2, radix: 16) }
    return out
  }

  private static func ratio(_ a: UInt32, _ b: UInt32) -> Double {
    let (high, low) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)
  }

  private static func luminance(_ color: UInt32) -> Double {
    let parts = [16, 8, 0].map { (shift: UInt32) in
      let c = Double(color >> shift & 255) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
