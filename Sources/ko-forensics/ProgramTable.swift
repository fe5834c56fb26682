import CommandLineKit
import Pipeline
import Reports

/// The commands and options of the program.
enum ProgramTable {
  static let table = CommandTable(
    program: "ko-forensics", about: "proves from logs and dumps what leaked in Kube-OVN, and says how to get out",
    version: Version.current, defaultCommand: "analyze",
    commands: [
      analyze, inspect, timeline, ledger, triage, follow, harvest, redact, rules, schema, version, completions, manual,
    ],
    exitCodes: ExitStatus.meanings)

  /// The same with words that take time to find, for completions.
  static var completing: CommandTable {
    var table = table
    for i in table.commands.indices where table.commands[i].name == "rules" {
      table.commands[i].words["show"] = RuleListing.builtInIDs
    }
    return table
  }

  private static let analyze = Command(
    name: "analyze", about: "read evidence, print an incident report (the default command)", operands: "[INPUT…]",
    options: [
      Option(
        "output", short: "o", value: "FORMAT[=FILE]", isRepeatable: true, group: "Output",
        suggestions: RendererRegistry.all.map { $0.formatName },
        about: "write the report in this format, to standard output or a file; may be given several times. Formats: "
          + RendererRegistry.all.map { $0.formatName }.joined(separator: ", ")),
      Option("color", value: "WHEN", group: "Output", choices: ["auto", "always", "never"], about: "colour in text"),
      Option(
        "lang", value: "LANGUAGE", group: "Output", choices: ["en", "zh"], about: "language of the report's own words"),
      Option("verbose", short: "v", group: "Output", about: "also list what was ruled out"),
      Option("quiet", short: "q", group: "Output", about: "no progress, no warnings"),
      Option(
        "since", value: "TIME", group: "Selection",
        about: "findings that lasted until this time or later: 2026-11-23T20:31:00Z; 20:31 (UTC); a klog stamp such as "
          + "'1123 20:31:07'; 2h or yesterday, counted back from the end of the evidence"),
      Option("until", value: "TIME", group: "Selection", about: "findings that began at this time or earlier"),
      Option(
        "around", value: "TIME", group: "Selection",
        about: "findings that touch the five minutes before or after this time"),
      Option("max-findings", short: "n", value: "N", group: "Selection", about: "only the N worst findings"),
      Option(
        "min-severity", value: "LEVEL", group: "Selection", choices: severities, about: "leave milder findings out"),
      Option(
        "fail-on", value: "LEVEL", group: "Selection", choices: severities + ["never"],
        about: "mildest finding that makes the exit code 1 or 2"),
      Option(
        "rules", value: "DIR", isRepeatable: true, group: "Rules",
        about: "more rules; one of the same id replaces a built-in one"),
    ] + redaction + evidence,
    examples: [
      "kubectl -n kube-system logs -l app=kube-ovn-controller --prefix --tail=-1 | ko-forensics",
      "ko-forensics support-bundle.tar.gz -o html=incident.html -o markdown=incident.md",
      "ko-forensics -o json evidence/ | jq -r '.findings[].objects[].name'",
    ])

  private static let inspect = Command(
    name: "inspect", about: "what the inputs hold, how they were read, what they cover and what is missing",
    operands: "[INPUT…]",
    options: [
      Option("verbose", short: "v", group: "Output", about: "also the checksums of the inputs"),
      Option("rules", value: "DIR", isRepeatable: true, group: "Rules", about: "more rules"),
    ] + tableOutput + redaction + evidence,
    examples: ["ko-forensics inspect support-bundle.tar.gz", "ko-forensics inspect logs/ -o json"])

  private static let triage = Command(
    name: "triage", about: "many bundles, ranked by what is wrong and how badly", operands: "DIR|BUNDLE…",
    options: [
      Option(
        "reports", value: "DIR", group: "Output", about: "one HTML report for each bundle; the HTML index links them"),
      Option("resume", value: "FILE", group: "Output", about: "keep what was found in this file, and go on from there"),
      Option(
        "max-memory", value: "SIZE", group: "Limits",
        about: "memory of the bundles that are read at one time, by estimate (1GiB)"),
      Option("max-time", value: "SECONDS", group: "Limits", about: "longest time for one bundle (600)"),
    ] + tableOutput + redaction
      + [Option("rules", value: "DIR", isRepeatable: true, group: "Rules", about: "more rules")] + evidenceOfBundles,
    examples: [
      "ko-forensics triage /cases -o html=index.html --reports reports",
      "ko-forensics triage /cases --resume triage.journal -o json | jq -r '.bundles[] | select(.ongoing) | .path'",
    ])

