import Glibc

/// A thing to be fed with whatever libFuzzer makes up. To add one: a type, and a line in `all`.
protocol FuzzTarget: Sendable {
  func run(_ input: FuzzInput)
}

/// All targets of the one program, which feeds one of them in a process.
enum FuzzTargets {
  static let all: [(name: String, target: any FuzzTarget)] =
    FormatTarget.all + [
      ("stream", StreamTarget()), ("container", ContainerTarget()), ("pipeline", PipelineTarget()),
      ("rule", RuleTarget()), ("harvest", HarvestTarget()), ("map", MapTarget()),
    ]

  /// The one that the environment names (`FUZZ_TARGET`).
  static let chosen: (any FuzzTarget)? = {
    let wanted = getenv("FUZZ_TARGET").map { String(cString: $0) }
    return all.first { $0.name == wanted }?.target
  }()
}

/// Ends the process so that libFuzzer keeps the input.
func require(_ condition: Bool, _ why: @autoclosure () -> String) {
  if !condition { fatalError(why()) }
}
