import CPlatform
import CommandLineKit
import Glibc
import Model
import Pipeline
import Reports

/// `triage`: a folder of bundles in, a ranked queue out, one report per bundle if wanted.
enum TriageCommand {
  static func run(_ parsed: ParsedArguments, _ program: String) throws -> ExitStatus {
    guard !parsed.operands.isEmpty else {
      throw UsageError("'triage' needs a folder of bundles", hint: "see '\(program) triage --help'")
    }
    let outputs = try TableTarget.list(parsed)
    var options = Triage.Options()
    options.operands = parsed.operands
    options.analysis = try AnalyzeArguments.options(parsed)
    options.journal = parsed.value("resume")
    if let text = parsed.value("max-memory") { options.memory = try AnalyzeArguments.size(text) }
    try OutputCheck.check(
      outputs.map(\.choice) + RedactionOption.choices(parsed),
      inputs: options.operands + (options.journal.map { [$0] } ?? []), isFolderRead: false)
    let reports = try parsed.value("reports").map { try ReportFolder($0) }
    let progress = TriageProgressLine(isShown: !parsed.has("quiet") && isatty(2) == 1)
    Interruption.install()
    options.child = child
    options.seconds = try AnalyzeArguments.number(parsed, "max-time", 1...1_000_000) ?? options.seconds
    options.fingerprint = try fingerprint(parsed)
    options.language = OutputChoice.language(parsed)
    let result = try Triage.run(
      options, progress: { progress.show($0) },
      needsReport: { entry in reports.map { !entry.isEmpty && !$0.has($0.name(of: entry)) } ?? false },
      wantsReports: reports != nil, report: { reports?.write($0, $1) }, isCancelled: { Interruption.isRequested })
    progress.clear()
    let document = result.document
    for output in outputs {
      let written =
        output.choice.name == "json"
        ? output.choice.write(document.json())
        : output.write(
          [document.table(shortens: output.choice.name != "csv") { reports?.link(to: $0, from: output.choice.file) }],
          parsed)
      if written != .clean { return written }
    }
    let mapped = RedactionOption.write(result.map, parsed)
    return mapped == .clean ? result.status : mapped
  }
}

extension TriageCommand {
  /// Address space of a child, bytes: far above what a bundle needs, far below what makes a system unusable.
  private static let childMemory: UInt64 = 8 << 30

  /// This program as the child that reads bundles, with the same options.
  private static var child: [String] {
    ["/proc/self/exe", BundleChild.word] + CommandLine.arguments.dropFirst()
  }

  /// What of the options changes what is found, the rules in folders included.
  private static func fingerprint(_ parsed: ParsedArguments) throws -> String {
    var hash = SHA256()
    let relevant = ["log-timezone", "log-year", "max-nesting", "max-members", "max-bytes", "max-ratio", "rules"]
    let texts = relevant.flatMap { name in (parsed.values[name] ?? []).map { name + "=" + $0 } }
    for text in texts + [try RuleLoading.fingerprint(folders: parsed.values["rules"] ?? [])] {
      Array((text + "\0").utf8).withUnsafeBytes { hash.update($0) }
    }
    return String(hash.hexDigest().prefix(16))
  }

  /// The child's side: answers until nothing is asked any more.
  static func serve(_ arguments: [String]) {
    // Hundreds of bundles one after the other shall need no more than the largest of them.
    cplatform_give_back_memory(128 << 10)
    guard let parsed = try? ProgramTable.table.parse(arguments), var options = try? AnalyzeArguments.options(parsed)
    else { return }
    // Here `--max-memory` is of all bundles that are read at one time; each has what a child may take.
    options.limits = options.limits.withoutMemory
    // Reports show what the user said.
    if options.arguments.first == BundleChild.word { options.arguments.removeFirst() }
    BundleChild.serve(options, OutputChoice.language(parsed), memory: childMemory)
  }
}

/// The folder that takes one HTML report for each bundle.
struct ReportFolder: Sendable {
  private let path: String

  /// Makes the folder if need be.
  init(_ path: String) throws(UsageError) {
    self.path = path
    var info = stat()
    if stat(path, &info) == 0 {
      guard info.st_mode & S_IFMT == S_IFDIR else { throw UsageError("'\(path)' is no folder") }
    } else if mkdir(path, 0o755) != 0 {
      throw UsageError("'\(path)' cannot be made: \(String(cString: strerror(errno)))")
    }
  }

  /// A name that any file system takes, one for each bundle: the bundle's own, and a few digits that tell equal ones apart.
  func name(of entry: TriageEntry) -> String {
    var hash = SHA256()
    Array(entry.path.utf8).withUnsafeBytes { hash.update($0) }
    let last = entry.path.split(separator: "/").last.map(String.init) ?? ""
    let plain = String(
      last.unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII
          && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar))
        return isPlain ? Character(scalar) : "_"
      }.prefix(80))
    let stem = plain.drop { $0 == "." }
    return "\(stem)-\(hash.hexDigest().prefix(8)).html"
  }

  func has(_ name: String) -> Bool { access(path + "/" + name, F_OK) == 0 }

  /// Writes the page of a bundle; without one, what an earlier run left under its name goes.
  func write(_ entry: TriageEntry, _ page: [UInt8]) {
    let file = path + "/" + name(of: entry)
    if page.isEmpty { unlink(file) } else { _ = OutputFile(path: file).write(page) }
  }

  /// How an index at `file` names the report of a bundle; `nil` if there is none.
  func link(to entry: TriageEntry, from file: String?) -> String? {
    let name = name(of: entry)
    guard has(name) else { return nil }
    let folder = file.flatMap { $0.contains("/") ? String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) : nil }
    if let folder, path.hasPrefix(folder + "/") { return String(path.dropFirst(folder.count + 1)) + "/" + name }
    return folder == path ? name : path + "/" + name
  }
}

/// One line on the terminal: bundles, bytes, and how long it will take.
final class TriageProgressLine: Sendable {
  private let isShown: Bool
  private let began = ContinuousClock.now

  init(isShown: Bool) { self.isShown = isShown }

  func show(_ progress: Triage.Progress) {
    guard isShown else { return }
    var text = "\r\u{1b}[K\(progress.done) of \(progress.bundles) bundles"
    if progress.bytes > 0 {
      text += ", \(progress.doneBytes >> 20) of \(progress.bytes >> 20) MiB"
      let elapsed = Double((ContinuousClock.now - began).components.seconds)
      if progress.doneBytes > 0, elapsed >= 1 {
        let left = elapsed * Double(progress.bytes - progress.doneBytes) / Double(progress.doneBytes)
        text += ", \(Int(min(left, 1e6))) s left"
      }
    }
    _ = Console.write(Array(text.utf8), to: 2)
  }

  func clear() { if isShown { _ = Console.write(Array("\r\u{1b}[K".utf8), to: 2) } }
}
