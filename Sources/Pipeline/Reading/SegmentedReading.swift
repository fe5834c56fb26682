import Dispatch
import Formats
import Intake
import Model
import Synchronization

/// Reads one large plain log in parts of a fixed size, by all threads at once.
///
/// The size of the parts depends on nothing but the constant here, so the result does not depend on the threads.
struct SegmentedReading {
  /// A log that is larger than one such part is read in parts.
  static let segmentSize: UInt64 = 16 << 20

  let reader: StreamReader
  let threads: Int

  /// The file is large, and a log.
  func suits(_ file: SeekableFile, _ provenance: Provenance) -> Bool {
    file.size > Self.segmentSize && isLog(file, provenance)
  }

  /// The harvest of the whole file.
  func harvest(_ file: SeekableFile, _ provenance: Provenance, count: @Sendable @escaping (Int) throws -> Void)
    -> StreamHarvest
  {
    let starts = boundaries(file)
    let whole = HarvestJoiner(keepsEverything: reader.keepsEverything)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
      while true {
        let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard i < starts.count else { return }
        let end = i + 1 < starts.count ? starts[i + 1] : file.size
        whole.take(i, part(file, provenance, starts[i]..<end, count))
      }
    }
    return whole.finish() ?? StreamHarvest(provenance: provenance)
  }

  private func isLog(_ file: SeekableFile, _ provenance: Provenance) -> Bool {
    var head = [UInt8](repeating: 0, count: StreamReader.headSize)
    let count = head.withUnsafeMutableBytes { (try? file.read(at: 0, into: $0)) ?? 0 }
    return head.withUnsafeBytes { raw in
      let bytes = UnsafeRawBufferPointer(rebasing: raw[..<count]).bytes
      return FormatRegistry.identify(bytes, provenance.hints)?.format is LogFormat.Type && LogFormat.mayBeCut(bytes)
    }
  }

  /// Places just behind a line end, one for each part.
  private func boundaries(_ file: SeekableFile) -> [UInt64] {
    var starts: [UInt64] = [0]
    var at = Self.segmentSize
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while at < file.size {
      let count = buffer.withUnsafeMutableBytes { (try? file.read(at: at, into: $0)) ?? 0 }
      if count == 0 { break }
      if let newline = buffer[..<count].firstIndex(of: 0x0A) {
        starts.append(at + UInt64(newline) + 1)
        at = starts[starts.count - 1] + Self.segmentSize
      } else {
        at += UInt64(count)
      }
    }
    return starts.filter { $0 < file.size }
  }

  private func part(
    _ file: SeekableFile, _ provenance: Provenance, _ range: Range<UInt64>,
    _ count: @Sendable @escaping (Int) throws -> Void
  ) -> StreamHarvest {
    var at = range.lowerBound
    return reader.harvest(provenance, startOffset: range.lowerBound, isLarge: true) { buffer in
      let room = Int(min(UInt64(buffer.count), range.upperBound - at))
      guard room > 0 else { return 0 }
      let got = try file.read(at: at, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]))
      at += UInt64(got)
      try count(got)
      return got
    }
  }
}
