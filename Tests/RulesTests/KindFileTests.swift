import CEmbedded
import Model
import Testing

@testable import Rules

/// Kinds are data: the files say what they mean to every YAML reader, and no two things share an identity.
@Suite struct KindFileTests {
  static let files: [(path: String, bytes: [UInt8])] = {
    var count = 0
    guard let files = cembedded_files(&count) else { return [] }
    return (0..<count).compactMap { i in
      let path = String(cString: files[i].path)
      guard path.hasPrefix("kinds/") else { return nil }
      return (path, Array(UnsafeBufferPointer(start: files[i].bytes, count: files[i].length)))
    }
  }()

  @Test func everyFileReadsAsYAMLSays() throws {
    #expect(Self.files.count > 30)
    for file in Self.files {
      let node = try YAMLNode.parse(file.bytes, file: file.path)
      guard case .mapping(let pairs) = node.value else {
        throw RuleError(file: file.path, mark: nil, message: "no map")
      }
      func texts(_ key: String) -> [String] {
        switch pairs.first(where: { $0.key == key })?.value.value {
        case .scalar(let text)?: [text]
        case .sequence(let items)?: items.map { if case .scalar(let text) = $0.value { text } else { "" } }
        case .mapping(let inner)?: inner.map { $0.key }
        case nil: []
        }
      }
      let facts = try #require(ResourceKind.named(texts("kind").first ?? "")?.facts)
      #expect([facts.kind] == texts("kind") && facts.groups == texts("group") && [facts.plural] == texts("plural"))
      #expect(facts.names == texts("names") && facts.keeps == texts("keeps") && facts.files == texts("files"))
      #expect(facts.finalizers == texts("finalizers") && facts.queues == texts("queues"))
      #expect(facts.references.map(\.name) == texts("references"))
      for reference in facts.references {
        #expect(ResourceKind(apiKind: reference.target).isDeclared, "\(file.path): \(reference.name)")
        #expect(facts.keeps.contains(reference.field), "\(file.path): \(reference.field)")
      }
    }
  }

  @Test func noTwoKindsShareAWord() {
    var seen: [String: String] = [:]
    for kind in ResourceKind.declared {
      for word in Set([kind.facts.plural] + kind.facts.names + [kind.facts.kind.lowercased()]) {
        #expect(seen[word] == nil, "\(word): \(kind.apiKind), \(seen[word] ?? "")")
        seen[word] = kind.apiKind
        #expect(ResourceKind.named(word) == kind)
      }
      #expect(ResourceKind.named(kind.facts.fullName) == kind)
    }
  }

  @Test func groupAndKindTogetherAreTheIdentity() {
    #expect(ResourceKind.virtualMachine != .virtualMachineInstance)
    #expect(ResourceKind(apiKind: "Subnet", apiVersion: "kubeovn.io/v1") == .subnet)
    #expect(ResourceKind(apiKind: "Subnet") == .subnet)
    let foreign = ResourceKind(apiKind: "Subnet", apiVersion: "ec2.aws.crossplane.io/v1beta1")
    #expect(foreign != .subnet && !foreign.isDeclared && foreign.apiKind == "Subnet")
    let (a, b) = (ResourceKind(apiKind: "Aardvark"), ResourceKind(apiKind: "Badger"))
    #expect(a != b && a == ResourceKind(apiKind: "Aardvark") && a < b)
    #expect(ResourceKind(apiKind: "OvnFip") != ResourceKind(apiKind: "IptablesFIPRule"))
  }

  @Test func queuesAndFilesNameTheirKinds() {
    #expect(ResourceKind.served(byQueue: "delete ovn fip")?.apiKind == "OvnFip")
    #expect(ResourceKind.served(byQueue: "update status of subnet") == .subnet)
    #expect(ResourceKind.served(byQueue: "update fip for vpc nat gateway")?.apiKind == "VpcNatGateway")
    #expect(ResourceKind.served(byQueue: "iptables dnat rule")?.apiKind == "IptablesDnatRule")
    #expect(ResourceKind.served(byQueue: "something else") == nil)
    #expect(ResourceKind.handled(inFile: "ovn_eip.go").map(\.apiKind) == ["OvnEip"])
  }
}
