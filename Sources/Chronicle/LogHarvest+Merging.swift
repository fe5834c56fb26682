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
    isThinned = isThinned || next.isThinned
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
    for var event in next.events {
      if event.flags.contains(.isWall) { event.instant += shifts[Int(event.source)] }
      event.source = UInt32(truncatingIfNeeded: writerMap[Int(event.source)])
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
    if isWall, next.isWall, last != .min, next.first != .max, !course.isDescending {
      // Years that the part before has turned already, and one more if time goes on past its end.
      shift = max(0, last / WallClock.yearLength - next.last / WallClock.yearLength) * WallClock.yearLength
      if next.first + shift < last - WallClock.yearLength / 2 { shift += WallClock.yearLength }
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
    course.append(next.course, shift: next.isWall ? shift : 0)
    printed.formUnion(next.printed)
    selection.merge(next.selection)
    integrity.merge(next.integrity)
    isThinned = isThinned || next.isThinned
    isSelection = isSelection || next.isSelection
    steps = Array(
      (steps
        + next.steps.map { step in
          var step = step
          (step.before, step.after) = (moved(step.before), moved(step.after))
          return step
        }).prefix(Self.stepLimit))
    gaps += next.gaps.map { LogGap(from: moved($0.from), to: moved($0.to), reason: $0.reason) }
    for var life in next.lives {
      life.move(moved)
      if let previous = lives.last, previous.pid == life.pid, !life.hasStart,
        life.from >= previous.to &- TimeCourse.tolerance
      {
        lives[lives.count - 1].absorb(life)
      } else {
        lives.append(life)
      }
    }
    return shift
  }
}

extension LogWriter {
  /// Moves all wall times.
  public mutating func shiftWall(by distance: Int64) {
    guard distance != 0, isWall else { return }
    func moved(_ t: Int64) -> Int64 { t == .max || t == .min ? t : t + distance }
    (first, last) = (moved(first), moved(last))
    course.shift(by: distance)
    for i in outerOffsets.indices { outerOffsets[i].fromWall = moved(outerOffsets[i].fromWall) }
    for i in steps.indices { (steps[i].before, steps[i].after) = (moved(steps[i].before), moved(steps[i].after)) }
    for i in gaps.indices { (gaps[i].from, gaps[i].to) = (moved(gaps[i].from), moved(gaps[i].to)) }
    for i in lives.indices { lives[i].move(moved) }
  }
}

extension ProcessLife {
  /// Moves all times.
  mutating func move(_ moved: (Int64) -> Int64) {
    (from, to) = (moved(from), moved(to))
    (firstWork, acquired, ended) = (moved(firstWork), moved(acquired), moved(ended))
  }

  mutating func absorb(_ next: ProcessLife) {
    from = min(from, next.from)
    to = max(to, next.to)
    offset = min(offset, next.offset)
    hasStart = hasStart || next.hasStart
    hasBegun = hasBegun || next.hasBegun
    crashed = crashed || next.crashed
    firstWork = min(firstWork, next.firstWork)
    acquired = min(acquired, next.acquired)
    ended = max(ended, next.ended)
    waited = waited || next.waited
    if pid == 0 { pid = next.pid }
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
