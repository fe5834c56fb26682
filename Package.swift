// swift-tools-version: 6.2
import PackageDescription

/// The stages in the order of the data flow. Each may import only what is listed: `scripts/check-layers` holds the
/// sources to it, because SwiftPM alone does not notice an import of a target built for another reason.
let stages: [Target] = [
  .target(name: "ByteLexing", dependencies: ["CPlatform"]),
  .target(name: "Model", dependencies: ["ByteLexing", "CSHA256", "CEmbedded"], exclude: ["Kinds"]),
  .target(name: "Intake", dependencies: ["ByteLexing", "Model", "CArchive", "CIsal", "CPlatform"]),
  .target(
    name: "Vocabulary", dependencies: ["ByteLexing", "Model", "CEmbedded", "CPCRE2"], exclude: ["Catalogue"]),
  .target(name: "Formats", dependencies: ["ByteLexing", "Model", "CYAML", "CSimdJSON", "Vocabulary"]),
  .target(name: "Chronicle", dependencies: ["ByteLexing", "Model"]),
  .target(name: "ClusterState", dependencies: ["ByteLexing", "Model"]),
  .target(
    name: "Rules",
    dependencies: ["Vocabulary", "Chronicle", "ClusterState", "Model", "CYAML", "CEmbedded"],
    exclude: ["Packs"]),
  .target(name: "Diagnosis", dependencies: ["Rules", "Chronicle", "ClusterState", "Model"]),
  .target(
    name: "Reports", dependencies: ["Diagnosis", "Chronicle", "Model", "CSQLite", "CEmbedded"], exclude: ["Assets"]),
  .target(
    name: "Pipeline",
    dependencies: [
      "ByteLexing", "Model", "Intake", "Formats", "Vocabulary", "Chronicle", "ClusterState", "Rules", "Diagnosis",
      "Reports", "CPlatform",
    ]),
  .target(name: "CommandLineKit"),
  .executableTarget(
    name: "ko-forensics", dependencies: ["Pipeline", "Reports", "Intake", "Model", "CommandLineKit", "CPlatform"]),
]

/// Module maps and thin shims of system libraries; nothing else lives there.
let systemLibraries: [Target] = [
  .systemLibrary(
    name: "CArchive", path: "Sources/C/CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
  .systemLibrary(name: "CIsal", path: "Sources/C/CIsal", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
  .systemLibrary(
    name: "CPCRE2", path: "Sources/C/CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
  .systemLibrary(name: "CYAML", path: "Sources/C/CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
  .systemLibrary(
    name: "CSQLite", path: "Sources/C/CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
  .target(name: "CPlatform", path: "Sources/C/CPlatform"),
  .target(name: "CSHA256", path: "Sources/C/CSHA256"),
  .target(
    name: "CSimdJSON", path: "Sources/C/CSimdJSON", cxxSettings: [.define("SIMDJSON_EXCEPTIONS", to: "0")],
    linkerSettings: [.linkedLibrary("simdjson")]),
  .target(
    name: "CEmbedded", path: "Sources/C/CEmbedded", exclude: ["files+generated.inc"],
    cSettings: [.define("_GNU_SOURCE")]),
]

let tests: [Target] = [
  .testTarget(name: "ByteLexingTests", dependencies: ["ByteLexing"]),
  .testTarget(name: "IntakeTests", dependencies: ["Intake", "Model"]),
  .testTarget(name: "FormatsTests", dependencies: ["Formats", "Vocabulary", "ByteLexing", "Model", "CYAML"]),
  .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary", "Model"]),
  .testTarget(name: "ChronicleTests", dependencies: ["Chronicle", "ByteLexing", "Model"]),
  .testTarget(name: "ClusterStateTests", dependencies: ["ClusterState", "Model"]),
  .testTarget(name: "RulesTests", dependencies: ["Rules", "Pipeline", "Model", "CEmbedded"]),
  .testTarget(name: "ReportsTests", dependencies: ["Reports", "Model", "CEmbedded", "CSQLite"], exclude: ["Goldens"]),
  .testTarget(
    name: "PipelineTests",
    dependencies: [
      "Pipeline", "ByteLexing", "Formats", "ClusterState", "Intake", "Rules", "Reports", "Model", "Diagnosis",
      "CEmbedded",
    ],
    exclude: ["Goldens"]),
  .testTarget(name: "CLITests", dependencies: ["CommandLineKit", "ko-forensics"]),
]

/// The targets of libFuzzer, which brings its own entry point: only `make fuzz` builds them.
let fuzzing: [Target] =
  Context.environment["KO_FORENSICS_FUZZING"] == nil
  ? []
  : [
    .executableTarget(
      name: "ko-forensics-fuzzing",
      dependencies: ["Pipeline", "ByteLexing", "Formats", "Intake", "Model", "Reports", "Rules", "Vocabulary"],
      path: "Tests/Fuzzing")
  ]

let package = Package(
  name: "ko-forensics",
  products: [.executable(name: "ko-forensics", targets: ["ko-forensics"])],
  targets: systemLibraries + stages + tests + fuzzing,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
