/// One Kubernetes object as some piece of evidence showed it. Everything in it is untrusted text.
///
/// `fields` holds the scalar leaves that later stages ask for, by dotted path (`spec.subnet`, `status.v4usingIPs`,
/// `spec.excludeIps.0`); which paths are kept for which kind is one table, `FieldSelection` in Formats. Metadata is
/// always kept, for unknown kinds too.
public struct ObjectRecord: Sendable, Hashable {
  /// As written, for example `IP`, `Pod`, `NetworkAttachmentDefinition`.
  public var kind = ""
  /// As written, for example `kubeovn.io/v1`; empty where a table does not say.
  public var apiVersion = ""
  public var namespace = ""
  public var name = ""
  public var uid = ""
  /// Grows with every write to the cluster, so it orders snapshots; `nil` where the evidence lacks it.
  public var resourceVersion: UInt64?
  public var created: Instant?
  /// For pods this lies in the future while the grace period runs.
  public var deletionRequested: Instant?
  public var deletionGraceSeconds: Int?
  public var finalizers: [String] = []
  public var owners: [Owner] = []
  public var labels: [String: String] = [:]
  /// Only keys that contain `kubernetes.io` or `k8s.cni.cncf.io`.
  public var annotations: [String: String] = [:]
  public var managers: [Manager] = []
  public var fields: [String: String] = [:]

  /// An empty record, to be filled by a reader.
  public init() {}

  /// An entry of `metadata.ownerReferences`.
  public struct Owner: Sendable, Hashable {
    public var kind: String
    public var name: String
    public var uid: String

    /// Names the owner.
    public init(kind: String, name: String, uid: String) {
      self.kind = kind
      self.name = name
      self.uid = uid
    }
  }

  /// An entry of `metadata.managedFields`: who wrote last, and when.
  public struct Manager: Sendable, Hashable {
    public var name: String
    /// `Update` or `Apply`.
    public var operation: String
    public var subresource: String
    public var time: Instant?

    /// Names one writer of the object.
    public init(name: String, operation: String, subresource: String, time: Instant?) {
      self.name = name
      self.operation = operation
      self.subresource = subresource
      self.time = time
    }
  }

  /// The object's reference.
  public var ref: ResourceRef {
    ResourceRef(ResourceKind(apiKind: kind, apiVersion: apiVersion), namespace: namespace, name: name)
  }
}

/// How a list of objects began, so that the later stages can judge what its silence about an object means.
public struct ListHeader: Sendable, Hashable {
  /// Kind of the items when the list says so (`IPList` gives `IP`); empty for a plain `List`.
  public var itemKind = ""
  public var resourceVersion: UInt64?
  /// How the list was written.
  public var shape: Shape

  /// Describes a list.
  public init(itemKind: String = "", resourceVersion: UInt64? = nil, shape: Shape) {
    self.itemKind = itemKind
    self.resourceVersion = resourceVersion
    self.shape = shape
  }

  /// The ways in which object dumps are written.
  public enum Shape: String, Sendable, Hashable {
    case list, typedList, array, documents, watch, table, describe
    /// The rows of a database: every change and every end up to one moment, and nothing beside its own kinds.
    case journal
  }
}

/// One record of the API server's audit log (`audit.k8s.io/v1`), at stage ResponseComplete or Panic.
public struct AuditRecord: Sendable, Hashable {
  public var id = ""
  /// `create`, `update`, `patch`, `delete`, `deletecollection`.
  public var verb = ""
  /// Plural resource name as in the URL, for example `ips`.
  public var resource = ""
  /// Its API group; empty for the core group, and where the record does not say it.
  public var group = ""
  public var subresource = ""
  public var namespace = ""
  public var name = ""
  public var user = ""
  public var userAgent = ""
  /// HTTP status; 0 where the record has none.
  public var code = 0
  /// Why the server refused it; empty where it did not, or the record does not say.
  public var refusal = ""
  /// When the API server had the request.
  public var received: Instant?
  /// When it answered; the order of writes is closer to this.
  public var answered: Instant?
  /// The object in the response, if the audit level kept it and it is an object and not a Status.
  public var object: ObjectRecord?
  /// True if the request body sets `metadata.finalizers` to nothing or takes one away.
  public var removesFinalizer = false

  /// An empty record, to be filled by a reader.
  public init() {}
}

/// One Kubernetes Event (core/v1 or events.k8s.io/v1), from a dump, a table or a watch.
public struct ClusterEventRecord: Sendable, Hashable {
  public var namespace = ""
  public var type = ""
  public var reason = ""
  public var message = ""
  public var involvedKind = ""
  public var involvedNamespace = ""
  public var involvedName = ""
  public var involvedUID = ""
  public var component = ""
  public var first: Instant?
  public var last: Instant?
  public var count = 1

  /// An empty record, to be filled by a reader.
  public init() {}

  /// It says when it happened; the rows of tables have ages only.
  public var isDated: Bool { last ?? first != nil }

  /// kube-ovn-controller says that something fails.
  public var isComplaint: Bool { type == "Warning" && component == "kube-ovn-controller" }
}