  private static let ledger = Command(
    name: "ledger", about: "every IP object and Vip in its state, every Subnet counted again", operands: "[INPUT…]",
    options: [
      Option("subnet", value: "NAME", group: "Selection", about: "only this Subnet"),
      Option(
        "state", value: "STATE", isRepeatable: true, group: "Selection", choices: LedgerTables.stateNames + ["all"],
        about: "only addresses in this state; without it text, Markdown and HTML leave out those that are fine"),
      Option("addresses", group: "Selection", about: "only the addresses"),
      Option("accounts", group: "Selection", about: "only the Subnets' accounts"),
    ] + tableOutput + redaction + evidence,
    examples: [
      "ko-forensics ledger ips.yaml pods.yaml subnets.yaml",
      "ko-forensics ledger bundle.tar.gz --addresses --state leaked --state leaking -o csv",
    ])

  private static let timeline = Command(
    name: "timeline", about: "everything that happened to a resource, from all sources in one order",
    operands: "RESOURCE… [INPUT…]",
    options: [
      Option("related", group: "Selection", about: "also what it hangs on: pod, IP objects, Subnets, Vpc, owner"),
      Option(
        "since", value: "TIME", group: "Selection",
        about:
          "from this time on: 2026-11-23T20:31:00Z; 20:31 (UTC); '1123 20:31:07' as klog writes it; 2h or yesterday, "
          + "counted back from the end of the evidence"),
      Option("until", value: "TIME", group: "Selection", about: "up to this time"),
      Option("around", value: "TIME", group: "Selection", about: "five minutes before to five minutes after this time"),
      Option("last", short: "n", value: "N", group: "Selection", about: "only the last N rows"),
    ] + tableOutput + redaction + evidence,
    examples: [
      "ko-forensics timeline pod/shop/web-1 --related logs/",
      "ko-forensics timeline subnet/shop-net bundle.tar.gz -o markdown",
      "ko-forensics timeline 10.16.0.5 evidence/    (also a MAC, a UID, or a logical switch port: lsp/NAME)",
    ])

  private static let follow = Command(
    name: "follow", about: "read logs while they are written, and say what is found as soon as it is",
    operands: "[LOG…]",
    options: [
      Option(
        "output", short: "o", value: "FORMAT", group: "Output", choices: ["text", "ndjson"],
        about: "one line for each change, for people or for programs"),
      Option(
        "openmetrics", value: "FILE", group: "Output",
        about: "keep this file up to date for node_exporter's textfile collector"),
      Option(
        "alertmanager", value: "URL", group: "Output",
        about: "post what is confirmed or probable to this Alertmanager (http://127.0.0.1:9093), again each minute; "
          + "an alert ends with the finding, or four minutes after following ended"),
      Option("color", value: "WHEN", group: "Output", choices: ["auto", "always", "never"], about: "colour in text"),
      Option("verbose", short: "v", group: "Output", about: "also what is ruled out"),
      Option(
        "min-severity", value: "LEVEL", group: "Selection", choices: severities, about: "leave milder findings out"),
      Option(
        "rules", value: "DIR", isRepeatable: true, group: "Rules",
        about: "more rules; one of the same id replaces a built-in one"),
      Option(
        "log-timezone", value: "ZONE", group: "Clocks", about: "zone of klog times, such as Asia/Shanghai or +08:00"),
      Option("log-year", value: "YEAR", group: "Clocks", about: "year of the first klog line"),
    ] + redaction,
    examples: [
      "kubectl -n kube-system logs -f -l app=kube-ovn-controller --prefix --timestamps | ko-forensics follow",
      "ko-forensics follow /var/log/kube-ovn/kube-ovn-controller.log --openmetrics /var/lib/node_exporter/ko.prom",
    ])

  private static let harvest = Command(
    name: "harvest", about: "what the inputs give, as one small file that every other command reads in their place",
    operands: "[INPUT…]",
    options: [
      Option(
        "output", short: "o", value: "FILE", group: "Output",
        about: "where to write it; without it, standard output unless that is a terminal"),
      Option("quiet", short: "q", group: "Output", about: "no progress, no warnings"),
      Option(
        "prefix", value: "NAME", group: "Inputs",
        about: "put NAME/ before the names of all inputs, for nodes whose logs have the same names"),
    ] + reading + [memory],
    refusals: ["redact": noRedaction, "redact-map": noRedaction],
    examples: [
      "ko-forensics harvest /var/log/kube-ovn --prefix $(hostname) -o $(hostname).kfh",
      "ko-forensics node-1.kfh node-2.kfh dumps/    (the same report as from the logs themselves)",
      "ko-forensics harvest a.kfh b.kfh -o all.kfh",
    ])

  private static let redact = Command(
    name: "redact", about: "a copy of the evidence without the names of the cluster; code 1 if it gives other findings",
    operands: "[INPUT…]",
    options: [
      Option(
        "output", short: "o", value: "DIR", group: "Output", about: "the folder for the copy, which is made, or empty"),
      Option(
        "redact-map", value: "FILE", group: "Output",
        about: "what stands for what; pseudonyms that the file has already stay. Keep it to yourself"),
      Option("quiet", short: "q", group: "Output", about: "no progress, no warnings"),
      Option("rules", value: "DIR", isRepeatable: true, group: "Rules", about: "more rules to compare findings by"),
    ] + evidence,
    examples: [
      "ko-forensics redact support-bundle.tar.gz -o for-upstream --redact-map map.tsv",
      "kubectl -n kube-system logs deploy/kube-ovn-controller | ko-forensics redact -o for-upstream",
    ])

