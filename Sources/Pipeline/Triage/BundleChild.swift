import CPlatform
import FoundationEssentials
import Glibc
import Reports

/// The child process that reads bundles for a triage, so that a bundle that breaks it costs one row and nothing else.
///
/// It is told which bundle to read, answers with what it found, and may do nothing else: no sockets, no programs, no files
/// written. It is trusted no more than what it reads.
public enum BundleChild {
  /// First argument of a program that is to be the child; the arguments of `triage` follow.
  public static let word = "--read-bundles"

  /// A bundle to read.
  struct Request: Codable {
    var path: String
    var inputs: [String]
    var bytes: UInt64
    var wantsReport: Bool
    /// What the bundle calls things is wanted, too.
    var wantsNames = false
    /// Names are to be taken out of the report.
    var redaction: Redaction?

    struct Redaction: Codable {
      /// Of all bundles.
      var names: KnownNames
      /// What stands for what so far.
      var map: String
    }

    /// What the analysis is asked to do about names.
    var redactionRequest: RedactionRequest? {
      if wantsNames { return .names }
      return redaction.map { RedactionRequest(map: RedactionMap($0.map), others: $0.names) }
    }
  }

  /// What was found; the report follows it.
  struct Answer: Codable {
    var entry: TriageEntry
    /// If they were wanted.
    var names: KnownNames?
    /// What stands for what after the report, if names were taken out of it.
    var map: String?
  }

  /// Most bytes of an answer: a report is bounded far below.
  static let answerLimit = 256 << 20
  /// Of one spool, which lies in memory.
  private static let fileLimit: UInt64 = 1 << 30

  /// Answers requests on standard input until it ends. Call it before any thread is made.
  public static func serve(_ analysis: AnalyzeOptions, _ language: Language, memory: UInt64) {
    // Ctrl-C is for the parent, which ends the child when it wants to.
    signal(SIGINT, SIG_IGN)
    _ = cplatform_confine(memory, fileLimit)
    while let bytes = Frame.read(0, limit: answerLimit),
      let request = try? JSONDecoder().decode(Request.self, from: Data(bytes))
    {
      let (answer, report) = BundleReading.read(request, analysis, language)
      guard let bytes = try? JSONEncoder().encode(answer), Frame.write(Array(bytes), to: 1), Frame.write(report, to: 1)
      else { return }
    }
  }
}

/// Reads one bundle and says what triage wants to know.
enum BundleReading {
  /// What was found and, if wanted, the report as a page.
  static func read(
    _ request: BundleChild.Request, _ options: AnalyzeOptions, _ language: Language,
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) -> (answer: BundleChild.Answer, report: [UInt8]) {
    var entry = TriageEntry()
    entry.path = request.path
    entry.bytes = request.bytes
    var analysis = options
    analysis.inputs = request.inputs
    analysis.workers = 1
    analysis.redaction = request.redactionRequest
    do {
      let result = try Analysis.run(analysis, isCancelled: isCancelled)
      entry.describe(result)
      let isWanted = request.wantsReport && !entry.isEmpty && !isCancelled()
      var render = RenderOptions()
      render.language = language
      let page = isWanted ? HTMLRenderer(options: render).render(result.report) : []
      return (BundleChild.Answer(entry: entry, names: result.names, map: result.redaction?.map.text), page)
    } catch {
      entry.error = "\(error)"
      entry.isIncomplete = true
      return (BundleChild.Answer(entry: entry), [])
    }
  }
}

/// Bytes behind their number, as parent and child exchange them.
enum Frame {
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    let count = UInt64(bytes.count).littleEndian
    let whole = withUnsafeBytes(of: count) { Array($0) } + bytes
    var done = 0
    while done < whole.count {
      let written = whole.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, whole.count - done)
      }
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return false }
      done += written
    }
    return true
  }

  /// `nil` at the end, when it is beyond the limit, or when `mayWait` says that nobody waits any more.
  static func read(_ descriptor: Int32, limit: Int, mayWait: () -> Bool = { true }) -> [UInt8]? {
    guard let head = bytes(descriptor, 8, mayWait) else { return nil }
    let count = head.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return count <= UInt64(limit) ? bytes(descriptor, Int(count), mayWait) : nil
  }

  private static func bytes(_ descriptor: Int32, _ count: Int, _ mayWait: () -> Bool) -> [UInt8]? {
    var result = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let found = poll(&ready, 1, 200)
      if !mayWait() { return nil }
      if found <= 0 { continue }
      let got = result.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress.map { $0 + done }, count - done) }
      if got < 0, errno == EINTR { continue }
      if got <= 0 { return nil }
      done += got
    }
    return result
  }
}
