import Chronicle
import Model
import Rules

/// One step of the way out, ready to be shown. Commands are quoted; several objects give several lines, never a wildcard.
public struct RemediationStep: Sendable, Hashable {
  /// `R0` to `R5` of the safe primitives, or empty.
  public var primitive = ""
  public var title = ""
  public var preconditions: [ProvenCondition] = []
  public var command = ""
  public var expect = ""
  public var verify = ""
  public var undo = ""
}

/// Something that must hold before a command is run.
public struct ProvenCondition: Sendable, Hashable {
  public var text: String
  /// The evidence proves it for every object, as of its end.
  public var isProven: Bool
  /// The evidence shows for every object that it does not hold.
  public var isRefuted = false
  /// Only another release makes it hold.
  public var needsUpgrade = false
  /// Command that checks it.
  public var check: String
  /// The step's command checks it itself and does nothing where it does not hold.
  public var isGuarded: Bool
}

/// Turns a rule's remedies into steps for the objects of a finding.
///
/// A command that cannot be taken back is guarded by the checks of its preconditions, so that pasting it is safe. Objects
/// whose names cannot be names of Kubernetes objects are left out of all commands: evidence is not trusted.
public struct RemediationPlanner {
  /// More objects than this are not written out, and the report says how many are left. Renderers for people show fewer.
  static let objectLimit = 20_000

  private let chronicle: Chronicle
  private let nics: NicTable
  private let conditions: PreconditionTable

  /// Makes a planner.
  ///
  /// `versions`: releases of the controllers in the evidence, for preconditions about versions.
  public init(chronicle: Chronicle, nics: NicTable, versions: [ClosedRange<ReleaseVersion>]) {
    self.chronicle = chronicle
    self.nics = nics
    conditions = PreconditionTable(versions: versions)
  }

  /// An object with the names that commands about it use, put together once.
  private struct Named {
    var candidate: Candidate
    var names: ObjectNames
  }

  /// The steps for a finding; none for one that is over or refuted.
  public func plan(_ rule: Rule, _ candidates: [Candidate]) -> [RemediationStep] {
    let open = candidates.compactMap { c -> Named? in
      guard c.verdict < .resolved, c.subject.ref.kind != .address else { return nil }
      var names = names(c)
      // No line of a log need name the Subnet of an object that is listed.
      if names.subnet.isEmpty, rule.asksForSubnet { names.subnet = c.facts.subnetName }
      return names.areSafe ? Named(candidate: c, names: names) : nil
    }
    guard !open.isEmpty else { return [] }
    return rule.remediation.compactMap { remedy in
      let concerned = open.filter { concerns(remedy, $0.candidate) }
      guard let first = concerned.first else { return nil }
      // A restart that heals nothing is no advice.
      if remedy.preconditions.contains("leader-heals"),
        conditions.condition("leader-heals", first.candidate, first.names).isRefuted
      {
        return nil
      }
      let withheld = concerned.compactMap { one in refusal(remedy, one).map { (one.candidate.subject.ref, $0) } }
      if withheld.isEmpty || withheld.count == concerned.count { return step(remedy, concerned) }
      let refs = Set(withheld.map(\.0))
      var result = step(remedy, concerned.filter { !refs.contains($0.candidate.subject.ref) })
      let list = refs.map(\.name).sorted()
      let shown = list.prefix(4).joined(separator: ", ") + (list.count > 4 ? " and \(list.count - 4) more" : "")
      result.title += " (not for \(shown): \(withheld[0].1))"
      return result
    }
  }

  /// Why the step must not be taken for an object: a precondition that the evidence contradicts.
  private func refusal(_ remedy: Rule.Remedy, _ one: Named) -> String? {
    // Deleting an IP object takes its port away too.
    let isDeletion = !remedy.command.contains("finalizers")
    return remedy.preconditions.lazy.filter { !(isDeletion && $0 == "no-port") }
      .map { conditions.condition($0, one.candidate, one.names) }.first(where: \.isRefuted)?.text
  }

  private func concerns(_ remedy: Rule.Remedy, _ c: Candidate) -> Bool {
    guard let wanted = remedy.whenSubnet else { return true }
    switch (wanted, c.facts.subnet) {
    case (.present, .absent): return false
    case (.absent, .present): return false
    case (.absent, .unknown): return seenGone(c)
    case (.present, .unknown): return !seenGone(c)
    default: return true
    }
  }

