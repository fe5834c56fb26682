import ByteLexing
import Intake
import Model
import Vocabulary

/// What a harvest depends on besides its input. One that was made otherwise is not what reading the input here would give.
struct HarvestIdentity: Equatable {
  /// Of the layout of the file.
  static let format: UInt32 = 9

  var version = Version.current
  /// See `Vocabulary.identity`.
  var vocabulary = Vocabulary.identity
  var limits = IntakeLimits()
  var keepsEverything = false

  /// That of this program with these options.
  init(_ options: AnalyzeOptions) {
    // How much memory there was shows in what was left out, which is a problem of the stream.
    limits = options.limits.withoutMemory
    keepsEverything = options.keepsEverything
  }

  /// Reads one, and refuses all but the wanted one. True if less was kept than is wanted, should the logs be large.
  static func check(_ reader: inout BinaryReader, _ wanted: HarvestIdentity) throws(HarvestError) -> Bool {
    let (layout, found) = try read(&reader)
    if let why = wanted.difference(layout, found) { throw .foreign(why) }
    return wanted.keepsEverything && found?.keepsEverything == false
  }

  /// Of another layout nothing more can be read than its number.
  private static func read(_ reader: inout BinaryReader) throws(HarvestError) -> (layout: UInt32, HarvestIdentity?) {
    do throws(BinaryError) {
      let layout: UInt32 = try reader.number()
      return (layout, layout == format ? try HarvestIdentity(from: &reader) : nil)
    } catch {
      throw HarvestError(error)
    }
  }

  private func difference(_ layout: UInt32, _ found: HarvestIdentity?) -> String? {
    guard let found else { return "its layout is \(layout), and this program reads \(Self.format)" }
    if found.version != version { return "it was made by ko-forensics \(found.version), and this is \(version)" }
    if found.vocabulary != vocabulary { return "it was made with other messages or kinds than this program knows" }
    if found.keepsEverything, !keepsEverything { return "more of large logs was kept than this command wants" }
    return found.limits == limits
      ? nil : "it was made with other limits than this run has (--max-nesting, --max-members, --max-bytes, --max-ratio)"
  }

  private init(from reader: inout BinaryReader) throws(BinaryError) {
    version = try reader.text(limit: 256)
    vocabulary = try reader.raw(Vocabulary.identity.count)
    limits.nesting = try reader.int(in: 0...Int.max, "a limit")
    limits.members = try reader.int(in: 0...Int.max, "a limit")
    limits.totalBytes = try reader.number()
    limits.ratio = try reader.int(in: 0...Int.max, "a limit")
    keepsEverything = try reader.bool()
  }

  func write(to writer: inout BinaryWriter) {
    writer.number(Self.format)
    writer.text(version)
    vocabulary.withUnsafeBytes { writer.raw($0) }
    writer.int(limits.nesting)
    writer.int(limits.members)
    writer.number(limits.totalBytes)
    writer.int(limits.ratio)
    writer.bool(keepsEverything)
  }
}

/// Why a harvest is not read.
enum HarvestError: Error, Equatable {
  /// Made by another program, or otherwise.
  case foreign(String)
  /// Not what was written.
  case damaged(String)
  /// Large logs were thinned out, and all of them is wanted.
  case thinned

  init(_ error: BinaryError) { self = .damaged(error.reason) }

  /// The kind of problem it makes.
  var problemKind: IntakeProblem.Kind { if case .damaged = self { .corrupt } else { .unsupported } }

  /// For people, without trailing full stop.
  var reason: String {
    switch self {
    case .foreign(let why): "this harvest is not read: \(why); harvest the input again"
    case .damaged(let why): "this harvest is not read: \(why)"
    case .thinned:
      "this harvest is not read: large logs were thinned out in it, and this command shows all of them; give it the logs"
    }
  }
}
