import Chronicle
import Formats
import Model
import Vocabulary

/// Turns an observation of the vocabulary into an event: which resource it is about, which other one it names.
///
/// The vocabulary knows words of a message, the chronicle knows resources; this is the one place that joins them.
struct EventBuilder {
  /// Longest detail text kept, bytes.
  static let detailLimit = 200

  /// The subject, the related resource and the detail of an observation.
  @inline(__always)
  static func resolve(
    _ o: inout Observation, _ message: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer, writer: ResourceID,
    into harvest: inout LogHarvest
  ) -> (subject: ResourceID, related: ResourceID, detail: TextID) {
    let subject = subject(of: &o, message, file: file, writer: writer, into: &harvest)
    let subjectKind = harvest.resources.kind(subject)
    let (related, detail) = others(of: &o, message, subjectKind, into: &harvest)
    if subjectKind == .ip {
      func link(_ role: FieldRole, _ kind: ResourceKind) {
        guard let field = o.find(role) else { return }
        harvest.links.note(subject, harvest.resources.intern(kind, key: slice(message, field)))
      }
      link(.pod, .pod)
      link(.owner, .pod)
      link(.subnet, .subnet)
    }
    // A message that names only what it failed on is about that.
    return subject == 0 ? (related, 0, detail) : (subject, related, detail)
  }

  /// The other resource a message names, and what it says besides. Where it names several, the Subnet says most, then what owns
  /// or carries.
  @inline(__always)
  private static func others(
    of o: inout Observation, _ message: UnsafeRawBufferPointer, _ subjectKind: ResourceKind,
    into harvest: inout LogHarvest
  ) -> (related: ResourceID, detail: TextID) {
    var (bestRelated, bestDetail) = (UInt8.max, UInt8.max)
    var related: (field: Observation.Field, kind: ResourceKind)?
    var detail: Observation.Field?
    o.forEach { field in
      let (rank, kind): (UInt8, ResourceKind)
      switch field.role {
      case .subnet: (rank, kind) = (0, .subnet)
      case .nad: (rank, kind) = (1, .netAttachDef)
      case .vpc: (rank, kind) = (2, .vpc)
      case .pod: (rank, kind) = (3, .pod)
      case .owner: (rank, kind) = (4, .pod)
      case .ip: (rank, kind) = (5, .ip)
      case .port: (rank, kind) = (6, .ip)
      case .node: (rank, kind) = (7, .node)
      case .namespace: (rank, kind) = (8, .namespace)
      case .v4: (rank, kind) = (0, .unknown)
      case .v6: (rank, kind) = (1, .unknown)
      case .reason: (rank, kind) = (2, .unknown)
      case .error: (rank, kind) = (3, .unknown)
      default: return
      }
      if field.length == 0 { return }
      if kind == .unknown {
        if rank < bestDetail { (bestDetail, detail) = (rank, field) }
      } else if rank < bestRelated, kind != subjectKind {
        (bestRelated, related) = (rank, (field, kind))
      }
    }
    return (
      related.map { harvest.resources.intern($0.kind, key: slice(message, $0.field)) } ?? 0,
      detail.map {
        harvest.texts.intern(UnsafeRawBufferPointer(rebasing: slice(message, $0).prefix(detailLimit)))
      } ?? 0
    )
  }

  private static func subject(
    of o: inout Observation, _ message: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer, writer: ResourceID,
    into harvest: inout LogHarvest
  ) -> ResourceID {
    func named(_ role: FieldRole, _ kind: ResourceKind) -> ResourceID {
      guard let field = o.find(role) else { return 0 }
      return harvest.resources.intern(kind, key: slice(message, field))
    }
    switch o.traits.area {
    case .pod:
      let pod = named(.pod, .pod)
      if pod != 0 { return pod }
      if let name = o.find(.podName), let space = o.find(.namespace) {
        let key =
          String(decoding: slice(message, space), as: UTF8.self) + "/"
          + String(decoding: slice(message, name), as: UTF8.self)
        return harvest.resources.intern(.pod, key: key)
      }
      let owner = named(.owner, .pod)
      return owner != 0 ? owner : named(.port, .ip)
    case .ip, .port:
      let ip = named(.ip, .ip)
      if ip != 0 { return ip }
      let port = named(.port, .ip)
      if port != 0 { return port }
      for (role, kind) in [(FieldRole.owner, ResourceKind.pod), (.pod, .pod), (.vip, .vip)] {
        let holder = named(role, kind)
        if holder != 0 { return holder }
      }
      if let name = o.find(.podName) { return pod(dotted: slice(message, name), into: &harvest) }
      return o.find(.kind) == nil ? 0 : natSubject(&o, message, file: file, into: &harvest)
    case .subnet: return named(.subnet, .subnet)
    case .vpc: return named(.vpc, .vpc)
    case .nad: return named(.nad, .netAttachDef)
    case .namespace: return named(.namespace, .namespace)
    case .node: return named(.node, .node)
    case .vip: return named(.vip, .vip)
    case .statefulSet: return named(.name, .statefulSet)
    case .virtualMachine: return named(.name, .virtualMachine)
    case .work: return workSubject(&o, message, file: file, into: &harvest)
    case .event: return echoSubject(&o, message, into: &harvest)
    case .nat: return natSubject(&o, message, file: file, into: &harvest)
    case .controller: return writer
    }
  }

