import Diagnosis
import Model
import Synchronization

/// Takes the names of a cluster out of finished reports: names of objects, hosts and users, addresses, MACs and UIDs are
/// replaced by pseudonyms, consistently through everything that one `Redaction` touches.
///
/// It works on documents and not on evidence, so no verdict, count or order can change by it.
public final class Redaction: Sendable {
  private let redactor: Mutex<Redactor>

  /// `known`: the names of the evidence. `words`: those of the program and its rules. `map`: of an earlier run, whose
  /// pseudonyms are to be used again. O(names × log).
  public init(_ known: KnownNames, _ words: ProductWords, map: RedactionMap? = nil) {
    redactor = Mutex(Redactor(known, words, map: map))
  }

  /// What stands for what, so far.
  public var map: RedactionMap { redactor.withLock { $0.map } }

  /// A name, or several in one form; `stem`: what the pseudonym of an unknown one begins with.
  func name(_ text: String, stem: String = KnownNames.anything) -> String {
    redactor.withLock { $0(text, .name, stem: stem) }
  }

  /// Sentences of the program.
  public func said(_ text: String) -> String { redactor.withLock { $0(text, .sentence) } }
  func command(_ text: String) -> String { redactor.withLock { $0(text, .command) } }
  /// Quoted from evidence.
  public func line(_ text: String) -> String { redactor.withLock { $0(text, .line) } }
  /// A part of evidence that is to be read by programs afterwards, as this one: what gives it its form stays.
  public func evidence(_ text: String) -> String { redactor.withLock { $0(text, .evidence) } }
  /// Where evidence lies.
  public func path(_ text: String) -> String { redactor.withLock { $0(text, .path, stem: "path") } }

  func ref(_ ref: ResourceRef) -> ResourceRef {
    if ref.kind == .replica { return ResourceRef(.replica, namespace: path(ref.namespace), name: path(ref.name)) }
    return ResourceRef(
      ref.kind, namespace: name(ref.namespace, stem: KnownNames.stem(.namespace)),
      name: name(ref.name, stem: KnownNames.stem(ref.kind)))
  }

  /// The id of a finding after its fingerprint changed.
  func id(_ id: String) -> String { redactor.withLock { $0.ids[id] ?? id } }

  /// Names a finding anew.
  func rename(_ id: String, to new: String) { redactor.withLock { $0.ids[id] = new } }

  /// Learns of an object while it is met.
  func learn(_ ref: ResourceRef) { redactor.withLock { $0.learn(ref) } }

  /// `Pod shop/web-0`, as `ResourceRef.display` has it, or a bare name.
  public func display(_ text: String) -> String {
    guard let space = text.firstIndex(of: " "), let kind = ResourceKind.named(String(text[..<space])) else {
      return name(text)
    }
    return text[...space] + name(String(text[text.index(after: space)...]), stem: KnownNames.stem(kind))
  }

  func cleanup(_ cleanup: Cleanup) -> Cleanup {
    var out = cleanup
    out.user = name(cleanup.user, stem: "user")
    return out
  }

  func citation(_ citation: Citation) -> Citation {
    var out = citation
    out.source = path(citation.source)
    out.writer = path(citation.writer)
    out.text = line(citation.text)
    out.message = line(citation.message)
    return out
  }

  func change(_ change: FieldChange) -> FieldChange {
    FieldChange(path: line(change.path), before: change.before.map(line), after: change.after.map(line))
  }

  /// Words of the command line: options stay, what is given to them does not.
  func argument(_ word: String) -> String {
    guard word.hasPrefix("-") else { return path(word) }
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return ([parts[0]] + parts.dropFirst().map(path)).joined(separator: "=")
  }
}
