import Model

/// What the stage after Formats offers to a format: one call for each thing that was read.
///
/// Log lines come in batches because there are millions of them; everything else is rare. A sink is used by one thread.
public protocol RecordSink: AnyObject {
  /// All of the stream is what a person chose to show: it proves what it shows, and the absence of nothing. Called before
  /// anything else.
  func selection()

  /// Lines of a log, in the order of the stream. `text` is what the ranges of the lines refer to; it dies with the call.
  func log(_ lines: Span<LogLine>, in text: RawSpan)

  /// Something wrote this line: the container or process a wrapper named. Called before the first line that refers to it.
  func origin(_ id: UInt16, _ origin: LogOrigin)

  /// A klog file header ended here: the process opened (or truncated) its log file at that time. The lines before it were
  /// delivered, those after it follow.
  ///
  /// - Parameters:
  ///   - year: the year of the header, the only place where klog writes one.
  ///   - wall: microseconds since January 1st of a leap year, local time of the writer, as in `LogLine.wall`.
  ///   - machine: the short host name of the writer; empty if the line is missing.
  ///   - goVersion: the compiler the writer was built with, for example `go1.22.8`; empty if the line is missing.
  func logFileHeader(year: Int, wall: Int64, machine: String, goVersion: String)

  /// Part of the log is missing or was never written at this place: a hole of zeros, a cut, a collector's complaint.
  ///
  /// `reason` is one short sentence for people without trailing full stop; it holds no text of the input.
  func gap(_ reason: String, at position: RecordPosition)

  /// How the log is wrapped, from the outside in, for example `cri > klog`. Called again for each further way met.
  func logChain(_ description: String)

  /// A list of objects begins; the objects that follow belong to it until the next list or the end of the stream.
  func list(_ header: ListHeader)

  /// Some of the list, or of the objects that stand alone, could not be read or is cut off: what it does not show may
  /// exist all the same.
  func listIsCut()

  /// The list that is open, or was last, says that it is a page and goes on elsewhere; `remaining` items follow, if it
  /// says how many.
  func listContinues(remaining: Int?)

  /// One object. In a watch, `change` says what happened to it.
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition)

  /// One object in bytes, as dumps bring them by the hundred thousand. The sink may keep it and leave another one to be
  /// filled. In a watch, `change` says what happened to it.
  func packed(_ object: inout PackedObject, change: WatchChange?, at position: RecordPosition)

  /// One audit record.
  func audit(_ record: AuditRecord, at position: RecordPosition)

  /// One Kubernetes Event.
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition)

  /// One port of the OVN northbound database.
  func port(_ port: NorthboundPort, at position: RecordPosition)

  /// Bytes that were decoded into something handed to this sink, or recognised but not needed, or not understood.
  ///
  /// Together with what the batches account for themselves they must add up to the stream's size.
  func account(_ use: ByteUse, _ bytes: Int)

  /// Sample of a record that was not understood, for the report. Formats call it for the first few only.
  func sample(_ text: RawSpan, at position: RecordPosition)
}

/// What a sink need not care for: how a log was framed, and objects in bytes where texts will do.
extension RecordSink {
  /// Takes the object with texts.
  public func packed(_ object: inout PackedObject, change: WatchChange?, at position: RecordPosition) {
    self.object(object.record, change: change, at: position)
  }
  /// Ignores that lines were chosen.
  public func selection() {}
  /// Ignores the header.
  public func logFileHeader(year: Int, wall: Int64, machine: String, goVersion: String) {}
  /// Ignores the gap.
  public func gap(_ reason: String, at position: RecordPosition) {}
  /// Ignores the loss.
  public func listIsCut() {}
  /// Takes a page for a list that is cut off.
  public func listContinues(remaining: Int?) { listIsCut() }
  /// Ignores the description.
  public func logChain(_ description: String) {}
}

/// How bytes were used; see `ByteLedger`.
public enum ByteUse: Sendable, Hashable {
  case understood, recognized, notUnderstood
}

/// The container or process that a wrapper names as the writer of a line.
public struct LogOrigin: Sendable, Hashable {
  public var namespace: String
  public var pod: String
  public var container: String
  public var node: String

  /// Names an origin; empty parts are unknown.
  public init(namespace: String = "", pod: String = "", container: String = "", node: String = "") {
    self.namespace = namespace
    self.pod = pod
    self.container = container
    self.node = node
  }
}

/// One line of a log after unwrapping; ranges refer to the text of its batch.
///
/// A line that is no klog line has `severity` 0: it continues the record before it (`isContinuation`), or nothing
/// understood it.
public struct LogLine: Sendable, BitwiseCopyable {
  /// No time given.
  public static let noTime = Int64.min

  /// Where the raw line begins in the stream.
  public var offset: UInt64 = 0
  /// 1 for the first line of the stream (or of the segment it was read from).
  public var number: UInt32 = 0
  /// Raw bytes of the line with its line end, for the byte ledger.
  public var rawLength: UInt32 = 0
  /// Begin of the payload, after all wrappers.
  public var start: UInt32 = 0
  /// Length of the payload without its line end.
  public var length: UInt32 = 0
  /// Begin of the message, after `file.go:123] `.
  public var messageStart: UInt32 = 0
  /// Begin of the source file name.
  public var fileStart: UInt32 = 0
  /// Line number of the call site.
  public var callLine: UInt32 = 0
  /// klog's "threadid": the process id, 0 if unknown.
  public var pid: UInt32 = 0
  /// Microseconds since January 1st 00:00 of an unnamed leap year, local time of the writer; `noTime` if there is none.
  public var wall: Int64 = LogLine.noTime
  /// Nanoseconds since the epoch that a wrapper gives for the line, UTC; `noTime` if there is none.
  public var outer: Int64 = LogLine.noTime
  /// Number of the origin a wrapper named, 0 for none.
  public var origin: UInt16 = 0
  public var fileLength: UInt8 = 0
  /// `I`, `W`, `E` or `F`; 0 for a line that is not klog.
  public var severity: UInt8 = 0
  /// Belongs to the klog record before it.
  public var isContinuation = false
  /// One of the lines that klog writes when it opens a file; what they say comes by `logFileHeader`.
  public var isFileHeader = false
  /// The line was longer than the limit; only its beginning is here.
  public var isTruncated = false
  /// The outer time is when the line was shipped, not when it was written; it tells year and zone only.
  public var outerIsTransport = false

  /// An empty line, to be filled by a decoder.
  @inlinable public init() {}
}