  /// The pod that is written `name.namespace`; a namespace has no dot.
  private static func pod(dotted text: UnsafeRawBufferPointer, into harvest: inout LogHarvest) -> ResourceID {
    let name = String(decoding: text, as: UTF8.self)
    guard let dot = name.lastIndex(of: ".") else { return 0 }
    return harvest.resources.intern(.pod, key: "\(name[name.index(after: dot)...])/\(name[..<dot])")
  }

  /// The queue whose work failed serves deletions: its name, printed from 1.13 on, says so. `update ip` takes finalizers away.
  static func isDeletion(_ o: inout Observation, _ message: UnsafeRawBufferPointer) -> Bool {
    guard let action = o.find(.action) else { return false }
    let words = slice(message, action).bytes
    return words.firstIndex(of: "del" as StaticString) >= 0 || words.hasBytes("update ip") && words.byteCount == 9
  }

  /// What a work queue's key names: from 1.13 the action says it, before that the file that logs.
  private static func workSubject(
    _ o: inout Observation, _ message: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer,
    into harvest: inout LogHarvest
  ) -> ResourceID {
    guard let field = o.find(.key) else { return 0 }
    let key = slice(message, field)
    var kind = ResourceKind.workKey
    if let action = o.find(.action) {
      kind = ResourceKind.served(byQueue: String(decoding: slice(message, action), as: UTF8.self)) ?? kind
    } else {
      let kinds = ResourceKind.handled(inFile: String(decoding: file, as: UTF8.self))
      if kinds.count == 1 { kind = kinds[0] }
    }
    return harvest.resources.intern(kind, key: key)
  }

  /// An address or a rule of NAT: the file says which, or else the words before its name do.
  private static func natSubject(
    _ o: inout Observation, _ message: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer,
    into harvest: inout LogHarvest
  ) -> ResourceID {
    guard let name = o.find(.name) else { return 0 }
    var kinds = ResourceKind.handled(inFile: String(decoding: file, as: UTF8.self))
    if kinds.count != 1, let words = o.find(.kind).map({ String(decoding: slice(message, $0), as: UTF8.self) }) {
      let last = words.split(separator: " ").last ?? ""
      let worded = kinds.filter { $0.facts.queues.contains { $0.split(separator: " ").contains(last) } }
      kinds = worded.isEmpty ? ResourceKind.served(byQueue: words).map { [$0] } ?? [] : worded
    }
    return harvest.resources.intern(kinds.count == 1 ? kinds[0] : .workKey, key: slice(message, name))
  }

  private static func echoSubject(
    _ o: inout Observation, _ message: UnsafeRawBufferPointer, into harvest: inout LogHarvest
  )
    -> ResourceID
  {
    guard let kind = o.find(.kind), let name = o.find(.name) else { return 0 }
    let space = o.find(.namespace).map { String(decoding: slice(message, $0), as: UTF8.self) } ?? ""
    let ref = ResourceRef(
      ResourceKind(apiKind: String(decoding: slice(message, kind), as: UTF8.self)), namespace: space,
      name: String(decoding: slice(message, name), as: UTF8.self))
    return harvest.resources.intern(ref)
  }

  private static func slice(_ message: UnsafeRawBufferPointer, _ field: Observation.Field) -> UnsafeRawBufferPointer {
    let begin = min(Int(field.start), message.count)
    let end = min(begin + Int(field.length), message.count)
    return UnsafeRawBufferPointer(rebasing: message[begin..<end])
  }
}
