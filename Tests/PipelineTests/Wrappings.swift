import Foundation
import Testing

/// Ways in which the text of a controller's log reaches an operator, each as a function of the plain text.
///
/// The layouts are those of the tools named; outer times are the line's own, a millisecond later.
enum Wrappings {
  struct Way: CustomTestStringConvertible, Sendable {
    var name: String
    var wrap: @Sendable ([Line]) -> String
    var testDescription: String { name }
  }

  /// A line of the log with the time of its record.
  struct Line {
    var text: String
    /// RFC 3339 with nanoseconds, UTC.
    var time: String
    /// Whole seconds and microseconds since the epoch.
    var microseconds: Int64
  }

  /// The lines of a klog text in UTC of one year; what continues a record has the record's time.
  static func lines(_ text: String, year: Int) -> [Line] {
    var time = "\(year)-01-01T00:00:00.000000000Z"
    var microseconds: Int64 = 0
    let days = { (month: Int, day: Int) -> Int in
      var components = DateComponents()
      (components.year, components.month, components.day) = (year, month, day)
      components.timeZone = TimeZone(identifier: "UTC")
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = TimeZone(identifier: "UTC") ?? .gmt
      return Int((calendar.date(from: components)?.timeIntervalSince1970 ?? 0) / 86_400)
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      let u = Array(line.utf8)
      if u.count > 21, "IWEF".utf8.contains(u[0]), u[5] == 0x20, u[8] == 0x3A {
        let month = String(line.dropFirst(1).prefix(2))
        let day = String(line.dropFirst(3).prefix(2))
        let clock = String(line.dropFirst(6).prefix(15))
        let parts = clock.split(whereSeparator: { $0 == ":" || $0 == "." }).compactMap { Int($0) }
        if parts.count == 4, let m = Int(month), let d = Int(day) {
          time = "\(year)-\(month)-\(day)T\(clock)999Z"
          microseconds =
            Int64(days(m, d) * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2]) * 1_000_000 + Int64(parts[3])
        }
      }
      return Line(text: String(line), time: time, microseconds: microseconds)
    }
  }

  static let pod = "kube-ovn-controller-5d9c7b8f6-x2x4z"

  static let all: [Way] = [
    Way(name: "klog") { each($0) { $0.text } },
    Way(name: "klog with CRLF") { lines in lines.map { $0.text + "\r\n" }.joined() },
    Way(name: "klog with a byte order mark") { "\u{FEFF}" + each($0) { $0.text } },
    Way(name: "CRI") { each($0) { "\($0.time) stderr F \($0.text)" } },
    Way(name: "CRI in parts") { lines in
      each(lines) { line in
        // The runtime cuts at 16 KiB; shorter pieces make more of them.
        let pieces = stride(from: 0, to: max(1, line.text.count), by: 97).map {
          String(line.text.dropFirst($0).prefix(97))
        }
        return pieces.enumerated().map { "\(line.time) stderr \($0 + 1 < pieces.count ? "P" : "F") \($1)" }.joined(
          separator: "\n")
      }
    },
    Way(name: "Docker") {
      each($0) { "{\"log\":\(json($0.text + "\n")),\"stream\":\"stderr\",\"time\":\"\($0.time)\"}" }
    },
    Way(name: "kubectl --timestamps") { each($0) { "\($0.time) \($0.text)" } },
    Way(name: "kubectl --prefix") { each($0) { "[pod/\(pod)/kube-ovn-controller] \($0.text)" } },
    Way(name: "kubectl --prefix --timestamps") {
      each($0) { "[pod/\(pod)/kube-ovn-controller] \($0.time) \($0.text)" }
    },
    Way(name: "stern") { each($0) { "\(pod) kube-ovn-controller \($0.text)" } },
    Way(name: "stern -o json") {
      each($0) {
        "{\"message\":\(json($0.text)),\"nodeName\":\"n1\",\"namespace\":\"kube-system\",\"podName\":\"\(pod)\",\"containerName\":\"kube-ovn-controller\"}"
      }
    },
    Way(name: "kail") { each($0) { "kube-system/\(pod)[kube-ovn-controller]: \($0.text)" } },
    Way(name: "journalctl -o short-iso") {
      each($0) { "\($0.time.prefix(19))+0000 n1 kube-ovn-controller[4711]: \($0.text)" }
    },
    Way(name: "journalctl -o json") {
      each($0) {
        "{\"__REALTIME_TIMESTAMP\":\"\($0.microseconds)\",\"_HOSTNAME\":\"n1\",\"SYSLOG_IDENTIFIER\":\"kube-ovn-controller\",\"MESSAGE\":\(json($0.text))}"
      }
    },
    Way(name: "syslog RFC 5424") {
      each($0) { "<14>1 \($0.time.prefix(26))Z n1 kube-ovn-controller 4711 - - \($0.text)" }
    },
    Way(name: "logcli jsonl") {
      each($0) {
        "{\"labels\":{\"pod\":\"\(pod)\",\"namespace\":\"kube-system\"},\"line\":\(json($0.text)),\"timestamp\":\"\($0.time)\"}"
      }
    },
    Way(name: "fluent-bit to Elasticsearch") {
      each($0) {
        "{\"@timestamp\":\"\($0.time.prefix(23))Z\",\"log\":\(json($0.text)),\"stream\":\"stderr\",\"kubernetes\":{\"pod_name\":\"\(pod)\",\"namespace_name\":\"kube-system\",\"container_name\":\"kube-ovn-controller\",\"host\":\"n1\"}}"
      }
    },
    Way(name: "Filebeat") {
      each($0) {
        """
        {"@timestamp":"\($0.time.prefix(23))Z","message":\(json($0.text)),"stream":"stderr","log":{"file":{"path":"/x.log"},\
        "offset":1},"kubernetes":{"pod":{"name":"\(pod)"},"container":{"name":"kube-ovn-controller"}}}
        """
      }
    },
    Way(name: "CloudWatch") { lines in
      let events = lines.map {
        #"{"logStreamName":"\#(pod)","timestamp":\#($0.microseconds / 1000),"message":\#(json($0.text)),"eventId":"1"}"#
      }
      return #"{"events":["# + events.joined(separator: ", ") + #"],"nextToken":"f/1"}"#
    },
    Way(name: "a marked word") {
      each($0) { $0.text.replacing("delete", with: "\u{1B}[01;31mdelete\u{1B}[m") + "\u{1B}[m\u{1B}[K" }
    },
    Way(name: "CSV export") { lines in
      "@timestamp,message\r\n"
        + lines.map { "\($0.time.prefix(23))Z,\"\($0.text.replacing("\"", with: "\"\""))\"\r\n" }.joined()
    },
    Way(name: "GitHub Actions") { each($0) { "\($0.time.prefix(27))0Z \($0.text)".replacing("Z0Z", with: "0Z") } },
    Way(name: "colours") { each($0) { "\u{1B}[32m\(pod)\u{1B}[0m \u{1B}[36mkube-ovn-controller\u{1B}[0m \($0.text)" } },
  ]

  private static func each(_ lines: [Line], _ body: (Line) -> String) -> String {
    lines.map { body($0) + "\n" }.joined()
  }

  static func json(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\u{0}"..<"\u{20}": out += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
