import Model

extension LogHarvest {
  /// Renumbers resources and texts so that only those which an event, a pair or a writer needs are left.
  public mutating func keepOnlyUsedNames() {
    var (newResources, newTexts) = (ResourceTable(), TextTable())
    var resourceMap = [ResourceID](repeating: 0, count: resources.count)
    func moved(_ id: ResourceID) -> ResourceID {
      guard id != 0 else { return 0 }
      if resourceMap[Int(id)] == 0 { resourceMap[Int(id)] = newResources.take(id, from: resources) }
      return resourceMap[Int(id)]
    }
    for i in events.indices {
      events[i].subject = moved(events[i].subject)
      events[i].related = moved(events[i].related)
      events[i].detail = texts.withBytes(events[i].detail) { newTexts.intern($0) }
    }
    for link in links.all { (_, _) = (moved(link.a), moved(link.b)) }
    var newLinks = ResourceLinks()
    newLinks.absorb(links, resourceMap)
    (resources, texts, links) = (newResources, newTexts, newLinks)
  }

  /// Adds what the next part of the same stream yielded. `lines` is the number of lines of everything before it.
  public mutating func append(_ next: LogHarvest, linesBefore lines: UInt64) {
    let resourceMap = resources.absorb(next.resources)
    let textMap = texts.absorb(next.texts)
    links.absorb(next.links, resourceMap)
    dropped += next.dropped
    var writerMap: [Int] = []
    var shifts: [Int64] = []
    for writer in next.writers {
      if let i = writers.firstIndex(where: { $0.isSame(as: writer) }) {
        writerMap.append(i)
        shifts.append(writers[i].append(writer))
      } else {
        writerMap.append(writers.count)
        shifts.append(0)
        writers.append(writer)
      }
    }
    events.reserveCapacity(events.count + next.events.count)
    for var event in next.events {
      if event.flags.contains(.isWall) { event.instant += shifts[Int(event.source)] }
      event.source = UInt16(truncatingIfNeeded: writerMap[Int(event.source)])
      event.subject = resourceMap[Int(event.subject)]
      event.related = resourceMap[Int(event.related)]
      event.detail = textMap[Int(event.detail)]
      event.line = UInt32(clamping: UInt64(event.line) + lines)
      events.append(event)
    }
  }
}

extension LogWriter {
  func isSame(as other: LogWriter) -> Bool {
    namespace == other.namespace && pod == other.pod && container == other.container && node == other.node
  }

  /// Adds the next part of the same writer; returns by how much its wall times move, when New Year lies in between.
  mutating func append(_ next: LogWriter) -> Int64 {
    var shift: Int64 = 0
    if isWall, next.isWall, last != .min, next.first != .max {
      while next.first + shift < last - WallClock.yearLength / 2 { shift += WallClock.yearLength }
    }
    func moved(_ t: Int64) -> Int64 { next.isWall && t != .max && t != .min ? t + shift : t }
    records += next.records
    isWall = isWall && next.isWall
    first = min(first, moved(next.first))
    last = max(last, moved(next.last))
    for offset in next.outerOffsets where offset.seconds != outerOffsets.last?.seconds { outerOffsets.append(offset) }
    outerYear = outerYear ?? next.outerYear
    outerSkew = max(outerSkew, next.outerSkew)
    headerYear = headerYear ?? next.headerYear
    buildYear = buildYear ?? next.buildYear
    backwardSteps += next.backwardSteps
    ends &+= next.ends
    orphans &+= next.orphans
    steps = Array(
      (steps + next.steps.map { ClockStep(offset: $0.offset, before: moved($0.before), after: moved($0.after)) })
        .prefix(Self.stepLimit))
    gaps += next.gaps.map { LogGap(from: moved($0.from), to: moved($0.to), reason: $0.reason) }
    for var life in next.lives {
      (life.from, life.to) = (moved(life.from), moved(life.to))
      if let previous = lives.last, previous.pid == life.pid, !life.hasStart {
        lives[lives.count - 1].absorb(life)
      } else {
        lives.append(life)
      }
    }
    return shift
  }
}

extension ProcessLife {
  mutating func absorb(_ next: ProcessLife) {
    from = min(from, next.from)
    to = max(to, next.to)
    crashed = crashed || next.crashed
    if version.isEmpty { (version, commit) = (next.version, next.commit) }
    var merged: [CallSiteUse] = []
    var known: [CallSiteUse: Int] = [:]
    for use in callSites + next.callSites {
      var key = use
      (key.count, key.opening) = (0, [])
      if let i = known[key] {
        merged[i].count += use.count
      } else {
        known[key] = merged.count
        merged.append(use)
      }
    }
    callSites = merged
  }
}
