import Chronicle
import ClusterState
import Formats
import Intake
import Model
import Reports
import Rules
import Vocabulary

/// Everything the inputs hold, brought into one chronicle and one state.
struct Evidence {
  private(set) var chronicle: Chronicle
  private(set) var nics: NicTable
  private(set) var coverage: Coverage
  let ledger: Ledger
  /// The state as the rules see it.
  var state: any StateView { ClusterView(ledger: ledger) }
  /// What could not be read, or not read again.
  var problems: [IntakeProblem] { gathered + lines.session.lateProblems }
  private var gathered: [IntakeProblem] = []
  private(set) var streams: [StreamSummary] = []
  private let lines: QuotedLines

  /// One stream, without what the chronicle took from it.
  struct StreamSummary {
    /// Where its lines can be read again.
    var origin: LineOrigin
    var harvest: StreamHarvest
    /// Of the input that the stream came in.
    var hash: InputHash?
  }

  /// Something of use was understood, or a log was read that holds nothing of it.
  var hasEvidence: Bool {
    streams.contains { $0.harvest.bytes.understood > 0 } || chronicle.sources.contains { $0.writer.records > 0 }
  }

  /// Reads the inputs.
  static func gather(
    _ options: AnalyzeOptions, progress: @Sendable @escaping (AnalysisProgress) -> Void,
    isCancelled: @Sendable @escaping () -> Bool
  ) throws -> Evidence {
    try Evidence(options, .read(options, progress: progress, isCancelled: isCancelled))
  }

  /// What logs that are still being written hold so far; their lines cannot be read again.
  init(_ options: AnalyzeOptions, following harvests: [StreamHarvest]) throws {
    try self.init(options, Gathering(options, following: harvests))
  }

  private init(_ options: AnalyzeOptions, _ gathering: consuming Gathering) throws {
    lines = gathering.lines
    gathered = gathering.problems.map(\.problem)
    var builder = ChronicleBuilder()
    var documents = DocumentIntake()
    var hints = try ClockGathering.hints(options)
    for number in gathering.leaves.indices {
      // What a stream held goes as soon as it is taken over.
      let leaf = gathering.takeOut(number)
      gathered += leaf.content.problems
      for (harvest, origin) in zip(leaf.content.streams, leaf.origins) {
        let stream = streams.count
        builder.add(harvest.log, stream: stream, display: harvest.provenance.display)
        ClockGathering.note(harvest, stream: stream, in: &hints)
        documents.take(harvest.documents, stream: stream, display: harvest.provenance.display)
        var kept = harvest
        (kept.log, kept.documents) = (.none, .none)
        streams.append(StreamSummary(origin: origin, harvest: kept, hash: leaf.content.hash))
      }
    }
    let cluster = documents.finish(into: &builder, &hints)
    var chronicle = builder.finish(hints)
    nics = NicTable(&chronicle, providers: cluster.providers(chronicle))
    self.chronicle = chronicle
    coverage = Coverage(chronicle.writers)
    let pods = PodsInLog(chronicle, coverage)
    let doubted = pods.isEmpty ? nil : cluster.ledger.state.doubtingPods { pods.shows($0, livingAt: $1) }
    let state = doubted ?? cluster.ledger.state
    let known = state.hasSnapshots ? state.knowing(EndsInLog.ends(chronicle, state)) : nil
    ledger = (known ?? doubted).map { Ledger($0) } ?? cluster.ledger
  }

  // MARK: Citations

  /// Most bytes of a line that a report shows.
  static let citedLimit = 600

  /// Where a line stands.
  struct Place: Hashable {
    var stream: Int
    var offset: UInt64
  }

  /// Where the line of an event stands.
  func place(of e: Event) -> Place { Place(stream: chronicle.sources[Int(e.source)].stream, offset: e.offset) }

  /// The lines of these events, and those at further places, read again from the inputs.
  func texts(of events: [Int], and more: Set<Place>) -> (events: [Int: CitedLine], places: [Place: CitedLine]) {
    let places = events.map { place(of: chronicle.events[$0]) }
    let lines = lines(at: Set(places).union(more))
    var texts: [Int: CitedLine] = [:]
    for (number, place) in zip(events, places) { texts[number] = lines[place] }
    return (texts, lines)
  }

  /// The lines at these places, read again from the inputs, one pass for each input.
  func lines(at places: Set<Place>) -> [Place: CitedLine] {
    var texts: [Place: CitedLine] = [:]
    let wanted = Dictionary(grouping: places, by: \.stream).sorted { $0.key < $1.key }.map { number, places in
      QuotedLines.Wanted(
        origin: streams[number].origin, stream: number, offsets: places.map(\.offset).sorted(),
        isDecoded: streams[number].harvest.isDecoded)
    }
    lines.read(wanted) { stream, lines in
      for (offset, line) in lines { texts[Place(stream: stream, offset: offset)] = line.cited }
    }
    return texts
  }

