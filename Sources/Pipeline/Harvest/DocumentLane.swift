import ClusterState
import Dispatch
import Formats
import Model

/// Collects the documents of one stream, the objects of a dump on a thread of their own: keeping them takes half as long
/// as reading them. What happens stays in the order of the stream.
///
/// Used by one thread, like the harvester that has it. At most `batches` × `batchSize` objects wait.
final class DocumentLane: @unchecked Sendable {
  private static let batchSize = 128

  /// Objects on their way; belongs to the reading thread or to the queue, never to both.
  private final class Batch: @unchecked Sendable {
    struct Item {
      var object = PackedObject()
      var change: WatchChange?
      var position = RecordPosition(offset: 0, line: 0)
    }

    /// Only the first `count` are filled; the others keep their memory.
    var items: [Item] = []
    var count = 0
  }

  private let isOverlapped: Bool
  private let batches = [Batch(), Batch(), Batch()]
  /// The batch that is being filled.
  private var number = 0
  /// Counts the other batches: the next one is filled when it is free again.
  private let free = DispatchSemaphore(value: 2)
  private lazy var queue = DispatchQueue(label: "documents")
  private var hasHandedOver = false
  /// Touched by the queue, and by the reading thread when the queue is empty.
  private var collector = StateCollector.none

  /// `isOverlapped`: there is a processor for the second thread.
  init(isOverlapped: Bool) { self.isOverlapped = isOverlapped }

  /// Takes the object and leaves another one to be filled.
  func take(_ object: inout PackedObject, _ change: WatchChange?, _ position: RecordPosition) {
    guard isOverlapped else { return collector.packed(object, change: change, at: position) }
    let batch = batches[number]
    if batch.count == batch.items.count { batch.items.append(Batch.Item()) }
    swap(&batch.items[batch.count].object, &object)
    batch.items[batch.count].change = change
    batch.items[batch.count].position = position
    batch.count += 1
    if batch.count == Self.batchSize { handOver(batch) }
  }

  /// Everything else that concerns documents, in its order; rare.
  func settled<R>(_ body: (inout StateCollector) -> R) -> R {
    if hasHandedOver { queue.sync {} }
    keep(batches[number])
    return body(&collector)
  }

  private func handOver(_ batch: Batch) {
    hasHandedOver = true
    free.wait()
    queue.async {
      self.keep(batch)
      self.free.signal()
    }
    number = (number + 1) % batches.count
  }

  private func keep(_ batch: Batch) {
    for i in 0..<batch.count {
      collector.packed(batch.items[i].object, change: batch.items[i].change, at: batch.items[i].position)
    }
    batch.count = 0
  }
}
