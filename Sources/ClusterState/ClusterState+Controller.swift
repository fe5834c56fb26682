import Model

extension ClusterState {
  /// Why no controller was at work when the pods were listed, in words; `nil` if one was, or if nothing shows its pods.
  ///
  /// What goes while no controller runs waits for the next one: that it is still there shows no leak. O(pods).
  public var controllerAbsence: String? {
    let pods = controllers
    if !pods.isEmpty, !pods.contains(where: isReady) { return "no pod of \(Self.controller) was ready" }
    return isStartedAgain ? "a container of \(Self.controller) is started again and again" : nil
  }

  /// An Event of the last ten minutes says so.
  private var isStartedAgain: Bool {
    guard let newest = snapshots.compactMap(\.notBefore).max() else { return false }
    return complaints.byObject.contains { ref, reasons in
      guard ref.kind == .pod, ref.name.hasPrefix(Self.controller + "-"), let number = reasons["BackOff"] else {
        return false
      }
      let event = events.entries[number].record
      return (event.last ?? event.first).map { newest - $0 < Self.recently } ?? false
    }
  }
  private static let recently: Int64 = 600_000_000_000

  /// For how many minutes the newest list of leases shows that of the controller as not renewed, which a leader does every few
  /// seconds; `nil` if it was, within ten minutes, or if nothing shows it. O(1).
  public var minutesWithoutLeader: Int? {
    let kind = ResourceKind(apiKind: "Lease")
    guard let snapshot = newest(kind), let listed = snapshot.notBefore,
      let id = store.find(ResourceRef(kind, namespace: "kube-system", name: Self.controller)),
      let index = snapshot.objects[id],
      let renewed = Instant(field: store.text(store.objects[Int(index)], .field, "spec.renewTime"))
    else { return nil }
    let minutes = Int((listed - renewed) / 60_000_000_000)
    return minutes > 10 ? minutes : nil
  }

  /// Releases of the controllers whose pods are shown, by their images, ascending, each once. O(pods).
  public var controllerReleases: [ReleaseVersion] {
    // Sidecars are of other releases.
    var found = controllers.flatMap { pod in
      (0..<Self.containers).filter { store.text(pod, .field, "spec.containers.\($0).name") == Self.controller }
        .compactMap { ReleaseVersion(image: store.text(pod, .field, "spec.containers.\($0).image")) }
    }
    found.sortOnce()
    return found
  }

  /// The controller's pods in the newest list of pods.
  private var controllers: [StoredObject] {
    guard let snapshot = newest(.pod) else { return [] }
    var found: [StoredObject] = []
    snapshot.objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .pod else { return }
      let pod = store.objects[Int(index)]
      if store.texts[key.name].hasPrefix(Self.controller + "-") || store.text(pod, .label, "app") == Self.controller {
        found.append(pod)
      }
    }
    return found
  }

  /// It runs and stays. A container that waits to be started again is not ready, nor is one whose node is lost; what a table or
  /// a cut object does not say counts as well.
  private func isReady(_ pod: StoredObject) -> Bool {
    let phase = store.text(pod, .field, "status.phase")
    return ["", "Running"].contains(phase) && store.deletionRequested(pod) == nil
      && !(0..<Self.containers).contains { store.text(pod, .field, "status.containerStatuses.\($0).ready") == "false" }
  }

  /// A pod of the controller has one container, and injectors add a few.
  static let containers = 4
  private static let controller = "kube-ovn-controller"
}
