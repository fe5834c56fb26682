/// The order of paths in which a walk through folders meets them: component by component, each by its bytes.
public enum PathOrder {
  private static let slash = UInt8(ascii: "/")

  /// `a/b` stands before `a.log`, because the folder `a` does. O(length).
  public static func precedes(_ a: String, _ b: String) -> Bool {
    var (x, y) = (a.utf8.makeIterator(), b.utf8.makeIterator())
    while true {
      guard let right = y.next() else { return false }
      guard let left = x.next() else { return true }
      if left == right { continue }
      // A component that ends stands before one that goes on.
      if left == slash || right == slash { return left == slash }
      return left < right
    }
  }
}
