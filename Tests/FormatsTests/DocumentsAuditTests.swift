import Testing

@testable import Formats

@Suite struct DocumentsAuditTests {
  private func read(_ name: String) throws -> CollectingSink {
    let bytes = try Documents.fixture(name)
    #expect(Documents.identify(bytes, name)?.id == "audit")
    return try Documents.read(bytes, as: AuditFormat.self, named: name)
  }

  @Test func writesBecomeRecords() throws {
    let sink = try read("audit.log")
    #expect(sink.audits.map(\.verb) == ["create", "delete", "patch", "update", "deletecollection", "patch", "delete"])
    #expect(sink.audits.map(\.removesFinalizer) == [false, false, true, false, false, true, false])
    #expect(sink.notUnderstood == 0)
    #expect((sink.uses[.recognized] ?? 0) > 500)
    let delete = sink.audits[1]
    #expect(delete.resource == "ips" && delete.code == 200 && delete.user == "system:serviceaccount:kube-system:ovn")
    #expect(delete.object?.deletionRequested != nil && delete.object?.finalizers == ["kube-ovn-controller"])
    #expect(delete.received != nil && (delete.answered?.nanoseconds ?? 0) > (delete.received?.nanoseconds ?? 0))
    #expect(sink.audits[5].user == "admin")
    // A Status is the answer, not the object.
    #expect(sink.audits[6].object == nil)
  }

  @Test func itemsOfAnEventListNeedNoKind() throws {
    let sink = try read("audit-list.json")
    #expect(sink.audits.map(\.id) == ["by-hand"])
  }

  @Test func linesAfterANodeName() throws {
    let bytes = try Documents.fixture("audit.log")
    let prefixed = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { "node-1 " + $0 + "\n" }.joined()
    #expect(Documents.identify(Array(prefixed.utf8))?.id == "audit")
    let sink = try Documents.read(prefixed, as: AuditFormat.self)
    #expect(sink.audits.count == 7)
  }

  /// What was only tried changed nothing.
  @Test func dryRunsAreNoWrites() throws {
    func count(_ uri: String, _ request: String) throws -> Int {
      let line =
        #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete","verb":"delete","#
        + #""requestURI":"\#(uri)","objectRef":{"resource":"ips","name":"a"},"responseStatus":{"code":200},"#
        + #""requestObject":\#(request)}"# + "\n"
      return try Documents.read(line, as: AuditFormat.self).audits.count
    }
    let uri = "/apis/kubeovn.io/v1/ips/a"
    #expect(try count(uri, #"{"kind":"DeleteOptions"}"#) == 1)
    #expect(try count(uri + "?dryRun=All", #"{"kind":"DeleteOptions"}"#) == 0)
    #expect(try count(uri, #"{"kind":"DeleteOptions","dryRun":["All"]}"#) == 0)
  }

  /// A record with this verb, stage and bodies; `before` is what an earlier answer showed.
  private func removes(verb: String, request: String, before: String? = nil, subresource: String = "") throws -> Bool {
    func line(_ verb: String, _ request: String, _ response: String) -> String {
      #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete","verb":"\#(verb)","#
        + #""objectRef":{"resource":"ips","name":"a","subresource":"\#(subresource)"},"responseStatus":{"code":200},"#
        + #""requestObject":\#(request)\#(response)}"# + "\n"
    }
    var text = ""
    if let before {
      text = line(
        "create", "{}",
        #","responseObject":{"apiVersion":"kubeovn.io/v1","kind":"IP","metadata":{"name":"a","finalizers":\#(before)}}"#
      )
    }
    text += line(verb, request, "")
    return try #require(try Documents.read(text, as: AuditFormat.self).audits.last).removesFinalizer
  }

  @Test func finalizerRemovals() throws {
    #expect(try removes(verb: "patch", request: #"{"metadata":{"finalizers":null}}"#))
    #expect(try removes(verb: "patch", request: #"{"metadata":{"finalizers":[]}}"#))
    #expect(try !removes(verb: "patch", request: #"{"metadata":{"finalizers":["x"]}}"#))
    #expect(try removes(verb: "patch", request: #"{"metadata":{"finalizers":["x"]}}"#, before: #"["x","y"]"#))
    #expect(try !removes(verb: "patch", request: #"{"metadata":{"finalizers":["x","y"]}}"#, before: #"["x"]"#))
    #expect(try !removes(verb: "patch", request: #"{"metadata":{"labels":{}}}"#, before: #"["x"]"#))
    #expect(try removes(verb: "patch", request: #"[{"op":"remove","path":"/metadata/finalizers/0"}]"#))
    #expect(try removes(verb: "patch", request: #"[{"op":"replace","path":"/metadata/finalizers","value":[]}]"#))
    #expect(try !removes(verb: "patch", request: #"[{"op":"add","path":"/metadata/finalizers/-","value":"x"}]"#))
    #expect(try !removes(verb: "patch", request: #"[{"op":"test","path":"/metadata/finalizers","value":[]}]"#))
    #expect(try removes(verb: "patch", request: #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["x"]}}"#))
    #expect(try removes(verb: "update", request: #"{"metadata":{"name":"a"}}"#, before: #"["x"]"#))
    #expect(try removes(verb: "update", request: #"{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}}"#))
    #expect(try !removes(verb: "update", request: #"{"metadata":{"name":"a"}}"#))
    #expect(
      try !removes(verb: "update", request: #"{"metadata":{"name":"a"}}"#, before: #"["x"]"#, subresource: "status"))
  }

  @Test func aVerbInsideABodyDoesNotHideAWrite() throws {
    let text =
      #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","stage":"ResponseComplete","requestURI":"/x?\"verb\":\"get\"","#
      + #""verb":"create","objectRef":{"resource":"ips","name":"a"},"#
      + #""requestObject":{"verb":"list","stage":"RequestReceived"}}"#
    #expect(try Documents.read(text, as: AuditFormat.self).audits.count == 1)
  }
}
