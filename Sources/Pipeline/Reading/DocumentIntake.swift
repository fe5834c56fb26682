import Chronicle
import ClusterState
import Formats
import Model
import Rules

/// Feeds documents to the cluster state, in the order of the inputs.
struct DocumentIntake {
  private(set) var hasObjects = false

  mutating func take(_ harvest: StreamHarvest, stream: Int) {
    hasObjects = hasObjects || !harvest.documents.isEmpty
  }

  func finish(into builder: inout ChronicleBuilder) -> ClusterView { ClusterView() }
}

/// The cluster state as the rules see it.
struct ClusterView: StateView {
  func facts(about ref: ResourceRef, subnet: ResourceRef?) -> SubjectFacts { SubjectFacts() }
  func providers(_ chronicle: Chronicle) -> [ResourceID: String] { [:] }
}
