import ByteLexing
import Model

/// Logs of Kubernetes components in whatever wrapping: klog text and JSON, zap JSON, OVN's vlog, Go crashes.
public enum LogFormat: StreamFormat {
  public static let id = "log"

  /// Longest line that is kept whole, in bytes.
  static let lineLimit = 1 << 20

  /// 90 if most lines are klog under some chain of wrappers, less if fewer are; the reason names the chain.
  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    let vote = ChainVote(head, limit: LogStreamReader.headSize)
    guard vote.lines > 0 else { return .none }
    if let best = vote.winner(vote.klog) {
      let count = vote.klog.values.reduce(0, +)
      let share = count * 100 / vote.lines
      let reason = "\(best.chain.description(of: "klog")): \(count) of \(vote.lines) lines"
      if share >= 50 { return Confidence(90, reason) }
      // Quote marks and indents also occur around log lines inside objects and descriptions.
      if best.chain.isPlain || !best.chain.isOptional { return Confidence(60, reason) }
      return Confidence(share >= 20 ? 40 : 10, reason)
    }
    func confidence(_ value: Int, _ name: String, _ count: Int) -> Confidence? {
      count * 2 >= vote.lines ? Confidence(value, "\(name): \(count) of \(vote.lines) lines") : nil
    }
    let wrapped = vote.winner(vote.distinctive)
    return confidence(50, "json", vote.structured) ?? confidence(20, "vlog", vote.vlog)
      ?? confidence(20, wrapped?.chain.description(of: "text") ?? "", wrapped?.count ?? 0)
      ?? (vote.goCrash > 0 ? Confidence(20, "go crash") : .none)
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    var reader = LogStreamReader(sink, lineLimit: min(lineLimit, context.itemLimit))
    try reader.read(&feed)
  }
}
