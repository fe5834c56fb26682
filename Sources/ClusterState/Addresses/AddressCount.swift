/// A counter of addresses as Kube-OVN writes it: `3`, `3.0`, `1.8446744073709552e+19`, or any number of digits.
struct AddressCount: Sendable, Hashable {
  var value: Double

  /// Reads a counter; `nil` for anything that is not a finite number of at least zero.
  init?(_ text: String) {
    guard text.utf8.count <= 64, let value = Double(text), value.isFinite, value >= 0 else { return nil }
    self.value = value
  }

  /// The counter as a whole number, if it is small enough to be exact.
  var exact: Int? { value < 9_007_199_254_740_992 ? Int(value) : nil }
}