  private static let noRedaction = UsageError(
    "a harvest cannot be redacted: it holds names and lines as they are",
    hint: "give '--redact' to the command that makes a report of it")

  private static let rules = Command(
    name: "rules", about: "list, show, check or test rules",
    operands: "list | show ID | lint FILE… | test FILE|DIR… | explain RULE|OBJECT INPUT… | coverage INPUT… | doc",
    options: [
      Option("rules", value: "DIR", isRepeatable: true, about: "more rules"),
      Option("output", short: "o", value: "FORMAT", about: "how `show` prints a rule: yaml (to start from) or text"),
      Option("mutants", about: "`test`: leave out or turn round each part of a rule, and tell which no example needs"),
    ] + redaction.prefix(1),
    words: ["list": [], "show": [], "lint": [], "test": [], "explain": [], "coverage": [], "doc": []],
    examples: [
      "ko-forensics rules show KOV-001 > my-rule.yaml", "ko-forensics rules lint my-rule.yaml",
      "ko-forensics rules test my-rules/",
    ])

  private static let schema = Command(
    name: "schema", about: "the JSON Schema of a JSON format", operands: "[NAME]",
    examples: ["ko-forensics schema", "ko-forensics schema report > report.schema.json"])

  private static let version = Command(
    name: "version", about: "versions of the program, its rules and its libraries",
    options: [Option("json", about: "as JSON")])

  private static let completions = Command(
    name: "completions", aliases: ["completion"], about: "completion script for a shell",
    operands: "bash | zsh | fish", words: ["bash": [], "zsh": [], "fish": []],
    examples: ["source <(ko-forensics completions bash)"])

  private static let manual = Command(
    name: "man", about: "the manual page, in roff", examples: ["ko-forensics man | man -l -"])

  private static let tableOutput: [Option] = [
    Option(
      "output", short: "o", value: "FORMAT[=FILE]", isRepeatable: true, group: "Output",
      suggestions: TableRendererRegistry.all.map { $0.formatName },
      about: "write in this format, to standard output or a file; may be given several times. Formats: "
        + TableRendererRegistry.all.map { $0.formatName }.joined(separator: ", ")),
    Option("color", value: "WHEN", group: "Output", choices: ["auto", "always", "never"], about: "colour in text"),
    Option("lang", value: "LANGUAGE", group: "Output", choices: ["en", "zh"], about: "language of the headings"),
    Option("quiet", short: "q", group: "Output", about: "no progress, no warnings"),
  ]

  /// For reports that leave the house.
  private static let redaction: [Option] = [
    Option(
      "redact", group: "Output",
      about: "pseudonyms in place of names, addresses, MACs, UIDs and users, the same everywhere, in every format"),
    Option(
      "redact-map", value: "FILE", group: "Output",
      about: "with --redact: what stands for what; pseudonyms that the file has already stay. Keep it to yourself"),
  ]

  /// How evidence is read; the same for every command that reads some.
  private static let evidence: [Option] =
    evidenceOfBundles + [memory]

  /// The same of the commands that read many bundles and share out their memory themselves.
  private static let evidenceOfBundles: [Option] =
    reading.prefix(1) + [
      Option(
        "log-timezone", value: "ZONE", group: "Clocks", about: "zone of klog times, such as Asia/Shanghai or +08:00"),
      Option("log-year", value: "YEAR", group: "Clocks", about: "year of the first klog line"),
    ] + reading.dropFirst()

  private static let memory = Option(
    "max-memory", value: "SIZE", group: "Limits",
    about: "memory to read with; what comes when it is used up is left out, and the report says so (512MiB)")

  /// How inputs are read, whatever is made of them.
  private static let reading: [Option] = [
    Option("name-as", value: "NAME", group: "Inputs", about: "name of what comes on standard input, in reports"),
    Option("max-nesting", value: "N", group: "Limits", about: "containers inside containers (4)"),
    Option("max-members", value: "N", group: "Limits", about: "members of all archives together (1000000)"),
    Option(
      "max-bytes", value: "SIZE", group: "Limits",
      about: "decompressed bytes of all inputs together (1TiB); below that one thread reads"),
    Option("max-ratio", value: "N", group: "Limits", about: "decompressed bytes per compressed byte (1000)"),
    Option(
      "sha256", value: "WHEN", group: "Limits", choices: Hashing.allCases.map(\.rawValue),
      about: "name inputs by their SHA-256; auto leaves plain files above 256 MiB out on two processors (auto)"),
    Option("workers", value: "N", group: "Limits", about: "threads that read; the result does not depend on it"),
  ]

  private typealias Hashing = AnalyzeOptions.Hashing
  private static let severities = ["critical", "high", "medium", "low", "info"]
}
