import Model

/// One audit record that says something about the life of an object, compactly.
struct AuditEntry: Sendable {
  enum Action: UInt8, Sendable {
    /// The object was made.
    case create
    /// The object was there: it was changed, bound, or its status written.
    case sign
    case delete
    /// Every object of the kind in the namespace was asked to go.
    case deleteCollection
    /// The API server answered that there is no such object.
    case missing
    /// The namespace controller finished the namespace.
    case finalize
  }

  var key: ObjectKey
  var action: Action
  var uid = ObjectUID.none
  var actor: TextPool.ID = 0
  var agent: TextPool.ID = 0
  var auditID: TextPool.ID = 0
  var time: Int64
  /// Of the last sign of life that this entry stands for.
  var until: Int64
  var created = StoredObject.noTime
  var deletion = StoredObject.noTime
  var resourceVersion: UInt64 = 0
  var grace: Int32 = -1
  var hasBody = false
  var hasFinalizers = false
  var removesFinalizer = false
  var isBinding = false
  var stream: Int32
  var position: RecordPosition
  /// Order of arrival, for equal times.
  var sequence: UInt32

  /// The write that let the object go: it was being deleted, and nothing holds it any more.
  var isEnd: Bool { hasBody && deletion != StoredObject.noTime && !hasFinalizers && grace <= 0 }

  /// The kubelet deletes a pod's object only after its containers are gone.
  var isKubelet = false
}
