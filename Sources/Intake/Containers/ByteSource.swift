import Glibc
import Model

/// Bytes from somewhere, pulled by the layer above.
protocol ByteSource: AnyObject {
  /// Reads up to the buffer's size; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int
}

/// A descriptor: a file, a pipe, standard input.
final class DescriptorSource: ByteSource {
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let budget: IntakeBudget

  init(_ descriptor: Int32, ownsDescriptor: Bool, budget: IntakeBudget) {
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
    self.budget = budget
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    while true {
      try budget.checkCancelled()
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        budget.countInput(count)
        return count
      }
      if errno != EINTR { throw IntakeError(.io, "reading failed: \(String(cString: strerror(errno)))") }
    }
  }
}

/// A source whose first bytes were looked at and are handed out again.
final class PeekedSource: ByteSource {
  private(set) var head: [UInt8] = []
  private var position = 0
  private let rest: any ByteSource

  /// Reads at least `count` bytes ahead, or to the end.
  init(_ rest: any ByteSource, count: Int) throws(IntakeError) {
    self.rest = rest
    var buffer = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = try Self.read(rest, &buffer, from: filled)
      if got == 0 { break }
      filled += got
    }
    head = Array(buffer[..<filled])
  }

  private static func read(_ source: any ByteSource, _ buffer: inout [UInt8], from: Int) throws(IntakeError) -> Int {
    do {
      return try buffer.withUnsafeMutableBytes { try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[from...])) }
    } catch let error as IntakeError { throw error } catch { throw IntakeError(.io, "\(error)") }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    if position < head.count {
      let count = min(buffer.count, head.count - position)
      head.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count])) }
      position += count
      if position == head.count { head = [] ; position = 0 }
      return count
    }
    return try rest.read(into: buffer)
  }
}
