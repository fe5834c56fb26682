/// Tells what an object is when neither it nor its list says so, from fields that only one kind has.
enum KindGuess {
  /// The kind of the object at `root`, or an empty text.
  static func kind(_ tree: DocumentTree, _ root: Int) -> String {
    let spec = tree.child(root, "spec")
    let status = tree.child(root, "status")
    if tree.child(root, "involvedObject") != nil || tree.child(root, "regarding") != nil { return "Event" }
    if tree.child(spec, "podName") != nil, tree.child(spec, "v4IpAddress") != nil { return "IP" }
    if tree.child(spec, "cidrBlock") != nil { return "Subnet" }
    if tree.child(spec, "containers") != nil { return "Pod" }
    if tree.child(spec, "leaseDurationSeconds") != nil { return "Lease" }
    if tree.child(status, "nodeInfo") != nil { return "Node" }
    if tree.child(status, "defaultLogicalSwitch") != nil { return "Vpc" }
    if tree.child(spec, "podManagementPolicy") != nil { return "StatefulSet" }
    if let config = tree.child(spec, "config"), tree.bytes(config).first == UInt8(ascii: "{") {
      return "NetworkAttachmentDefinition"
    }
    if let phase = tree.child(status, "phase"), tree.child(spec, "finalizers") != nil,
      tree.isText(phase, "Active") || tree.isText(phase, "Terminating")
    {
      return "Namespace"
    }
    return ""
  }
}
