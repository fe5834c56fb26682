import Chronicle
import Synchronization

/// Memory that parts of a large log were read into, kept for the parts to come: to make it anew for each, the system has to
/// clear every page of it, which costs more than to fill it. There is as much as parts are read at one time.
final class HarvestMemory: Sendable {
  /// What a part is read into.
  struct Room: Sendable {
    var log = LogHarvest.none
    var thrift = LogThrift()
  }

  private let spare = Mutex<[Room]>([])

  /// Room with nothing in it.
  func take() -> Room { spare.withLock { $0.popLast() } ?? Room() }

  /// Takes back the room of a part that was read.
  func give(_ room: consuming Room) {
    room.log.removeAll()
    room.thrift.removeAll()
    let empty = room
    spare.withLock { $0.append(empty) }
  }
}
