import Model

/// One writer of one stream, or one stream of documents: what an event's `source` number stands for.
public struct Source: Sendable {
  /// Name that citations show, with the writer if the stream holds several.
  public var display: String
  /// Which stream of the run, in the order of the inputs, to read a cited line again.
  public var stream: Int
  public var writer: LogWriter
  public var clock: ClockAssumption
  /// Converts the writer's wall times; `nil` when its times are exact.
  public var wallClock: WallClock?
  /// First and last instant, `nil` for a source without records.
  public var covers: (from: Instant, to: Instant)?
  /// Events that another source of the same process already showed.
  public var duplicates = 0
  /// Name of the file without folders, for what it tells about the writer.
  public var fileName = ""
  /// Number of the writer that the source is a piece of, in `Chronicle.writers`.
  public var history = 0
  /// The same number as that of every source whose clock is the same; see `WriterGrouping.clocks`.
  var sharedClock = 0
  /// Its clock could not be brought together with the others', so its events take no part in the one order.
  public var isSetApart = false

  /// Describes a source.
  public init(display: String, stream: Int, writer: LogWriter, clock: ClockAssumption) {
    self.display = display
    self.stream = stream
    self.writer = writer
    self.clock = clock
  }
}
