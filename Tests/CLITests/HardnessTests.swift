import Foundation
import Testing

/// Inputs that are made to break programs: each ends with an ordinary exit code, in bounded time and memory.
@Suite struct HardnessTests {
  private static let folder = ShellRun.root + "/fixtures/recordings/1.16.2-quiet/evidence/after"
  private static let yaml = folder + "/subnets.yaml"

  /// Runs a script that writes something hostile to `in`, then the program on it within a ceiling of memory, KiB.
  private func hostile(_ make: String, memory: Int = 4_000_000, seconds: Int = 60) throws -> (code: Int32, out: String)
  {
    try ShellRun.run(
      make
        + "\nulimit -v \(memory); timeout \(seconds) \"$KO\" in -q -o json=r < /dev/null; code=$?; head -c 1 r; exit $code",
      environment: ["IN": Self.yaml])
  }

  @Test(
    arguments: [
      // A clock that goes back at every line, by almost a year: a New Year each, if it were believed.
      """
      awk 'BEGIN { for (i = 0; i < 3000; i++) printf "I%s 12:00:00.%06d       1 pod.go:224] enqueue add pod a/b-%d\\n", i % 2 ? "0101" : "1231", i, i }' > in
      """,
      // The same beside times of a wrapper that are far from any calendar.
      """
      awk 'BEGIN { for (i = 0; i < 3000; i++) printf "%04d-01-01T00:00:00.000000000Z stdout F I%s 12:00:00.%06d       1 pod.go:224] enqueue add pod a/b-%d\\n", i * 7 % 10000, i % 2 ? "0101" : "1231", i, i }' > in
      """,
      // A line that no document needs, between documents.
      "(cat \"$IN\"; echo ---; head -c 17000000 /dev/zero | tr '\\0' x; echo; echo ---; cat \"$IN\") > in",
      "(cat \"$IN\"; echo; echo ---; head -c 17000000 /dev/zero | tr '\\0' x) > in",
      "(head -c 17000000 /dev/zero | tr '\\0' x; echo; cat \"$IN\"; echo ---; cat \"$IN\") > in",
      // Aliases of aliases, and many small documents that each copy a large text.
      """
      (echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo 'metadata: {name: a}'; echo 'data:'; echo '  a0: &a0 [x, x, x, x, x, x, x, x, x]'
      for i in $(seq 9); do p=$((i - 1)); echo "  a$i: &a$i [*a$p, *a$p, *a$p, *a$p, *a$p, *a$p, *a$p, *a$p, *a$p]"; done) > in
      """,
      """
      awk 'BEGIN { for (d = 0; d < 200; d++) { print "apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: a" d "\\n  labels:"; printf "    k: &x \\""
        for (i = 0; i < 9000; i++) printf "y"; print "\\""; for (i = 0; i < 500; i++) print "    l" i ": *x"; print "---" } }' > in
      """,
      // Nested far deeper than anything is.
      "(printf 'a: '; head -c 300000 /dev/zero | tr '\\0' '['; echo) > in",
      "(printf '{\"apiVersion\":\"v1\",\"items\":'; head -c 300000 /dev/zero | tr '\\0' '['; echo) > in",
      "(printf '{\"a\":%.0s' $(seq 50000); echo) > in",
    ])
  func nothingBreaksIt(_ make: String) throws {
    let (code, out) = try hostile(make)
    #expect([0, 1, 2, 3, 65].contains(code), "\(code) \(make)")
    #expect(out == "{")
  }

  @Test(arguments: [8, 16])
  func fewDescriptorsAreEnoughOrSaidSo(_ count: Int) throws {
    let (code, _) = try ShellRun.run(
      "ulimit -n \(count); \"$KO\" \"$IN\" -q > out; exit $?", environment: ["IN": Self.folder])
    #expect([0, 1, 2, 3, 65, 66, 74].contains(code), "\(code)")
  }

