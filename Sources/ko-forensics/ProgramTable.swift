import CommandLineKit
import Pipeline
import Reports

/// The commands and options of the program.
enum ProgramTable {
  static let table = CommandTable(
    program: "ko-forensics", about: "proves from logs and dumps what leaked in Kube-OVN, and says how to get out",
    version: Version.current, defaultCommand: "analyze", commands: [analyze, rules, version, completions, manual],
    exitCodes: ExitStatus.meanings)

  private static let analyze = Command(
    name: "analyze", about: "read evidence, print an incident report (the default command)", operands: "[INPUT…]",
    options: [
      Option(
        "output", short: "o", value: "FORMAT[=FILE]", isRepeatable: true, group: "Output",
        about: "write the report in this format, to standard output or a file; may be given several times. Formats: "
          + RendererRegistry.all.map { $0.formatName }.joined(separator: ", ")),
      Option("color", value: "WHEN", group: "Output", choices: ["auto", "always", "never"], about: "colour in text"),
      Option("lang", value: "LANGUAGE", group: "Output", choices: ["en", "zh"], about: "language of the report's own words"),
      Option("verbose", short: "v", group: "Output", about: "also list what was ruled out"),
      Option("quiet", short: "q", group: "Output", about: "no progress, no warnings"),
      Option("since", value: "TIME", group: "Selection", about: "findings that lasted until this time or later (2026-11-23T20:31:00Z)"),
      Option("until", value: "TIME", group: "Selection", about: "findings that began at this time or earlier"),
      Option("min-severity", value: "LEVEL", group: "Selection", choices: severities, about: "leave milder findings out"),
      Option("fail-on", value: "LEVEL", group: "Selection", choices: severities + ["never"], about: "mildest finding that makes the exit code 1 or 2"),
      Option("log-timezone", value: "ZONE", group: "Clocks", about: "zone of klog times, such as Asia/Shanghai or +08:00"),
      Option("log-year", value: "YEAR", group: "Clocks", about: "year of the first klog line"),
      Option("rules", value: "DIR", isRepeatable: true, group: "Rules", about: "more rules; one of the same id replaces a built-in one"),
      Option("max-nesting", value: "N", group: "Limits", about: "containers inside containers (4)"),
      Option("max-members", value: "N", group: "Limits", about: "members of all archives together (1000000)"),
      Option("max-bytes", value: "SIZE", group: "Limits", about: "decompressed bytes of all inputs together (1TiB)"),
      Option("max-ratio", value: "N", group: "Limits", about: "decompressed bytes per compressed byte (2000)"),
      Option("workers", value: "N", group: "Limits", about: "threads that read; the result does not depend on it"),
    ],
    examples: [
      "kubectl -n kube-system logs -l app=kube-ovn-controller --prefix --tail=-1 | ko-forensics",
      "ko-forensics support-bundle.tar.gz -o html=incident.html -o markdown=incident.md",
      "ko-forensics -o json evidence/ | jq -r '.findings[].objects[].name'",
    ])

  private static let rules = Command(
    name: "rules", about: "list, show or check rules", operands: "list | show ID | lint FILE…",
    options: [Option("rules", value: "DIR", isRepeatable: true, about: "more rules")],
    examples: ["ko-forensics rules show KOV-001", "ko-forensics rules lint my-rule.yaml"])

  private static let version = Command(
    name: "version", about: "versions of the program, its rules and its libraries",
    options: [Option("json", about: "as JSON")])

  private static let completions = Command(
    name: "completions", about: "completion script for a shell", operands: "bash | zsh | fish",
    examples: ["source <(ko-forensics completions bash)"])

  private static let manual = Command(name: "man", about: "the manual page, in roff", examples: ["ko-forensics man | man -l -"])

  private static let severities = ["critical", "high", "medium", "low", "info"]
}
