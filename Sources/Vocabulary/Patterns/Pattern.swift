import CPCRE2

/// A regular expression of a rule or a user, compiled by PCRE2 with its JIT.
///
/// Matching works on bytes (no UTF mode unless asked for) and within limits, so neither a hostile pattern nor a hostile
/// line can hold the program up: backtracking is bounded, and what exceeds the bound is an error, never a "no".
/// Not shared between threads: it owns the memory that a match writes to. Make one per worker.
public struct Pattern: ~Copyable {
  /// How much work one match may cost.
  public struct Limits: Sendable {
    /// Calls of the matching function, which bounds the time.
    public var match: UInt32 = 100_000
    /// Depth of nested backtracking.
    public var depth: UInt32 = 1_000
    /// Heap in KiB, when the JIT is not used.
    public var heapKiB: UInt32 = 1_024
    /// Longest pattern in bytes.
    public var patternLength = 4_096

    /// The limits for patterns of rules and of users.
    public init() {}
  }

  /// Why a pattern could not be compiled, or a match not be finished.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// Byte offset in the pattern, from 0, and PCRE2's own words.
    case malformed(offset: Int, reason: String)
    case tooLong(limit: Int)
    /// A match, depth, heap or stack limit was reached: the answer is unknown.
    case limitReached
    case internalError(code: Int)

    public var description: String {
      switch self {
      case .malformed(let offset, let reason): "pattern, column \(offset + 1): \(reason)"
      case .tooLong(let limit): "pattern is longer than \(limit) bytes"
      case .limitReached: "the pattern needs too much work on this line"
      case .internalError(let code): "PCRE2 error \(code)"
      }
    }
  }

  private let code: OpaquePointer
  private let context: OpaquePointer
  private let data: OpaquePointer
  /// Number of capture groups.
  public let groupCount: Int
  /// True if the JIT compiled it; else the slower interpreter runs it, within the same limits.
  public let isCompiledToMachineCode: Bool

  /// Compiles a pattern.
  ///
  /// `text`: the pattern, in PCRE2's syntax. Call-outs to code do not exist, `\C` is refused.
  /// `ignoresCase`: ASCII letters only, unless `matchesUTF8`.
  /// `matchesUTF8`: `.` is a character rather than a byte; invalid UTF-8 in a line never matches and is no error.
  public init(
    _ text: String, ignoresCase: Bool = false, matchesUTF8: Bool = false, limits: Limits = Limits()
  ) throws(Failure) {
    let bytes = Array(text.utf8)
    guard bytes.count <= limits.patternLength else { throw .tooLong(limit: limits.patternLength) }
    var options = UInt32(PCRE2_NEVER_BACKSLASH_C)
    if ignoresCase { options |= UInt32(PCRE2_CASELESS) }
    // A pattern cannot switch UTF on by itself, because the line's validity is not checked then.
    options |= matchesUTF8 ? UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_INVALID_UTF) : UInt32(PCRE2_NEVER_UTF)
    var errorCode: Int32 = 0
    var errorOffset = 0
    let compiled = bytes.withUnsafeBufferPointer { pointer in
      pcre2_compile_8(pointer.baseAddress, pointer.count, options, &errorCode, &errorOffset, nil)
    }
    guard let compiled else {
      throw .malformed(offset: min(errorOffset, bytes.count), reason: Self.message(errorCode))
    }
    guard let context = pcre2_match_context_create_8(nil) else {
      pcre2_code_free_8(compiled)
      throw .internalError(code: Int(PCRE2_ERROR_NOMEMORY))
    }
    guard let data = pcre2_match_data_create_from_pattern_8(compiled, nil) else {
      pcre2_match_context_free_8(context)
      pcre2_code_free_8(compiled)
      throw .internalError(code: Int(PCRE2_ERROR_NOMEMORY))
    }
    pcre2_set_match_limit_8(context, limits.match)
    pcre2_set_depth_limit_8(context, limits.depth)
    pcre2_set_heap_limit_8(context, limits.heapKiB)
    var groups: UInt32 = 0
    pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
    isCompiledToMachineCode = pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE)) == 0
    groupCount = Int(groups)
    code = compiled
    self.context = context
    self.data = data
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_code_free_8(code)
  }

  /// Where the pattern matches first, or nil; `bytes` may be anything.
  public borrowing func firstMatch(in bytes: UnsafeRawBufferPointer) throws(Failure) -> Range<Int>? {
    try match(bytes) ? group(0) : nil
  }

  /// True if the pattern matches anywhere. The groups can be asked for afterwards.
  public borrowing func match(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> Bool {
    // PCRE2 wants a pointer even for no bytes.
    var empty: UInt8 = 0
    let result = withUnsafePointer(to: &empty) { nothing in
      let subject = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? nothing
      return pcre2_match_8(code, subject, bytes.count, 0, 0, data, context)
    }
    switch result {
    case 0...: return true
    case PCRE2_ERROR_NOMATCH: return false
    case PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_JIT_STACKLIMIT:
      throw .limitReached
    default: throw .internalError(code: Int(result))
    }
  }

  /// A group of the last match that succeeded: 0 is the whole, nil if the group took no part.
  public borrowing func group(_ number: Int) -> Range<Int>? {
    guard number >= 0, number <= groupCount, let ends = pcre2_get_ovector_pointer_8(data),
      number < Int(pcre2_get_ovector_count_8(data))
    else { return nil }
    let start = ends[number * 2]
    let end = ends[number * 2 + 1]
    // `\K` can put the end before the start; such a match has no text.
    guard start != ~0, end != ~0, start <= end else { return nil }
    return Int(start)..<Int(end)
  }

  private static func message(_ code: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pcre2_get_error_message_8(code, &buffer, buffer.count)
    return String(decoding: buffer.prefix(Int(max(count, 0))), as: UTF8.self)
  }
}
