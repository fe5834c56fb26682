import Model

/// What one worker brings home from one stream of log lines, with its own numbering of resources and texts.
public struct LogHarvest: Sendable {
  public var resources = ResourceTable()
  public var texts = TextTable()
  public var events: [Event] = []
  /// The writers whose lines the stream holds; an event's `source` is an index into this.
  public var writers: [LogWriter] = []
  /// IP object with the pod, or with the Subnet, that a message names beside it.
  public var links = ResourceLinks()
  /// Events of pods that came and went cleanly, left out because the log is large.
  public var dropped = 0

  /// An empty harvest.
  public init() {}

  /// Starts anew; the memory is used again.
  public mutating func removeAll() {
    resources.removeAll()
    texts.removeAll()
    events.removeAll(keepingCapacity: true)
    writers.removeAll()
    links.removeAll()
    dropped = 0
    isThinned = false
  }

  /// Gives up what only makes reading quicker.
  public mutating func settle() {
    resources.texts.settle()
    texts.settle()
  }

  /// The log is so large that what only decorates timelines was left out.
  public var isThinned = false
}

/// One writer within a stream: the container that a wrapper or the path names, or the only one there is.
public struct LogWriter: Sendable {
  public var namespace = ""
  public var pod = ""
  public var container = ""
  public var node = ""
  /// Records seen, in klog form.
  public var records: UInt64 = 0
  /// First and last time seen, in the units of the events (see `isWall`).
  public var first = Int64.max
  public var last = Int64.min
  /// Times are wall times that still need a year and a zone.
  public var isWall = true
  /// Offsets that outer times gave, by wall time; empty without them.
  public var outerOffsets: [WallClock.Offset] = []
  public var outerYear: Int?
  /// Largest delay seen between a line and its outer time, nanoseconds.
  public var outerSkew: Int64 = 0
  /// Year from a klog file header.
  public var headerYear: Int?
  /// Year the binary was built, from its banner.
  public var buildYear: Int?
  /// Where the clock went back by more than a second without being New Year, in the order of the stream; at most `stepLimit`.
  public var steps: [ClockStep] = []
  /// Most steps that are kept; a stream with more of them is not in the order in which it was written.
  public static let stepLimit = 100
  /// How its times run through the stream.
  public var course = TimeCourse()
  /// Everything that it printed, also what was left out of a large log.
  public var printed = KindMask()
  /// Whether somebody selected the lines.
  public var selection = LineSelection()
  /// Whether the lines are as they were written.
  public var integrity = LineIntegrity()
  /// Decorating events were left out.
  public var isThinned = false
  /// Lifetimes, or parts of them, in the order of the stream.
  public var lives: [ProcessLife] = []
  public var gaps: [LogGap] = []
  /// Somebody chose these lines: they prove what they show and the absence of nothing.
  public var isSelection = false
  /// No line of it tells when it was written: the times of its events are their places in the stream.
  public var isUndated = false
  /// What its silence says, in words.
  public static let reasonOfSelection = "a selection of lines: somebody pasted them together"

  /// A writer nobody named.
  public init() {}
}

/// One lifetime of a process, or a part of one, as its own log shows it.
public struct ProcessLife: Sendable {
  public var pid: UInt32 = 0
  /// Where it begins in the stream.
  public var offset: UInt64 = 0
  /// In the units of the writer's times.
  public var from = Int64.max
  public var to = Int64.min
  /// The log shows the start of the process.
  public var hasStart = false
  /// It shows more of the start than banner and configuration.
  public var hasBegun = false
  /// It ended by panic or fatal error.
  public var crashed = false
  /// First work that only a leader does, the lease being got, and its end by the process's own word.
  public var firstWork = Int64.max
  public var acquired = Int64.max
  public var ended = Int64.min
  /// It waited for the lease.
  public var waited = false
  /// From the version banner, empty without one.
  public var version = ""
  public var commit = ""
  /// Call sites seen and how often: `file.go:123` with severity.
  public var callSites: [CallSiteUse] = []

  /// An unknown lifetime.
  public init() {}
}

/// A place in the controller's source that wrote lines.
public struct CallSiteUse: Sendable, Hashable {
  public var file: String
  public var line: Int
  public var severity: UInt8
  public var count: Int
  /// How the first message from there began.
  public var opening: [UInt8]

  /// Names a call site.
  public init(file: String, line: Int, severity: UInt8, count: Int, opening: [UInt8]) {
    self.opening = opening
    self.file = file
    self.line = line
    self.severity = severity
    self.count = count
  }
}

/// A hole in a log, in the writer's times.
public struct LogGap: Sendable, Hashable {
  public var from: Int64
  public var to: Int64
  public var reason: String

  /// Describes a hole.
  public init(from: Int64, to: Int64, reason: String) {
    self.from = from
    self.to = to
    self.reason = reason
  }
}