  /// The child of a triage may read and answer, and nothing else; what kills it costs a row.
  @Test func aCrashIsARowAndTheChildIsConfined() throws {
    let (code, out) = try ShellRun.run(
      """
      mkdir q; for i in 1 2; do mkdir q/b$i; cp "$IN"/* q/b$i; done
      mkdir q/b0; awk 'BEGIN { for (i = 0; i < 4000000; i++) printf "I1123 12:%02d:%02d.%06d       1 pod.go:224] enqueue add pod a/b-%d\\n", i / 60000 % 60, i / 1000 % 60, i % 1000, i }' > q/b0/kube-ovn-controller.log
      "$KO" triage q --workers 1 -o json > out.json & program=$!
      for i in $(seq 100); do child=$(pgrep -P $program) && [ -n "$child" ] && break; sleep 0.02; done
      for i in $(seq 100); do grep -q 'Seccomp:.*2' /proc/$child/status && break; sleep 0.02; done
      grep -c 'Seccomp:.*2' /proc/$child/status; kill -SEGV $child; wait $program; echo "exit $?"
      grep -c '"path"' out.json; grep -c 'a bug in the program' out.json
      "$KO" triage q --max-time 1 --workers 1 -o json > late.json; grep -c 'longer than 1 s' late.json
      """, environment: ["IN": Self.folder])
    #expect(code == 0)
    #expect(out.hasPrefix("1\nexit 3\n3\n1\n"), "\(out)")
  }

  /// Child or not, and however many: the same queue.
  @Test func childrenChangeNothing() throws {
    let (code, out) = try ShellRun.run(
      """
      "$KO" triage "$IN"/.. --workers 1 -o json > one; "$KO" triage "$IN"/.. --workers 3 -o json > three; cmp one three && grep -c path one
      """, environment: ["IN": Self.folder])
    #expect(code == 0 && !out.isEmpty, "\(out)")
  }
}

/// What of the command line and the file system must change nothing.
@Suite struct InvarianceTests {
  private static let folder = ShellRun.root + "/fixtures/recordings/1.16.2-quiet/evidence/after"

  @Test func namesNeedNotBeUTF8() throws {
    let (code, out) = try ShellRun.run(
      #"""
      mkdir $'d\xe9'; cp "$IN"/subnets.yaml $'d\xe9/s\xff.yaml'; "$KO" $'d\xe9' -q -o json > a; echo $?
      "$KO" $'d\xe9/s\xff.yaml' -q -o json > b; echo $?; grep -c 'd\\\\xE9/s\\\\xFF.yaml' a
      """#, environment: ["IN": Self.folder])
    #expect(code == 0 && out.hasPrefix("3\n3\n") && !out.hasSuffix("\n0\n"), "\(out)")
  }

  /// The order of the inputs and the number of threads are not in the result.
  @Test func orderAndThreadsChangeNothing() throws {
    let (code, out) = try ShellRun.run(
      """
      cd "$IN"; "$KO" subnets.yaml ips.yaml pods.yaml -q -o json=$OLDPWD/a; "$KO" pods.yaml subnets.yaml ips.yaml -q -o json=$OLDPWD/b; cd - > /dev/null
      [ "$(tr -d '\\n' < a | sed 's/"arguments": \\[[^]]*\\]//' | md5sum)" = "$(tr -d '\\n' < b | sed 's/"arguments": \\[[^]]*\\]//' | md5sum)" ] && echo same
      "$KO" "$IN" -q --workers 1 -o json > one; "$KO" "$IN" --workers=3 -q -o json > three; cmp one three && echo same
      """, environment: ["IN": Self.folder])
    #expect(code == 0 && out == "same\nsame\n", "\(out)")
  }

  @Test func aBadByteCostsNoObject() throws {
    let (_, out) = try ShellRun.run(
      #"""
      mkdir a b; cp "$IN"/ips.yaml a; sed '0,/^    name:/s/^    name:/    x: "\xff\x1b"\n    name:/' "$IN"/ips.yaml > b/ips.yaml
      for d in a b; do "$KO" ledger $d -q -o csv --state all | wc -l; done | uniq | wc -l
      """#, environment: ["IN": Self.folder])
    #expect(out == "1\n", "\(out)")
  }
}
