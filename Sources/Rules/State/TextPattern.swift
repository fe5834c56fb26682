import Synchronization
import Vocabulary

/// A regular expression of a rule, compiled once. What exceeds PCRE2's limits is unknown, never a no.
///
/// One match at a time: a pattern owns the memory that a match writes to.
final class TextPattern: @unchecked Sendable {
  let text: String
  private let pattern: Pattern
  private let lock = Mutex(())

  init(_ text: String) throws(Pattern.Failure) {
    self.text = text
    pattern = try Pattern(text)
  }

  /// Whether it matches anywhere.
  func matches(_ text: String) -> Answer {
    var copy = text
    return copy.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
  }

  /// Whether it matches anywhere.
  func matches(_ bytes: UnsafeRawBufferPointer) -> Answer {
    lock.withLock { _ in
      do throws(Pattern.Failure) { return Answer(try pattern.match(bytes)) } catch {
        return .unknown(error.description)
      }
    }
  }

  /// What a group holds; `nil` if the pattern does not match or has no such group.
  func group(_ number: Int, in text: String) -> String? {
    let bytes = Array(text.utf8)
    return lock.withLock { _ in
      bytes.withUnsafeBytes { raw in
        guard (try? pattern.match(raw)) == true, let range = pattern.group(number) else { return nil }
        return String(decoding: raw[range], as: UTF8.self)
      }
    }
  }
}
