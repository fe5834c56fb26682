import Testing

/// `--redact` from the outside: which commands have it, and what becomes of the map.
@Suite struct RedactionTests {
  private static let folder = ShellRun.root + "/fixtures/recordings/1.16.2-quiet/evidence"

  private func run(_ script: String) throws -> (code: Int32, out: String) {
    try ShellRun.run(script, environment: ["IN": Self.folder])
  }

  @Test func theMapIsForItsOwnerAlone() throws {
    let (_, out) = try run(
      """
      umask 022; "$KO" "$IN" -q --redact --redact-map m -o json=r; stat -c %a m r; head -c 28 m; echo
      cp m before; mv r first; "$KO" "$IN" -q --redact --redact-map m -o json=r; cmp m before && cmp first r && echo same
      chmod 644 m; "$KO" "$IN" -q --redact --redact-map m -o json=again; stat -c %a m
      "$KO" ledger "$IN" -q --redact --redact-map m -o json=l; grep -c '^name' m > n; [ "$(cat n)" -gt 50 ] && echo grown
      """)
    #expect(out == "600\n644\n# ko-forensics redaction map\nsame\n600\ngrown\n", "\(out)")
  }

  @Test func nothingButAMapIsReplaced() throws {
    let (_, out) = try run(
      """
      cp "$IN/after/subnets.yaml" mine; cp mine before
      "$KO" "$IN" -q --redact --redact-map mine -o json=r 2> why; echo $?; cmp mine before && cat why
      : > target; ln -s target link; "$KO" "$IN" -q --redact --redact-map link -o json=r; [ -L link ] && head -c 1 target; echo
      mkfifo p; cat p > got & "$KO" "$IN" -q --redact --redact-map p -o json=r; wait; [ -p p ] && head -c 1 got; echo
      "$KO" "$IN" -q --redact --redact-map x -o json=x; echo $?
      "$KO" before -q --redact --redact-map before -o json=r > /dev/null 2>&1; echo $?
      """)
    #expect(
      out == "64\nko-forensics: 'mine' is no redaction map and is not overwritten; give the map another name\n"
        + "#\n#\n64\n64\n", "\(out)")
  }

  @Test func whoCannotRedactRefuses() throws {
    let (_, out) = try run(
      """
      for what in "harvest --redact $IN" "version --redact" "schema --redact" "$IN --redact-map m" "rules lint --redact-map m"; do
        "$KO" $what > o 2> e; echo $? $(wc -c < o); done
      "$KO" schema --redact 2>&1
      """)
    #expect(
      out == "64 0\n64 0\n64 0\n64 0\n64 0\n"
        + "ko-forensics: unknown option '--redact'; only analyze, inspect, timeline, ledger, triage, follow, rules have it\n",
      "\(out)")
  }

  /// Bundles are read by children, in whatever order, and the folder of reports may hold those of an earlier run.
  @Test func aTriageHasOneMapAndNoNames() throws {
    let (_, out) = try run(
      """
      mkdir acme q; cp -r "$IN" q/acme-1; tar -czf q/acme-2.tgz -C "$IN" .; printf x > q/acme-3.zip
      "$KO" triage q -q --reports r -o html=i.html; ls r | grep -c acme; rm -r r
      "$KO" triage q -q --redact --redact-map m --reports r -o html=i.html -o json=j -o csv=c --workers 1; echo $?; stat -c %a m
      cat r/* i.html j c | grep -cE 'acme|(^|[^A-Za-z0-9-])ci([^A-Za-z0-9-]|$)'; ls r | grep -c acme; ls r | wc -l
      grep -o 'href="r/[^"]*"' i.html | wc -l
      cp -r r first; cp m before; "$KO" triage q -q --redact --redact-map m --reports r -o html=i.html -o json=j -o csv=c --workers 1
      diff -r first r && cmp m before && echo same; "$KO" triage q -q --redact -o json=one --workers 1
      "$KO" triage q -q --redact -o json=one --workers 3; cmp j one && grep -l read-bundles r/*
      "$KO" triage q -q --redact --redact-map q/acme-3.zip -o json=k; echo $?
      """)
    #expect(out == "2\n3\n600\n0\n0\n2\n2\nsame\n64\n", "\(out)")
  }

  /// The namespace of the background pods, `ci`, stands in everything that speaks of pods.
  @Test func everyCommandTakesNamesOut() throws {
    let (_, out) = try run(
      """
      log=$(ls "$IN"/pods/*/*/0.log.gz | head -1); gzip -dc "$log" > ci-controller.log
      says() { grep -cE '(^|[^A-Za-z0-9-])ci([^A-Za-z0-9-]|$)' || true; }
      for f in text markdown html json ndjson csv sarif; do "$KO" "$IN" -q --redact -v -o $f 2>&1 | says; done | sort -u
      "$KO" ledger --state all "$IN" -q | says > n; [ "$(cat n)" -gt 1 ] && echo can fail
      for f in text markdown html json csv; do
        "$KO" ledger --state all "$IN" -q --redact -o $f | says; "$KO" inspect "$IN" -q --redact -o $f | says
        "$KO" timeline namespace/ci "$IN" -q --redact -o $f | says; done | sort -u
      "$KO" rules explain KOV-001 --redact "$IN" | says; "$KO" rules coverage --redact "$IN" | says
      cat ci-controller.log | "$KO" follow --redact -v | says; "$KO" follow --redact -o ndjson < ci-controller.log | says
      """)
    #expect(out == "0\ncan fail\n0\n0\n0\n0\n0\n", "\(out)")
  }
}

