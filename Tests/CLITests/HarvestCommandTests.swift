import Foundation
import Testing

/// `harvest` as a command: what it writes, what it refuses, and that what it wrote is taken for its inputs.
@Suite struct HarvestCommandTests {
  private static let evidence = ShellRun.root + "/fixtures/recordings/1.16.2-quiet/evidence"

  private func run(_ script: String) throws -> (code: Int32, out: String) {
    try ShellRun.run(script, environment: ["IN": Self.evidence])
  }

  @Test func aHarvestComesThroughFilesAndPipes() throws {
    let (_, out) = try run(
      """
      "$KO" "$IN/after" "$IN/before" -q > wanted; echo $?
      "$KO" harvest -q "$IN/after" "$IN/before" -o x.kfh; echo $?; "$KO" x.kfh -q | cmp - wanted && echo file
      "$KO" harvest -q "$IN/after" "$IN/before" | "$KO" -q | cmp - wanted && echo pipe
      "$KO" harvest -q "$IN/after" | "$KO" -q - "$IN/before" | cmp - wanted && echo mixed
      cat "$IN/after/subnets.yaml" | "$KO" harvest -q --name-as s.yaml -o s; cat "$IN/after/subnets.yaml" | "$KO" -q --name-as s.yaml > a
      "$KO" -q s | cmp - a && echo stdin
      "$KO" inspect -q x.kfh | cmp - <("$KO" inspect -q "$IN/after" "$IN/before") && echo inspect
      "$KO" harvest -q "$IN/after" --workers 1 -o 1; "$KO" harvest -q "$IN/after" --workers 5 -o 5; cmp 1 5 && echo threads
      """)
    #expect(out == "3\n0\nfile\npipe\nmixed\nstdin\ninspect\nthreads\n", "\(out)")
  }

  @Test func itIsWrittenAsReportsAre() throws {
    let (_, out) = try run(
      """
      mkfifo p; cat p > got & "$KO" harvest -q "$IN/after" -o p; wait; [ -p p ] && "$KO" -q got > /dev/null; echo $?
      echo old > target; ln -s target link; "$KO" harvest -q "$IN/after" -o link; [ -L link ] && [ -s target ] && echo link
      cp "$IN/after/subnets.yaml" s.yaml; "$KO" harvest -q s.yaml -o s.yaml; echo $?; cmp s.yaml "$IN/after/subnets.yaml" && echo kept
      "$KO" harvest -q s.yaml -o nowhere/x; echo $?
      """)
    #expect(out == "3\nlink\n64\nkept\n74\n", "\(out)")
  }

  @Test func whatCannotBeIsRefused() throws {
    let (_, out) = try run(
      """
      "$KO" harvest -q nowhere -o x; echo $?; [ -e x ] || echo none
      "$KO" harvest -q "$IN/after" --redact -o x 2>&1 | grep -c 'cannot be redacted'; [ -e x ] || echo none
      "$KO" harvest -q "$IN/after" --prefix '' -o x; echo $?
      echo nothing of use > n; "$KO" harvest -q n -o n.kfh; echo $?; "$KO" -q n.kfh > /dev/null; echo $?
      "$KO" harvest -q "$IN/after" -o a.kfh; head -c 2000 a.kfh > cut.kfh; "$KO" cut.kfh 2>&1 > /dev/null | grep -c 'cut.kfh: this harvest is not read'
      "$KO" -q cut.kfh > /dev/null; echo $?; "$KO" -q --max-nesting 3 a.kfh > /dev/null; echo $?
      "$KO" harvest -q n nowhere -o both.kfh; echo $?; [ -s both.kfh ] && echo written
      """)
    #expect(out == "66\nnone\n1\nnone\n64\n65\n65\n1\n65\n65\n66\nwritten\n", "\(out)")
  }
}
