import ByteLexing
import Model

/// An entry of Google's Cloud Logging whose agent took a klog line apart: severity, time and place of the call stand in fields
/// of the entry, the message in `jsonPayload`. It is put together again as klog prints it, in UTC, which is the entry's time.
struct GoogleEntry {
  private var severity: UInt8
  private var time: Int64
  private var pid: Range<Int>?
  private var file: Range<Int>
  private var line: Range<Int>
  private var message: JSONFields.Field

  /// The text may hold such an entry; says no to all but JSON at once. O(length).
  static func mayBe(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    guard start < end, text.byte(start) == UInt8(ascii: "{") else { return false }
    return text.extracting(start..<end).firstIndex(of: "\"sourceLocation\"") >= 0
  }

  /// Nil if the object is another.
  init?(_ text: RawSpan, _ fields: JSONFields) {
    guard let place = fields.find("sourceLocation", text), let file = fields.find("file", in: place, text),
      let line = fields.find("line", in: place, text), let message = fields.find("jsonPayload.message", text),
      let stamp = fields.find("timestamp", text), let time = JSONLayout.time(fields.fields[stamp], text), time > 0,
      let severity = fields.find("severity", text), !fields.fields[severity].value.isEmpty
    else { return nil }
    self.time = time
    self.file = fields.fields[file].value
    self.line = fields.fields[line].value
    self.message = fields.fields[message]
    pid = fields.find("jsonPayload.pid", text).map { fields.fields[$0].value }
    guard self.message.kind == .string || self.message.kind == .escapedString, !self.file.isEmpty, !self.line.isEmpty,
      self.line.allSatisfy({ text.byte($0) &- 0x30 <= 9 })
    else { return nil }
    switch text.byte(fields.fields[severity].value.lowerBound) {
    case UInt8(ascii: "W"): self.severity = UInt8(ascii: "W")
    case UInt8(ascii: "E"): self.severity = UInt8(ascii: "E")
    case UInt8(ascii: "C"), UInt8(ascii: "A"), UInt8(ascii: "F"): self.severity = UInt8(ascii: "F")
    default: self.severity = UInt8(ascii: "I")
    }
  }

  /// Appends the line.
  func append(_ text: RawSpan, to out: inout [UInt8]) {
    let micros = time / 1000
    let day = Int((micros / 86_400_000_000))
    let inDay = Int(micros % 86_400_000_000)
    let date = CivilDate(daysSinceEpoch: day)
    out.append(severity)
    Self.append(date.month, 2, &out)
    Self.append(date.day, 2, &out)
    out.append(0x20)
    Self.append(inDay / 3_600_000_000, 2, &out)
    out.append(UInt8(ascii: ":"))
    Self.append(inDay / 60_000_000 % 60, 2, &out)
    out.append(UInt8(ascii: ":"))
    Self.append(inDay / 1_000_000 % 60, 2, &out)
    out.append(UInt8(ascii: "."))
    Self.append(inDay % 1_000_000, 6, &out)
    out.append(contentsOf: "       ".utf8)
    if let pid, !pid.isEmpty, pid.allSatisfy({ text.byte($0) &- 0x30 <= 9 }) {
      out.append(text, pid)
    } else {
      out.append(UInt8(ascii: "1"))
    }
    out.append(0x20)
    out.append(text, file)
    out.append(UInt8(ascii: ":"))
    out.append(text, line)
    out.append(UInt8(ascii: "]"))
    out.append(0x20)
    JSONUnescape.append(text, message.value, to: &out)
  }

  private static func append(_ number: Int, _ digits: Int, _ out: inout [UInt8]) {
    let written = String(number)
    out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, digits - written.utf8.count)))
    out.append(contentsOf: written.utf8)
  }
}
