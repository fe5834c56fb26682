import Model
import Reports

/// Takes the names out of a whole triage, with one map for all of it.
///
/// Pseudonyms depend on all names, so each bundle is read twice if there are to be reports: first for what it holds and calls
/// things, then for its report. The second reading goes in the order of the queue, since each report goes on with the map
/// that the one before it left: a word that nothing was known to be called is met only while a report is made.
struct TriageRedaction {
  let options: Triage.Options
  let request: RedactionRequest
  let units: [BundleFinder.Unit]
  /// Of all bundles.
  let names: KnownNames

  /// Gives the entries their pseudonyms and `report` the redacted ones with their pages; an empty page where there is none,
  /// and what lies there from an earlier run is of other pseudonyms. Returns what stands for what.
  func run(
    _ document: inout TriageDocument, progress: @Sendable (Triage.Progress) -> Void,
    report: (@Sendable (TriageEntry, [UInt8]) -> Void)?, isCancelled: @Sendable @escaping () -> Bool
  ) throws -> RedactionMap {
    let pack = try RuleLoading.pack(folders: options.analysis.ruleFolders)
    let redaction = Redaction(names, .of(pack), map: request.map)
    let originals = document.bundles
    document.bundles = originals.map { $0.redacted(redaction) }
    var map = redaction.map
    guard let report else { return map }
    let child = options.child.first.map { program in
      BundleProcess(.init(program: program, arguments: Array(options.child.dropFirst()), seconds: options.seconds))
    }
    let unitOfPath = Dictionary(units.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var state = Triage.Progress()
    (state.bundles, state.bytes) = (originals.count, originals.reduce(0) { $0 + $1.bytes })
    for (number, entry) in originals.enumerated() {
      var page: [UInt8] = []
      if !entry.isEmpty, !isCancelled(), let unit = unitOfPath[entry.path] {
        switch read(unit, map, child, isCancelled) {
        case .success(let read): (page, map) = (read.page, read.map)
        case .failure(let failure) where document.bundles[number].error.isEmpty:
          document.bundles[number].error = "no report: " + failure.reason
        case .failure: break
        }
      }
      report(document.bundles[number], page)
      (state.done, state.doneBytes) = (state.done + 1, state.doneBytes + entry.bytes)
      progress(state)
    }
    document.isPartial = document.isPartial || isCancelled()
    return map
  }

  private struct Failure: Error { var reason: String }

  private func read(
    _ unit: BundleFinder.Unit, _ map: RedactionMap, _ child: BundleProcess?,
    _ isCancelled: @Sendable @escaping () -> Bool
  ) -> Result<(page: [UInt8], map: RedactionMap), Failure> {
    var wanted = BundleChild.Request(path: unit.path, inputs: unit.inputs, bytes: unit.size, wantsReport: true)
    wanted.redaction = BundleChild.Request.Redaction(names: names, map: map.text)
    let answer: BundleChild.Answer
    let page: [UInt8]
    if let child {
      switch child.read(wanted, isCancelled: isCancelled) {
      case .cancelled: return .failure(Failure(reason: "interrupted"))
      case .failed(let reason): return .failure(Failure(reason: reason))
      case .read(let read, let report): (answer, page) = (read, report)
      }
    } else {
      (answer, page) = BundleReading.read(wanted, options.analysis, options.language, isCancelled: isCancelled)
    }
    // The child is not trusted: a map that has forgotten something would tell the same name in two ways.
    guard let grown = answer.map.flatMap({ RedactionMap($0) }), grown.goesOn(from: map) else {
      return .failure(Failure(reason: "it could not be redacted"))
    }
    return .success((page, grown))
  }
}
