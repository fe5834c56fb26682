import Model

extension ClusterState {
  /// Why no controller was at work when the pods were listed, in words; `nil` if one was, or if nothing shows its pods.
  ///
  /// What goes while no controller runs waits for the next one: that it is still there shows no leak. O(pods).
  public var controllerAbsence: String? {
    guard let snapshot = newest(.pod) else { return nil }
    let label = store.texts.find("app")
    let phase = store.texts.find("status.phase")
    var listed = 0
    var works = false
    snapshot.objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .pod else { return }
      let object = store.objects[Int(index)]
      let app = store.value(object, .label, label).map { store.texts[$0] }
      guard app == Self.controller || store.texts[key.name].hasPrefix(Self.controller + "-") else { return }
      listed += 1
      let isRunning = store.value(object, .field, phase).map { store.texts[$0] == "Running" } ?? true
      // A container that waits to be started again is not ready, nor is one whose node is lost.
      var isDown = false
      store.each(object, .field) { name, value in
        if store.texts.withBytes(name, { $0.starts(with: "status.containerStatuses.".utf8) }),
          store.texts[name].hasSuffix(".ready"), store.texts[value] == "false"
        {
          isDown = true
        }
      }
      works = works || isRunning && !isDown && store.deletionRequested(object) == nil
    }
    return listed > 0 && !works ? "no pod of \(Self.controller) was ready" : nil
  }

  /// Releases of the controllers whose pods are shown, by their images, each once. O(pods).
  public var controllerReleases: [ReleaseVersion] {
    guard let snapshot = newest(.pod) else { return [] }
    var found: [ReleaseVersion] = []
    snapshot.objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .pod, store.texts[key.name].hasPrefix(Self.controller + "-") else { return }
      for i in 0..<4 {
        let object = store.objects[Int(index)]
        guard store.text(object, .field, "spec.containers.\(i).name") == Self.controller else { continue }
        let image = store.text(object, .field, "spec.containers.\(i).image")
        if let release = ReleaseVersion(image: image), !found.contains(release) { found.append(release) }
      }
    }
    return found
  }

  private static let controller = "kube-ovn-controller"
}
