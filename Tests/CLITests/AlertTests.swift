import Foundation
import Testing

/// Alerts of `follow`, to a receiver that is not ready at first.
@Suite struct AlertTests {
  private static let receiver = """
    import http.server, os, threading
    threading.Timer(60, os._exit, [0]).start()
    class Receiver(http.server.BaseHTTPRequestHandler):
      count = 0
      def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Receiver.count += 1
        if Receiver.count > 1: open("posts", "ab").write(self.path.encode() + b" " + body + bytes([10]))
        self.send_response(503 if Receiver.count == 1 else 200)
        self.end_headers()
      def log_message(self, *words): pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    open("pid", "w").write(str(os.getpid()))
    open("port.new", "w").write(str(server.server_port))
    os.rename("port.new", "port")
    server.serve_forever()
    """

  @Test func whatWasRefusedIsToldAgain() throws {
    let log =
      ShellRun.root + "/fixtures/recordings/1.12.28-races-and-repairs/evidence/pods/"
      + "kube-system_kube-ovn-controller-b7snsx9jvk-2mtb4/kube-ovn-controller/0.log.gz"
    let (_, out) = try ShellRun.run(
      """
      python3 -c "$RECEIVER" > /dev/null &
      for i in $(seq 200); do [ -s port ] && break; sleep 0.05; done
      (zcat "$LOG"; sleep 1) | "$KO" follow -o ndjson --alertmanager "http://127.0.0.1:$(cat port)/am/" > changes 2> err
      kill -KILL $(cat pid)
      grep -c 503 err; cut -d ' ' -f 1 posts | sort -u
      grep -oE '"verdict":"(CONFIRMED|PROBABLE)"' changes | head -1 | wc -l
      grep -E '"verdict":"(CONFIRMED|PROBABLE)"' changes | grep -oE '"fingerprint":"[0-9a-f]{16}"' | sort -u > claimed
      grep -oE '"fingerprint":"[0-9a-f]{16}"' posts | sort -u | comm -23 claimed - | wc -l
      """, environment: ["LOG": log, "RECEIVER": Self.receiver])
    #expect(out == "1\n/am/api/v2/alerts\n1\n0\n", "\(out)")
  }
}
