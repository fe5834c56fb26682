/// The wrappers that a stream's lines have, from the outside in.
struct WrapperChain: Hashable {
  /// Most wrappers inside one another.
  static let deepest = 3

  /// Indices into `LineWrapperRegistry.all`.
  private(set) var layers: [Int] = []

  /// The chain with one more layer inside.
  func appending(_ layer: Int) -> WrapperChain {
    var chain = self
    chain.layers.append(layer)
    return chain
  }

  var isPlain: Bool { layers.isEmpty }

  /// All of its layers prove themselves by their layout.
  var isDistinctive: Bool { layers.allSatisfy { LineWrapperRegistry.all[$0].isDistinctive } }

  /// Lines without these layers belong to the text like any other: quote marks and grep's prefixes come and go.
  var isOptional: Bool {
    layers.allSatisfy {
      let type = LineWrapperRegistry.all[$0]
      return type == QuotePrefixWrapper.self || type == LineMarkWrapper.self || type == GrepPrefixWrapper.self
        || type == ColorWrapper.self
    }
  }

  /// A layer is told by nothing but words.
  var hasBareNames: Bool { layers.contains { LineWrapperRegistry.all[$0].isBareName } }

  /// A layer is told by a time or a mark, which may as well begin a sentence.
  var hasMark: Bool {
    layers.contains {
      let type = LineWrapperRegistry.all[$0]
      return type == OuterTimeWrapper.self || type == LineNumberWrapper.self || type == LineMarkWrapper.self
    }
  }

  /// `cri > klog`.
  func description(of payload: StaticString) -> String {
    (layers.map { LineWrapperRegistry.all[$0].id } + ["\(payload)"]).joined(separator: " > ")
  }
}
