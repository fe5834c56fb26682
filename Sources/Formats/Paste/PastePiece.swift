/// A run of lines of a paste that belong together.
struct PastePiece {
  /// What the lines are.
  enum Form {
    case log, yaml, json, table, describe
    /// Rows of a table without its header.
    case rows
    /// The `Events:` of a description without the object.
    case events
    /// What `kubectl delete` prints where the webhook of Kube-OVN refuses.
    case refusal
    /// `ovn-nbctl show`, also without the line of the switch.
    case ports
    /// Names of ports alone; see `PortNameRow`.
    case portNames
    /// `ovn-nbctl list`.
    case list
    /// `iptables-save` of a NAT gateway.
    case gatewayRules
    /// Prompts, fences, headings, blank lines.
    case mark
    /// What a person wrote in between.
    case prose

    /// Holds evidence, if it can be read.
    var isEvidence: Bool { self != .mark && self != .prose }
  }

  var form: Form
  /// Numbers of its lines, from 0.
  var lines: Range<Int>
  /// The command that printed it, as far as the paste shows one.
  var command: PasteCommand?
  /// Stands between fences.
  var isFenced = false
  /// Some of its rows were left out, or not understood.
  var isElided = false
  /// The cluster that was asked, as a command or a heading names it; empty where none does.
  var cluster = ""
  /// Of the prompt above it.
  var host = ""
  /// It shows how something was earlier, or how somebody would have it.
  var isElsewhen = false

  /// Where it begins.
  var moment: PasteMoment { PasteMoment(line: lines.lowerBound, cluster: cluster, host: host) }

  /// What it lists are some of the objects only.
  var isPart: Bool { isElided || command.map { $0.isPiped || $0.isSelection } ?? false }

  /// It lists every object of one kind, as far as anybody can tell.
  var isWhole: Bool {
    switch form {
    case .table, .yaml, .json: !isPart && command?.isOfAll == true
    default: false
    }
  }
}

/// Where a line of a paste lies.
struct PasteLine {
  /// Begin of the line.
  var raw: Int
  /// Begin of what is left without quote marks.
  var start: Int
  /// End without the line end.
  var end: Int
  /// Begin of the next line.
  var next: Int
  /// Blanks in front of what is left.
  var indent: Int
  /// A name in it is cut short, or the line stands for others.
  var isElided = false
  /// A log record with marks or words in front of it.
  var isFramed = false
  /// A log record that lost its header.
  var isHeadless = false
  /// All that is left of it is the message.
  var isBare = false
  /// A log record that copying changed, so that it is read as it was printed.
  var isAltered = false

  var isBlank: Bool { start + indent >= end }
}
