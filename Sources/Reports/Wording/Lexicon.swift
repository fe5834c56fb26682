import Model

extension String {
  /// Without blanks at its end.
  fileprivate var trimmingBlanks: String { String(reversed().drop { $0 == " " }.reversed()) }
}

/// The one catalogue of fixed texts, English and Simplified Chinese. `{0}`, `{1}` stand for values.
struct Lexicon: Sendable {
  let language: Language

  /// The text of a label.
  subscript(_ label: Label) -> String {
    let entry = Self.entry(label)
    return language == .chinese ? entry.zh : entry.en
  }

  /// The text of a label with its values filled in: `{0}` for the first, `{0:row|rows}` for the word that goes with that
  /// number. Values are not scanned for placeholders.
  func callAsFunction(_ label: Label, _ values: String...) -> String {
    var out = ""
    var rest = Substring(self[label])
    while let open = rest.firstIndex(of: "{") {
      out += rest[..<open]
      let after = rest.index(after: open)
      guard let close = rest[after...].firstIndex(of: "}"),
        let filled = Self.filled(rest[after..<close].split(separator: ":", maxSplits: 1), values)
      else {
        out += "{"
        rest = rest[after...]
        continue
      }
      out += filled
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  /// What a placeholder stands for; `nil` if it is none.
  private static func filled(_ parts: [Substring], _ values: [String]) -> String? {
    guard let index = parts.first.flatMap({ Int($0) }), values.indices.contains(index) else { return nil }
    guard parts.count == 2 else { return values[index] }
    let forms = parts[1].split(separator: "|")
    return forms.count == 2 ? String(forms[values[index] == "1" ? 0 : 1]) : nil
  }

  /// How many objects of which kinds, in the order in which kinds first come: `12 IP objects, 1 Subnet`.
  func counted(_ refs: some Sequence<ResourceRef>) -> String {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for ref in refs {
      let noun = Quantity.noun(of: ref.kind)
      if counts[noun] == nil { order.append(noun) }
      counts[noun, default: 0] += 1
    }
    if language == .chinese {
      return order.map { "\(counts[$0] ?? 0) 个" + (Phrasebook.nouns[$0] ?? " " + $0).trimmingBlanks }.joined(
        separator: "，")
    }
    return order.map { Quantity.counted(counts[$0] ?? 0, $0) }.joined(separator: ", ")
  }

  func callAsFunction(_ verdict: Verdict) -> String {
    switch verdict {
    case .confirmed: self[.verdictConfirmed]
    case .probable: self[.verdictProbable]
    case .suspected: self[.verdictSuspected]
    case .resolved: self[.verdictResolved]
    case .refuted: self[.verdictRefuted]
    case .notEvaluated: self[.verdictNotEvaluated]
    }
  }

  func callAsFunction(_ severity: Severity) -> String {
    switch severity {
    case .critical: self[.severityCritical]
    case .high: self[.severityHigh]
    case .medium: self[.severityMedium]
    case .low: self[.severityLow]
    case .info: self[.severityInfo]
    }
  }

  /// What stands between a word and what it introduces.
  var colon: String { language == .chinese ? "：" : ": " }

  /// What stands between two of a list.
  var comma: String { language == .chinese ? "，" : ", " }

  /// What a finding is called. The title of its rule claims something: where that is over or was never so, the title says so
  /// itself, for it is read without its badge.
  func title(of finding: FindingEntry) -> String {
    switch finding.verdict {
    case .resolved: self(.titleResolved, finding.title)
    case .refuted: self(.titleRefuted, finding.title)
    case .confirmed, .probable, .suspected, .notEvaluated: finding.title
    }
  }

  /// What became of an object; what is refuted never was what its rule looks for.
  func outcome(of object: FindingObject, in finding: FindingEntry) -> String {
    if object.verdict == .refuted { return self[.outcomeRefuted] }
    if object.outcome == .atRisk, finding.harm == .sharedAddress { return self[.outcomeConflict] }
    return self(object.outcome)
  }

  func callAsFunction(_ outcome: Outcome) -> String {
    switch outcome {
    case .leaked: self[.outcomeLeaked]
    case .stuck: self[.outcomeStuck]
    case .resolved: self[.outcomeResolved]
    case .atRisk: self[.outcomeAtRisk]
    }
  }

  /// What a safe primitive, `R0` to `R5`, means.
  func primitive(_ name: String) -> String {
    switch name {
    case "R0": self[.primitive0]
    case "R1": self[.primitive1]
    case "R2": self[.primitive2]
    case "R3": self[.primitive3]
    case "R4": self[.primitive4]
    case "R5": self[.primitive5]
    default: name
    }
  }

  /// Beginnings of the sentences of a summary that speak of the whole.
  var firstScreen: [String] {
    language == .chinese
      ? ["控制器：", "首先：", "建议升级", "到证据结束时", "从证据无法判断"]
      : [
        "Controller: ", "Do first: ", "Release to go to: ", "Still so ", "Not seen to be cleaned up ",
        "Whether it goes on ",
      ]
  }

  /// How much was read, in one phrase.
  func inputsLine(_ report: ReportDocument) -> String {
    let lines = report.inputs.reduce(UInt64(0)) { $0.addingReportingOverflow($1.lines).partialValue }
    let size = Quantity.bytes(report.bytes.total)
    return self(.inputsLine, "\(report.inputs.count)", size, Quantity.count(lines))
  }

  /// What a bundle is.
  func bundleLine(_ bundle: BundleEntry) -> String { "\(bundle.root): \(bundle.title)" }

  /// The name of a lane; actors that the catalogue does not know keep their own name.
  func actor(_ name: String) -> String {
    switch name {
    case "user": self[.actorUser]
    case "pod worker": self[.actorPodWorker]
    case "subnet worker": self[.actorSubnetWorker]
    case "nat worker": self[.actorNATWorker]
    case "ip worker": self[.actorIPWorker]
    case "gc": self[.actorGC]
    case "api server": self[.actorAPIServer]
    case "state": self[.actorState]
    case "vpc worker": self[.actorVpcWorker]
    case "controller": self[.actorController]
    case "queue": self[.actorQueue]
    case "": self[.actorOther]
    default: name
    }
  }
}
