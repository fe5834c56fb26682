import ByteLexing
import Model

/// Logs: klog lines under any chain of wrappers.
public enum LogFormat: StreamFormat {
  public static let id = "log"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    head.withUnsafeBytes { raw in
      guard let vote = WrapperChain.vote(raw) else {
        return raw.starts(with: "Log file created at: ".utf8) ? Confidence(80, "klog file header") : .none
      }
      let share = vote.fitting * 100 / max(1, vote.looked)
      return Confidence(share >= 50 ? 95 : 60, "\(vote.chain.description): \(vote.fitting) of \(vote.looked) lines")
    }
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    // A part from the middle of a stream continues the record that the part before it ended with.
    var decoder = LogDecoder(sink, continuesRecord: feed.offset > 0)
    var more = true
    while more {
      more = try feed.fill()
      while true {
        let offset = feed.offset
        let isLast = feed.isAtEnd
        let used = feed.withUnread { decoder.decode($0, at: offset, isLast: isLast || !more) }
        if used == 0 { break }
        feed.consume(used)
      }
    }
    decoder.finish()
  }
}