/// `redact` from the outside.
@Suite struct RedactCommandTests {
  private func run(_ script: String) throws -> (code: Int32, out: String) {
    try ShellRun.run(script, environment: ["IN": ShellRun.root + "/fixtures/recordings/1.16.2-quiet/evidence/after"])
  }

  @Test func aCopyCanBePassedOn() throws {
    let (_, out) = try run(
      """
      "$KO" redact "$IN" -o copy --redact-map m 2> said; echo $?; stat -c %a m
      sed -E 's/[0-9]+ files/N files/; s/\\(.*\\)/(SIZE)/' said
      tar -czf b.tgz -C "$IN" .; "$KO" redact b.tgz -q -o second --redact-map m; echo $?
      diff -r copy second/b && echo same
      cat "$IN/subnets.yaml" | "$KO" redact -q --name-as subnets.yaml -o third --redact-map m; ls third
      cmp third/subnets.yaml copy/subnets.yaml && echo stdin
      "$KO" "$IN" -q --redact --redact-map m -o json=a; "$KO" copy -q -o json=b
      [ "$(grep -o '"headline": "[^"]*"' a)" = "$(grep -o '"headline": "[^"]*"' b)" ] && echo headline
      """)
    #expect(
      out == "0\n600\nko-forensics: wrote redaction map to m (SIZE)\nko-forensics: wrote N files to copy (SIZE)\n"
        + "ko-forensics: the copy gives what the original gives: 0 findings\n0\nsame\nsubnets.yaml\nstdin\nheadline\n",
      "\(out)")
  }

  @Test func whatCannotBeIsRefused() throws {
    let (_, out) = try run(
      """
      cp -r "$IN" in; "$KO" redact in 2>&1; echo $?
      "$KO" redact in -o in/copy 2>&1; echo $?; "$KO" redact in -o in 2>&1 | grep -c 'not empty'; ls in | grep -c copy
      mkdir full; : > full/x; "$KO" redact in -o full 2>&1; echo $?; "$KO" redact in -o full/x 2>&1; echo $?
      echo nothing of use > n; "$KO" redact -q n -o c; echo $?; [ -e c ] || echo none
      "$KO" redact -q nowhere -o c; echo $?; [ -e c ] || echo none
      "$KO" harvest -q in -o h.kfh; "$KO" redact h.kfh -o c 2>&1 | grep -c 'a harvest holds names'; [ -e c ] || echo none
      "$KO" redact in -q -o no/where; echo $?
      """)
    #expect(
      out == """
        ko-forensics: 'redact' needs a folder for the copy; -o DIR
        64
        ko-forensics: 'in/copy' lies in a folder that is read; put the copy elsewhere
        64
        1
        0
        ko-forensics: 'full' is not empty; a copy needs a folder of its own
        64
        ko-forensics: 'full/x' is no folder
        64
        65
        none
        66
        none
        1
        none
        74

        """, "\(out)")
  }
}
