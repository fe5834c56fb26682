import Glibc

/// What the process holds of memory.
enum ProcessMemory {
  /// Bytes that the process holds for itself, without the files that it maps; `nil` where the system does not tell.
  /// A few microseconds: to be asked now and then. From `/proc/self/statm`, proc(5).
  static func held() -> UInt64? {
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var numbers: [UInt64] = []
    withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      guard count > 0 else { return }
      let fields = buffer[..<count].split(separator: UInt8(ascii: " "), maxSplits: 3)
      numbers = fields.prefix(3).compactMap { UInt64(String(decoding: $0, as: UTF8.self)) }
    }
    guard numbers.count == 3, numbers[1] >= numbers[2] else { return nil }
    return (numbers[1] - numbers[2]) * UInt64(max(1, sysconf(Int32(_SC_PAGESIZE))))
  }
}
