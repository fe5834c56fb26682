import Testing

@testable import Formats

/// A terminal shows one time after the other, and sometimes several clusters.
@Suite struct PasteCourseTests {
  private static let columns = "NAME         V4IP        V6IP   MAC                 NODE     SUBNET\n"
  private static let web = "web-0.team   10.70.0.7          00:00:00:11:22:33   node-1   blue\n"
  private static let api = "api-0.team   10.70.0.7          00:00:00:11:22:44   node-2   blue\n"

  private func names(_ text: String, _ line: SourceLocation = #_sourceLocation) throws -> [String] {
    try PasteRecorder.read(text, line).objects.map(\.name)
  }

  /// What is shown to be gone below is not there any more.
  @Test(arguments: [
    ("$ kubectl get ip web-0.team\nError from server (NotFound): ips.kubeovn.io \"web-0.team\" not found\n", true),
    ("$ kubectl get ip\nNo resources found\n", true),
    ("$ kubectl get subnet,ip\nNo resources found\n", true),
    ("$ kubectl get ip\n\(PasteCourseTests.columns)\(PasteCourseTests.api)", true),
    // Some of them, others, or those of another cluster.
    ("$ kubectl get ip | grep api\n\(PasteCourseTests.columns)\(PasteCourseTests.api)", false),
    ("$ kubectl get ip -l app=api\nNo resources found\n", false),
    ("$ kubectl get ip\n\(PasteCourseTests.columns)\(PasteCourseTests.api)...\n", false),
    ("$ kubectl get ip api-0.team\nError from server (NotFound): ips.kubeovn.io \"api-0.team\" not found\n", false),
    ("$ kubectl get subnet\nNo resources found\n", false),
    ("$ kubectl --context west get ip\nNo resources found\n", false),
    ("$ kubectl config use-context west\n$ kubectl get ip\nNo resources found\n", false),
    ("$ KUBECONFIG=west.yaml kubectl get ip\nNo resources found\n", false),
    ("## Cluster 2\n$ kubectl get ip\nNo resources found\n", false),
    ("No resources found\n", false),
    ("root@west-1:~# kubectl get ip\nNo resources found\n", false),
    ("$ ssh west kubectl get ip\nNo resources found\n", false),
    ("$ aws eks update-kubeconfig --name west\n$ kubectl get ip\nNo resources found\n", false),
    ("## Expected\n$ kubectl get ip\nNo resources found\n", false),
    ("Two days ago:\n$ kubectl get ip\nNo resources found\n", false),
    ("期望结果：\n$ kubectl get ip\nNo resources found\n", false),
    ("On our other cluster:\n$ kubectl get ip\nNo resources found\n", false),
    ("Now:\n$ kubectl get ip\nNo resources found\n", true),
    ("## Expected\nThe object should go.\n## Current\n$ kubectl get ip\nNo resources found\n", true),
    ("$ kubectl wait --for=delete ip/web-0.team\nip.kubeovn.io/web-0.team condition met\n", true),
    ("$ kubectl wait --for=jsonpath={.x} ip/web-0.team\nip.kubeovn.io/web-0.team condition met\n", false),
  ])
  func forgetsWhatWentLater(_ below: String, _ isGone: Bool) throws {
    let listing = "$ kubectl get ip | grep web\n" + Self.columns + Self.web
    #expect(try names(listing + below).contains("web-0.team") != isGone)
    // In the other order it was made later.
    #expect(try names(below + listing).contains("web-0.team"))
  }

  /// What goes beyond what people show is not looked at, for each object is held against each end; it leaves open what it says.
  @Test func looksAtNoMoreThanAPersonShows() throws {
    let listing = "$ kubectl get ip | grep web\n" + Self.columns + Self.web
    func answer(_ name: String) -> String { "Error from server (NotFound): ips.kubeovn.io \"\(name)\" not found\n" }
    let others = (0..<PasteCourse.most - 1).map { answer("x-\($0).team") }.joined()
    #expect(try names(listing + others + answer("web-0.team")) == [])
    #expect(try names(listing + others + answer("y.team") + answer("web-0.team")) == ["web-0.team"])
  }

