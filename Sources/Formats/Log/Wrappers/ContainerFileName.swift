import ByteLexing

/// The name of a container's file on its node, as shippers use it in tags and names of streams:
/// `…containers.<pod>_<namespace>_<container>-<id>.log`.
enum ContainerFileName {
  /// Adds the names in it; other names say nothing.
  static func add(to origin: inout OriginKey, _ text: RawSpan, _ range: Range<Int>) {
    let folder = text.extracting(range).firstIndex(of: "containers.")
    let pod = folder < 0 ? range.lowerBound : range.lowerBound + folder + 11
    let end = range.upperBound
    guard let podEnd = Names.end(text, pod, end), podEnd < end, text.byte(podEnd) == UInt8(ascii: "_"),
      let namespaceEnd = Names.end(text, podEnd + 1, end), namespaceEnd < end,
      text.byte(namespaceEnd) == UInt8(ascii: "_")
    else { return }
    // The container's id stands behind the last dash.
    var dash = end - 1
    while dash > namespaceEnd, text.byte(dash) != UInt8(ascii: "-") { dash -= 1 }
    guard dash > namespaceEnd + 1 else { return }
    origin.add(.pod, text, pod..<podEnd)
    origin.add(.namespace, text, podEnd + 1..<namespaceEnd)
    origin.add(.container, text, namespaceEnd + 1..<dash)
  }
}
