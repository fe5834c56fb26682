import ByteLexing

/// The first line of a klog file, which holds the only year klog writes: `Log file created at: 2025/01/07 12:30:25`.
enum KlogFileHeader {
  static func parse(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> (year: Int, wall: Int64)? {
    let label = "Log file created at: "
    guard end - start >= label.utf8.count + 19, text[start] == 0x4C,
      text[start..<start + label.utf8.count].elementsEqual(label.utf8)
    else { return nil }
    let time = start + label.utf8.count
    var copy = Array(text[time..<time + 19])
    copy[4] = 0x2D
    copy[7] = 0x2D
    copy.append(0x5A)
    guard let instant = copy.withUnsafeBytes({ parseRFC3339($0) }) else { return nil }
    func number(_ i: Int, _ n: Int) -> Int { text[time + i..<time + i + n].reduce(0) { $0 * 10 + Int($1) - 48 } }
    return (number(0, 4), instant / 1000)
  }
}