  /// What a deletion was refused of, and then was not, is refused no more.
  @Test func forgetsARefusalThatIsOver() throws {
    let refusal =
      "$ kubectl delete subnet blue\nError from server (Forbidden): admission webhook \"kube-ovn-webhook\" denied the request: can't delete subnet when any address in use\n"
    #expect(try names(refusal) == ["blue"])
    #expect(try names(refusal + "$ kubectl delete subnet blue\nsubnet.kubeovn.io \"blue\" deleted\n") == [])
  }

  private func spans(_ text: String, _ line: SourceLocation = #_sourceLocation) throws -> [[String?]] {
    try PasteRecorder.read(text, line).objects.map { [$0.fields["shown.from"], $0.fields["shown.to"]] }
  }

  @Test(arguments: [
    "$ kubectl delete pod web-0 -n team\npod \"web-0\" deleted\n", "$ kubectl apply -f a.yaml\npod/api-0 created\n",
    "$ kubectl delete pod web-0 -n team\npod \"web-0\" deleted from team namespace\n",
    "$ kubectl delete pod web-0 -n team\npod “web-0” deleted\n", "$ helm uninstall web\nrelease \"web\" uninstalled\n",
    "$ kubectl scale sts web --replicas 0\nstatefulset.apps/web scaled\n", "After that:\n", "删除 Pod 后：\n", "一段时间之后\n",
  ])
  func partsTheTimes(_ change: String) throws {
    let (web, api) = ("$ kubectl get ip | grep web\n" + Self.web, "$ kubectl get ip | grep api\n" + Self.api)
    #expect(try spans(web + change + api) == [["0", "0"], ["1", "1"]])
    // What is shown in both times was there in both.
    #expect(try spans(web + change + web + api) == [["0", "0"], ["0", "1"], ["1", "1"]])
  }

  @Test(arguments: [
    "$ kubectl get ns\nNo resources found\n", "$ kubectl apply -f a.yaml\npod/api-0 unchanged\n",
    "$ kubectl get pod x -n team\nError from server (NotFound): pods \"x\" not found\n",
    "Warning: resource is missing the annotation\n", "and the other one:\n",
  ])
  func takesForOneTimeWhatNothingParts(_ between: String) throws {
    let (web, api) = ("$ kubectl get ip | grep web\n" + Self.web, "$ kubectl get ip | grep api\n" + Self.api)
    #expect(try spans(web + between + api) == [[nil, nil], [nil, nil]])
  }

  @Test func tellsClustersApart() throws {
    let text =
      "$ kubectl --context a get ip\n" + Self.columns + Self.web + "$ kubectl --context b get ip\n" + Self.columns
    #expect(try spans(text + Self.web + Self.api) == [["0", "0"], ["1", "1"], ["1", "1"]])
  }

  @Test(arguments: [
    ("cluster-2:", "cluster2"), ("## Cluster B", "clusterb"), ("集群1", "集群1"), ("cluster info", nil),
    ("my clusters", nil),
    ("the cluster", nil), ("what we see in cluster 1 after the upgrade", nil),
  ])
  func knowsTheNamesOfClusters(_ line: String, _ name: String?) { #expect(PasteMarks.cluster(line) == name) }

  /// What kubectl said to be deleted, and was then gone or made again, is not listed in spite of it.
  @Test(arguments: [
    ("", true),
    ("$ kubectl get ip web-0.team\nError from server (NotFound): ips.kubeovn.io \"web-0.team\" not found\n", false),
    ("$ kubectl get ip\nNo resources found\n", false), ("$ kubectl apply -f web.yaml\npod/web-0 created\n", false),
    ("$ kubectl config use-context west\n", false),
  ])
  func knowsWhatStaysDeleted(_ between: String, _ stays: Bool) throws {
    let text =
      "$ kubectl delete ip web-0.team\nip.kubeovn.io \"web-0.team\" deleted\n" + between + "$ kubectl get ip\n"
      + Self.columns + Self.web
    let objects = try PasteRecorder.read(text, #_sourceLocation).objects
    #expect(objects.map { $0.fields["answers.delete"] } == [stays ? "accepted" : nil])
  }
}
