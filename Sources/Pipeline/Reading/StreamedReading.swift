import ByteLexing
import Dispatch
import Formats
import Model
import Synchronization

/// Reads a log that comes out of a container by all threads at once, though it can only be read forwards.
///
/// A log of more than one block is read as `SegmentedReading` reads a file of that size, so that packing a log changes
/// nothing that is found. Memory: one block for each thread.
struct StreamedReading {
  let reader: StreamReader
  let threads: Int

  /// Everything the stream yields, whatever it is.
  func harvest(_ provenance: Provenance, _ read: @escaping ByteFeed.Refill) -> StreamHarvest {
    let blocks = BlockCutter(read)
    let head = blocks.head(StreamReader.headSize)
    let isLog = head.withUnsafeBytes { raw in
      FormatRegistry.identify(raw.bytes, provenance.hints)?.format is LogFormat.Type && LogFormat.mayBeCut(raw.bytes)
    }
    // Anything else is read on from what was looked at.
    guard isLog, head.count == StreamReader.headSize else { return reader.harvest(provenance, refill: blocks.drain()) }
    guard let first = blocks.next() else { return reader.harvest(provenance) { _ in 0 } }
    guard let second = blocks.next() else { return part(first, provenance, blocks, isLarge: false) }
    let whole = HarvestJoiner(keepsEverything: reader.keepsEverything)
    let waiting = Mutex([first, second])
    DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
      while var block = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) ?? blocks.next() {
        whole.take(block.number, part(block, provenance, blocks, isLarge: true))
        blocks.recycle(&block)
      }
    }
    return whole.finish() ?? StreamHarvest(provenance: provenance)
  }

  private func part(_ block: BlockCutter.Block, _ provenance: Provenance, _ blocks: BlockCutter, isLarge: Bool)
    -> StreamHarvest
  {
    var at = 0
    return reader.harvest(provenance, startOffset: block.offset, isLarge: isLarge) { buffer in
      let count = min(buffer.count, block.bytes.count - at)
      if count == 0 {
        if let failure = block.failure { throw failure }
        return block.isOpen ? try blocks.readOn(buffer) : 0
      }
      block.bytes.withUnsafeBytes { bytes in
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[at..<at + count]))
      }
      at += count
      return count
    }
  }
}
