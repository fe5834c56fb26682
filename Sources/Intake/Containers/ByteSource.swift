import Glibc
import Model

/// Bytes from somewhere, pulled by the layer above.
protocol ByteSource: AnyObject {
  /// Reads up to the buffer's size; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int
}

/// A pipe, standard input, or a file that does not say how long it is. Owns the descriptor.
final class DescriptorSource: ByteSource {
  private let descriptor: Int32
  private let budget: IntakeBudget
  /// Most time between looking whether the run was interrupted; milliseconds.
  private static let patience: Int32 = 100

  init(_ descriptor: Int32, budget: IntakeBudget) {
    self.descriptor = descriptor
    self.budget = budget
  }

  deinit { close(descriptor) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    while true {
      try budget.check()
      // A writer may say nothing for hours; the signal that ends the run may reach another thread than this one.
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, Self.patience)
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        budget.countInput(count)
        return count
      }
      if errno != EINTR && errno != EAGAIN {
        throw IntakeError(.io, "reading failed: \(String(cString: strerror(errno)))")
      }
    }
  }
}

/// A source whose first bytes were looked at and are handed out again.
final class PeekedSource: ByteSource {
  private(set) var head: [UInt8] = []
  private var position = 0
  private let rest: any ByteSource
  /// Met while looking ahead; thrown once the bytes before it were handed out.
  private var failure: IntakeError?

  /// Reads at least `count` bytes ahead, or to the end.
  init(_ rest: any ByteSource, count: Int) throws(IntakeError) {
    self.rest = rest
    var buffer = [UInt8](repeating: 0, count: count)
    var filled = 0
    do throws(IntakeError) {
      while filled < count {
        let got = try Self.read(rest, &buffer, from: filled)
        if got == 0 { break }
        filled += got
      }
    } catch {
      if filled == 0 { throw error }
      failure = error
    }
    head = Array(buffer[..<filled])
  }

  private static func read(_ source: any ByteSource, _ buffer: inout [UInt8], from: Int) throws(IntakeError) -> Int {
    do {
      return try buffer.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[from...]))
      }
    } catch let error as IntakeError { throw error } catch { throw IntakeError(.io, "\(error)") }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    if position < head.count {
      let count = min(buffer.count, head.count - position)
      head.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
      }
      position += count
      if position == head.count { head = []; position = 0 }
      return count
    }
    if let failure { throw failure }
    return try rest.read(into: buffer)
  }
}
