import Intake
import Model
import Vocabulary

/// What all inputs of a run gave, in the one order of inputs: those that were read here, and those that harvests stand for.
struct Gathering {
  /// One input.
  struct Leaf {
    var content: HarvestedLeaf
    /// Where the lines of its streams can be read again.
    var origins: [LineOrigin]
    /// A harvest stood for it.
    var isHarvested = false
  }

  private(set) var leaves: [Leaf] = []
  /// Problems of no input that could be read.
  private(set) var problems: [PlannedProblem] = []
  let lines: QuotedLines

  /// Reads the inputs.
  static func read(
    _ options: AnalyzeOptions, progress: @Sendable @escaping (AnalysisProgress) -> Void,
    isCancelled: @Sendable @escaping () -> Bool
  ) -> Gathering {
    var plan = InputPlan()
    var problems: [PlannedProblem] = []
    for input in options.inputs.sorted(by: PathOrder.precedes) {
      let part = Intake.plan([input], standardInput: options.inputName ?? "stdin")
      plan.leaves += part.leaves
      problems += part.problems.map { PlannedProblem(input: input, problem: $0) }
    }
    plan.leaves.sort(by: InputLeaf.precedes)
    let read = plan.leaves.map { named($0, options.prefix) }
    for i in problems.indices {
      problems[i].input = named(problems[i].input, options.prefix)
      problems[i].problem.subject = named(problems[i].problem.subject, options.prefix)
    }
    let session = IntakeSession(limits: options.limits, isCancelled: isCancelled)
    let reader = EvidenceReader(options: options, session: session, vocabulary: .builtIn, progress: progress)
    let lines = QuotedLines(leaves: plan.leaves, session: session, identity: HarvestIdentity(options))
    var gathering = Gathering(lines, problems)
    for i in plan.leaves.indices { plan.leaves[i].provenance = read[i].provenance }
    gathering.take(reader.read(plan.leaves), read, keepsEverything: options.keepsEverything)
    return gathering
  }

  private static func named(_ path: String, _ prefix: String) -> String {
    prefix.isEmpty ? path : prefix + (path.hasPrefix("/") ? "" : "/") + path
  }

  /// The leaf as it is called, which need not be where it is.
  private static func named(_ leaf: InputLeaf, _ prefix: String) -> InputLeaf {
    var leaf = leaf
    leaf.path = named(leaf.path, prefix)
    leaf.provenance.chain[0] = named(leaf.provenance.chain[0], prefix)
    return leaf
  }

  /// What logs that are still being written hold so far; their lines cannot be read again.
  init(_ options: AnalyzeOptions, following harvests: [StreamHarvest]) {
    let session = IntakeSession(limits: options.limits) { false }
    self.init(QuotedLines(leaves: [], session: session, identity: HarvestIdentity(options)), [])
    leaves = harvests.map { harvest in
      let leaf = InputLeaf(provenance: harvest.provenance, path: harvest.provenance.path, size: 0)
      return Leaf(content: HarvestedLeaf(leaf: leaf, hash: nil, problems: [], streams: [harvest]), origins: [.none])
    }
  }

  private init(_ lines: QuotedLines, _ problems: [PlannedProblem]) { (self.lines, self.problems) = (lines, problems) }

  private mutating func take(_ results: [EvidenceReader.LeafResult], _ read: [InputLeaf], keepsEverything: Bool) {
    for (number, result) in results.enumerated() {
      for (visit, file) in result.harvests {
        problems += file.problems
        for (part, leaf) in file.leaves.enumerated() {
          let origins = leaf.streams.indices.map {
            LineOrigin(leaf: number, visit: visit, part: HarvestFile.StreamNumber(leaf: part, stream: $0))
          }
          leaves.append(Leaf(content: leaf, origins: origins, isHarvested: true))
        }
      }
      // A file with nothing but harvests in it only stands for their inputs.
      if !result.harvests.isEmpty, result.streams.isEmpty, result.problems.isEmpty { continue }
      let content = HarvestedLeaf(
        leaf: read[number], hash: result.hash, problems: result.problems, streams: result.streams)
      leaves.append(Leaf(content: content, origins: result.visits.map { LineOrigin(leaf: number, visit: $0) }))
    }
    leaves.sort { InputLeaf.precedes($0.content.leaf, $1.content.leaf) }
    setNamesakesApart()
    problems.sort { PathOrder.precedes($0.input, $1.input) }
    guard !keepsEverything, EvidenceReader.areMuch(leaves.lazy.map(\.content.leaf)) else { return }
    for leaf in leaves.indices {
      for stream in leaves[leaf].content.streams.indices { leaves[leaf].content.streams[stream].thinAsPartOfMuch() }
    }
  }

  /// Of different inputs of one name, as nodes have them, only the first is kept: reports, and what is known of processes, tell
  /// inputs apart by their names.
  private mutating func setNamesakesApart() {
    guard leaves.contains(where: \.isHarvested) else { return }
    var kept: [Leaf] = []
    for leaf in leaves {
      guard let last = kept.last, last.isHarvested || leaf.isHarvested,
        last.content.isNamesake(of: leaf.content), !last.content.isSame(as: leaf.content)
      else {
        kept.append(leaf)
        continue
      }
      let name = leaf.content.leaf.provenance.display
      problems.append(
        PlannedProblem(
          input: leaf.content.leaf.path,
          problem: IntakeProblem(
            subject: name,
            reason: "harvests hold different inputs of this name, of which one is read: harvest each with a --prefix",
            kind: .unsupported, skippedBytes: leaf.content.leaf.size)))
    }
    leaves = kept
  }

  /// Takes a leaf out, so that what it holds can go when it was used.
  mutating func takeOut(_ number: Int) -> Leaf {
    var content = HarvestedLeaf(leaf: leaves[number].content.leaf, hash: nil, problems: [], streams: [])
    swap(&content, &leaves[number].content)
    return Leaf(content: content, origins: leaves[number].origins)
  }
}
