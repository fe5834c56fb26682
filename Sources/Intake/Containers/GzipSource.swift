import CIsal

/// Inflates gzip with ISA-L, all members of a stream. Bytes after the last member that are no gzip end it with a note.
final class GzipSource: ByteSource {
  private let upstream: any ByteSource
  private let state: UnsafeMutablePointer<inflate_state>
  private let input: UnsafeMutableRawBufferPointer
  private var isAtEnd = false
  private var upstreamEnded = false
  private var isBetweenMembers = true
  private let note: (_ reason: String, _ skipped: UInt64) -> Void

  init(_ upstream: any ByteSource, note: @escaping (_ reason: String, _ skipped: UInt64) -> Void) {
    self.upstream = upstream
    self.note = note
    state = .allocate(capacity: 1)
    input = .allocate(byteCount: 256 << 10, alignment: 64)
    isal_inflate_init(state)
    state.pointee.crc_flag = UInt32(ISAL_GZIP)
    state.pointee.avail_in = 0
  }

  deinit {
    state.deallocate()
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
    if let failure { throw failure }
    guard !isAtEnd, let out = buffer.baseAddress, buffer.count > 0 else { return 0 }
    state.pointee.next_out = out.assumingMemoryBound(to: UInt8.self)
    let room = UInt32(clamping: buffer.count)
    state.pointee.avail_out = room
    while state.pointee.avail_out == room {
      if state.pointee.avail_in == 0, try !refill() {
        isAtEnd = true
        if isBetweenMembers { return 0 }
        throw IntakeError(.corrupt, "gzip data ends in the middle")
      }
      isBetweenMembers = false
      let code = isal_inflate(state)
      let produced = Int(room - state.pointee.avail_out)
      guard code == ISAL_DECOMP_OK || code == ISAL_END_INPUT else {
        isAtEnd = true
        let damage = IntakeError(.corrupt, "gzip data is damaged (ISA-L code \(code))")
        failure = damage
        if produced > 0 { return produced }
        throw damage
      }
      if state.pointee.block_state == ISAL_BLOCK_FINISH { try nextMember() }
      if isAtEnd { return produced }
    }
    return Int(room - state.pointee.avail_out)
  }

  /// Damage found after bytes that were good; thrown by the next call.
  private var failure: IntakeError?

  private func nextMember() throws(IntakeError) {
    // ISA-L keeps up to eight bytes it read too far in its bit buffer; they belong to what follows.
    let spare = Int(state.pointee.read_in_length) / 8
    if spare > 0 {
      state.pointee.next_in = state.pointee.next_in.map { $0 - spare }
      state.pointee.avail_in += UInt32(spare)
    }
    isBetweenMembers = true
    if state.pointee.avail_in == 0, try !refill() {
      isAtEnd = true
      return
    }
    guard let next = state.pointee.next_in, next[0] == 0x1F else {
      isAtEnd = true
      return try leaveOut()
    }
    let (pending, count) = (next, state.pointee.avail_in)
    let out = (state.pointee.next_out, state.pointee.avail_out)
    isal_inflate_reset(state)
    state.pointee.crc_flag = UInt32(ISAL_GZIP)
    (state.pointee.next_in, state.pointee.avail_in) = (pending, count)
    (state.pointee.next_out, state.pointee.avail_out) = out
  }

  /// Counts what stands behind the gzip data. Zeros are the padding of tapes and disks, and no loss.
  private func leaveOut() throws(IntakeError) {
    var skipped: UInt64 = 0
    var isPadding = true
    repeat {
      let rest = UnsafeBufferPointer(start: state.pointee.next_in, count: Int(state.pointee.avail_in))
      if isPadding { isPadding = rest.allSatisfy { $0 == 0 } }
      skipped += UInt64(rest.count)
    } while try refill()
    state.pointee.avail_in = 0
    if !isPadding { note("\(skipped) bytes after the end of the gzip data were left out", skipped) }
  }

  private func refill() throws(IntakeError) -> Bool {
    guard !upstreamEnded else { return false }
    let count = try upstream.read(into: input)
    if count == 0 { upstreamEnded = true }
    state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_in = UInt32(count)
    return count > 0
  }
}
