import CommandLineKit
import Glibc

/// Posts alerts to an Alertmanager, by plain HTTP.
struct AlertSender {
  private let host: String
  private let port: String
  private let path: String
  /// Longest wait for the connection, and for the answer.
  private static let patience = timeval(tv_sec: 5, tv_usec: 0)

  /// Reads `http://HOST[:PORT][/PREFIX]`.
  init(_ url: String) throws(UsageError) {
    let scheme = "http://"
    let rest = url.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    guard url.hasPrefix(scheme), !authority.isEmpty, rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw UsageError("'\(url)' is no address of an Alertmanager", hint: "such as http://127.0.0.1:9093")
    }
    if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
      host = String(authority[authority.index(after: authority.startIndex)..<close])
      let tail = authority[authority.index(after: close)...]
      port = tail.hasPrefix(":") ? String(tail.dropFirst()) : "9093"
    } else {
      let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      host = String(parts[0])
      port = parts.count == 2 ? String(parts[1]) : "9093"
    }
    var prefix = String(rest.dropFirst(authority.count))
    while prefix.hasSuffix("/") { prefix.removeLast() }
    path = prefix + "/api/v2/alerts"
  }

  /// Sends one array of alerts. Why it could not be done, or `nil`.
  func post(_ body: [UInt8]) -> String? {
    let head =
      "POST \(path) HTTP/1.1\r\nHost: \(host):\(port)\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
    guard let socket = connected() else { return "no connection to \(host):\(port)" }
    defer { close(socket) }
    guard Console.write(Array(head.utf8) + body, to: socket) == .clean else { return "the connection broke" }
    var answer = [UInt8](repeating: 0, count: 64)
    let count = read(socket, &answer, answer.count)
    let line = String(decoding: answer.prefix(max(0, count)).prefix { $0 != 0x0d }, as: UTF8.self)
    let words = line.split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), words[1].hasPrefix("2") else {
      return line.isEmpty ? "no answer" : "answered \(line)"
    }
    return nil
  }

  private func connected() -> Int32? {
    var wanted = addrinfo()
    wanted.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, port, &wanted, &list) == 0 else { return nil }
    defer { freeaddrinfo(list) }
    var next = list
    while let info = next?.pointee {
      let descriptor = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.ai_protocol)
      if descriptor >= 0 {
        var patience = Self.patience
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
          setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        if connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 { return descriptor }
        close(descriptor)
      }
      next = info.ai_next
    }
    return nil
  }
}