  /// What was assumed about the clocks of the logs, each assumption once.
  var clockTexts: [String] {
    var texts: [String] = []
    for source in chronicle.sources where source.writer.records > 0 && !source.clock.text.isEmpty {
      if !texts.contains(source.clock.text) { texts.append(source.clock.text) }
    }
    return texts
  }

  /// The name reports show of a stream.
  func display(ofStream stream: Int) -> String {
    streams.indices.contains(stream) ? streams[stream].harvest.provenance.display : ""
  }

  /// Hands out every stream again that was read from an input, in order, and not from a harvest. Throws what `body` throws, and
  /// what keeps an input from being read again.
  func reread(_ body: (StreamSummary, any EvidenceStream) throws -> Void) throws {
    let read = streams.filter { $0.origin.leaf >= 0 && $0.origin.part == nil }
    let byLeaf = Dictionary(grouping: read, by: \.origin.leaf)
    for (leaf, summaries) in byLeaf.sorted(by: { $0.key < $1.key }) {
      var at = 0
      try lines.session.reopen(lines.leaves[leaf]) { stream in
        defer { at += 1 }
        if let summary = summaries.first(where: { $0.origin.visit == at }) { try body(summary, stream) }
      }
    }
  }

  // MARK: Inputs

  /// Support bundles that the inputs are or hold.
  var bundles: [BundleEntry] {
    // A lone stream is no bundle, and compiling the paths of all layouts would be a third of the time of a short log.
    if streams.count < 2 { return [] }
    return BundleKindTable.recognize(paths: streams.map(\.harvest.provenance.chain)).map { found in
      var entry = BundleEntry()
      (entry.kind, entry.title, entry.root, entry.reason) = (found.kind.id, found.kind.title, found.root, found.reason)
      return entry
    }
  }

  /// Fills bundles, inputs, byte counts and samples of a report.
  func describeInputs(in report: inout ReportDocument) {
    report.bundles = Array(bundles.prefix(1000))
    let sourcesOfStream = Dictionary(grouping: chronicle.sources.indices, by: { chronicle.sources[$0].stream })
    for (number, stream) in streams.enumerated() {
      let harvest = stream.harvest
      var entry = InputEntry()
      entry.name = harvest.provenance.display
      let chains = harvest.chains.joined(separator: " + ")
      entry.format = chains.isEmpty ? harvest.format : chains
      if harvest.format == PasteFormat.id, !chains.isEmpty { entry.format = PasteFormat.id + " > " + chains }
      entry.reason = harvest.reason
      entry.bytes = harvest.bytes
      entry.lines = harvest.lines
      entry.sha256 = stream.hash?.hexDigest ?? ""
      let sources = (sourcesOfStream[number] ?? []).map { chronicle.sources[$0] }
      entry.first = sources.compactMap { $0.covers?.from }.min()
      entry.last = sources.compactMap { $0.covers?.to }.max()
      entry.clock = sources.first { $0.writer.records > 0 }?.clock.text ?? ""
      entry.clockUncertainty = sources.map(\.clock.uncertainty).max() ?? 0
      entry.problems = harvest.problems.map(\.reason) + [stream.hash?.reason ?? ""].filter { !$0.isEmpty }
      report.inputs.append(entry)
      report.bytes += harvest.bytes
      if harvest.imbalance != 0 {
        // Must never happen; when it does, a reader of the report has to know that the rest may be wrong, too.
        report.unknowns.append(
          UnknownEntry(
            subject: entry.name, reason: "the bytes do not add up by \(harvest.imbalance): a bug of this program",
            command: ""))
      }
      for sample in harvest.samples where report.notUnderstood.count < 10 {
        var citation = Citation()
        citation.source = entry.name
        citation.line = sample.position.line
        citation.offset = sample.position.offset
        citation.text = sample.text
        report.notUnderstood.append(citation)
      }
    }
    for problem in problems {
      guard problem.losesEvidence else {
        for i in report.inputs.indices where report.inputs[i].name == problem.subject {
          report.inputs[i].problems.append(problem.reason)
        }
        continue
      }
      report.unknowns.append(UnknownEntry(subject: problem.subject, reason: problem.reason, command: ""))
      // A hostile archive declares sizes whose sum no integer holds.
      let (sum, overflow) = report.bytes.skipped.addingReportingOverflow(problem.skippedBytes)
      report.bytes.skipped = overflow ? .max >> 8 : sum
    }
  }
}
