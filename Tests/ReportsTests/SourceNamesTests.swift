import Testing

@testable import Reports

@Suite struct SourceNamesTests {
  @Test func namesAreTheShortestEndsThatTellFilesApart() {
    let names = SourceNames([
      "/b/after/ips.yaml", "/b/before/ips.yaml", "/b/audit.log", "/b/pods/a/0.log", "x.tar!pods/c/7.log",
    ])
    #expect(names("/b/after/ips.yaml") == "after/ips.yaml")
    #expect(names("/b/before/ips.yaml") == "before/ips.yaml")
    #expect(names("/b/audit.log") == "audit.log")
    // A number is no name.
    #expect(names("/b/pods/a/0.log") == "a/0.log")
    #expect(names("x.tar!pods/c/7.log") == "c/7.log")
    #expect(names("elsewhere") == "elsewhere")
    #expect(names.short(source: "/b/audit.log [ovn-1]") == "audit.log [ovn-1]")
  }

  @Test func oddNamesAreKept() {
    for odd in ["", "/", "a", "a/", "!", "//"] {
      #expect(SourceNames([odd])(odd).isEmpty == odd.isEmpty || odd.hasSuffix("/") || odd == "!")
    }
    #expect(SourceNames(["a", "x/a", "y/x/a"])("a") == "a")
    #expect(SourceNames(["a", "x/a", "y/x/a"])("y/x/a") == "y/x/a")
  }

  @Test func theCommonFolderEndsAtAFolder() {
    #expect(SourceNames.commonFolder(of: ["/a/bc/1", "/a/bd/2"]) == "/a/")
    #expect(SourceNames.commonFolder(of: ["/a/b"]) == "")
    #expect(SourceNames.commonFolder(of: ["b.tar!x/1", "b.tar!y"]) == "b.tar!")
    #expect(SourceNames.commonFolder(of: ["x", "y"]) == "")
  }
}