  /// The log shows that the Subnet of the interface went, or that the controller did not find it.
  private func seenGone(_ c: Candidate) -> Bool {
    guard c.subject.kind == .ip else { return false }
    let subnet = nics.nics[c.subject.number].subnet
    guard subnet != 0 else { return false }
    return c.witness.contains { step in
      let e = chronicle.events[step.event]
      switch e.kind {
      case .subnetGone, .subnetForgotten, .subnetNotFound: return e.subject == subnet
      case .workRequeued, .ipDeleteFailed:
        return e.related == subnet && chronicle.texts.text(e.detail).contains("not found")
      default: return false
      }
    }
  }

  private func step(_ remedy: Rule.Remedy, _ concerned: [Named]) -> RemediationStep {
    let shown = remedy.isPerObject ? Array(concerned.prefix(Self.objectLimit)) : Array(concerned.prefix(1))
    var step = RemediationStep(primitive: remedy.primitive, title: remedy.title)
    let isGuarded = remedy.command.contains("finalizers")
    for name in remedy.preconditions {
      let all = shown.map { conditions.condition(name, $0.candidate, $0.names) }
      // Of thousands of objects one that differs is enough to know.
      func holds(_ property: KeyPath<Precondition, Bool>) -> Bool {
        guard all.allSatisfy({ $0[keyPath: property] }) else { return false }
        return !remedy.isPerObject
          || concerned.dropFirst(shown.count).allSatisfy { c in
            conditions.condition(name, c.candidate, c.names)[keyPath: property]
          }
      }
      step.preconditions.append(
        ProvenCondition(
          text: all[0].text, isProven: holds(\.isProven), isRefuted: holds(\.isRefuted),
          needsUpgrade: all.contains(where: \.needsUpgrade), check: Self.lines(all.map(\.check)),
          isGuarded: isGuarded && all.allSatisfy { !$0.guardTemplate.isEmpty }))
    }
    step.command =
      isGuarded ? guarded(remedy, shown) : Self.lines(shown.map { CommandTemplate(remedy.command).command($0.names) })
    if concerned.count > shown.count, remedy.isPerObject {
      step.title += " (first \(shown.count) of \(concerned.count); the JSON report lists all)"
    }
    step.expect = CommandTemplate(remedy.expect).plain(shown[0].names)
    step.verify = Self.lines(shown.map { CommandTemplate(remedy.verify).command($0.names) })
    step.undo = remedy.undo
    return step
  }

  private func guarded(_ remedy: Rule.Remedy, _ shown: [Named]) -> String {
    var script = GuardedScript()
    for object in shown {
      let guards = remedy.preconditions.map { conditions.condition($0, object.candidate, object.names).guardTemplate }
      script.add(remedy.command, guards: guards.filter { !$0.isEmpty }, object.names)
    }
    return script.text
  }

  private static func lines(_ texts: [String]) -> String {
    var seen: Set<String> = []
    return texts.filter { !$0.isEmpty && seen.insert($0).inserted }.joined(separator: "\n")
  }

  /// The names that commands about the subject of a candidate use.
  public func names(_ c: Candidate) -> ObjectNames {
    var names = ObjectNames()
    (names.name, names.resource) = (c.subject.ref.name, c.subject.ref.kind.facts.fullName)
    switch c.subject.kind {
    case .ip:
      let nic = nics.nics[c.subject.number]
      names.ip = c.subject.ref.name
      if nic.pod != 0 {
        let pod = chronicle.resources.ref(nic.pod)
        (names.namespace, names.pod) = (pod.namespace, pod.name)
        for n in chronicle.events(of: nic.pod) {
          let e = chronicle.events[Int(n)]
          if e.kind == .ipAllocated, e.related == nic.subnet { names.address = chronicle.texts.text(e.detail) }
        }
      }
      if nic.subnet != 0 { names.subnet = chronicle.resources.key(nic.subnet) }
    case .subnet: names.subnet = c.subject.ref.name
    case .vpc: names.vpc = c.subject.ref.name
    case .object: names.namespace = c.subject.ref.namespace
    default: break
    }
    return names
  }
}

extension Rule {
  /// A command of its way out names the Subnet.
  fileprivate var asksForSubnet: Bool { remediation.contains { $0.command.contains("{subnet}") } }
}
