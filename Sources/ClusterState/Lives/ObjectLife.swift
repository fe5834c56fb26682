import Model

/// One object from its creation to its end. Objects that shared a name are separate lives, told apart by UID.
public struct ObjectLife: Sendable, Hashable {
  public var ref: ResourceRef
  /// As the evidence writes it. Empty if only the audit log names the object.
  public var apiKind: String
  /// Empty where no evidence gives it.
  public var uid: String
  public var created: Milestone?
  public var deleteRequested: Milestone?
  /// The last finalizer was taken away.
  public var finalizerRemoved: Milestone?
  /// The object is no longer in the API.
  public var gone: Milestone?
  /// Newest evidence that the object was there.
  public var lastSeen: Instant?
  /// Number of the content in the state; `nil` if no evidence holds the object itself.
  var content: Int32?

  /// True if evidence shows the end of the object.
  public var isGone: Bool { gone != nil }
}

/// A life as it is stored; milestones are numbers of the book, -1 for none.
struct StoredLife: Sendable {
  var id: ObjectID
  var uid = ObjectUID.none
  var created: Int32 = -1
  var deleteRequested: Int32 = -1
  var finalizerRemoved: Int32 = -1
  var gone: Int32 = -1
  var content: Int32 = -1
  /// Next life under the same key, -1 at the end.
  var next: Int32 = -1
  /// Newest proof that it was there.
  var lastSeen = StoredObject.noTime
  /// The audit log or a watch knows it: its silence about an end means something.
  var isTracked = false
  var isBound = false
}
