/// Finds the end of a JSON value without understanding it: brackets and strings only. O(bytes), restartable.
struct JSONScanner {
  private var depth = 0
  private var inString = false
  private var isEscaped = false
  private var started = false
  private var isScalar = false

  /// Looks at bytes from `start`; returns where the value ends, or `nil` when it goes on behind `text`.
  mutating func end(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var i = start
    while i < text.count {
      let byte = text[i]
      if inString {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          inString = false
          if depth == 0 { return i + 1 }
        }
      } else {
        switch byte {
        case 0x22:
          inString = true
          started = true
        case 0x7B, 0x5B:
          depth += 1
          started = true
        case 0x7D, 0x5D:
          if depth == 0 { return i }
          depth -= 1
          if depth == 0 { return i + 1 }
        case 0x20, 0x0A, 0x0D, 0x09, 0x2C, 0x3A:
          if depth == 0 && isScalar { return i }
        default:
          if depth == 0 { isScalar = true }
        }
      }
      i += 1
    }
    return nil
  }
}
