import DocbuildCore
import DocbuildReport
import Testing

/// The styles that people and logs read, byte by byte.
struct LineStyleTests {
  @Test func full() {
    #expect(
      Samples.text(.full) == #"""
        docs/pagé.src:2:8: error: region '100%, <a> & "b"' not found [region-not-found]
         2 | é𝄞 <x> ##\u{5B}y] end
           |    ^~~
        docs/pagé.src:2:8: note: write '<y>'
        b2.go:3:1: note: the nearest region is 'a'
        docs/pagé.src:2:8: note: %0A::error::x, or 'b'
        b2.go:1:1: warning: \::set-output 'elide' does nothing [no-effect]
         1 | x
           | ^
        b2.go:1:1: note: leave it out
        a,b:%\n<&"'>##\u{5B}x]\u{1B}\u{202E}.src: error: 'A.md' and 'a.md' differ in case [output-case]
        docbuild: error: cannot read 'x': permission denied [machine-trouble]

        """#)
  }

  @Test func colours() {
    var setting = Samples.setting
    setting.hasColors = true
    let report = Report([ReportedDocument(name: "", diagnostics: [Samples.warning])])
    #expect(
      ReportStyle.full.text(report, setting)
        == "\u{1B}[1mb2.go:1:1:\u{1B}[0m \u{1B}[1;35mwarning:\u{1B}[0m "
        + "\u{1B}[1m\\::set-output 'elide' does nothing\u{1B}[0m \u{1B}[2m[no-effect]\u{1B}[0m\n"
        + " \u{1B}[2m1 |\u{1B}[0m x\n  \u{1B}[2m |\u{1B}[0m \u{1B}[1;32m^\u{1B}[0m\n"
        + "b2.go:1:1: \u{1B}[2mnote:\u{1B}[0m leave it out\n")
    let error = Report([ReportedDocument(name: "", diagnostics: [Samples.trouble])])
    #expect(
      ReportStyle.full.text(error, setting).hasPrefix(
        "\u{1B}[1mdocbuild:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m "))
    #expect(ReportStyle.line.text(report, setting).utf8.allSatisfy { $0 != 0x1B })
  }

  @Test func line() {
    #expect(
      Samples.text(.line) == #"""
        docs/pagé.src:2:8: error: region '100%, <a> & "b"' not found [region-not-found]
        b2.go:1:1: warning: \::set-output 'elide' does nothing [no-effect]
        a,b:%\n<&"'>##\u{5B}x]\u{1B}\u{202E}.src: error: 'A.md' and 'a.md' differ in case [output-case]
        docbuild: error: cannot read 'x': permission denied [machine-trouble]

        """#)
  }

  @Test func github() {
    #expect(
      Samples.text(.github) == #"""
        ::error file=docs/pagé.src,line=2,col=8,endColumn=11,title=docbuild region-not-found::docs/pagé.src:2:8: region '100%25, <a> & "b"' not found%0Awrite '<y>'%0Ab2.go:3:1: the nearest region is 'a'%0A%250A::error::x, or 'b'
        ::warning file=b2.go,line=1,col=1,endColumn=2,title=docbuild no-effect::b2.go:1:1: ::set-output 'elide' does nothing%0Aleave it out
        ::error file=a%2Cb%3A%25%0A<&"'>##%5Bx]\u{1B}\u{202E}.src,title=docbuild output-case::a,b:%25\n<&"'>##\u{5B}x]\u{1B}\u{202E}.src: 'A.md' and 'a.md' differ in case
        ::error title=docbuild machine-trouble::cannot read 'x': permission denied

        """#)
  }

  @Test func whatIsCutIsCounted() {
    #expect(
      Samples.text(.full, Samples.cut).hasSuffix(
        "\n3 more problems not shown; '--max-problems 0' shows all\n"))
    #expect(
      Samples.text(.line, Samples.cut)
        == "b2.go:1:1: error: link 1 [broken-link]\nb2.go:1:1: error: link 4 [broken-link]\n3 more problems not shown\n"
    )
    #expect(Samples.text(.github, Samples.cut).hasSuffix("\n::notice::3 more problems not shown\n"))
    let one = Report([ReportedDocument(name: "a", diagnostics: Samples.all.problems)], limit: 3)
    #expect(Samples.text(.line, one).hasSuffix("\n1 more problem not shown\n"))
  }

  /// The mark stands under its place, whatever the line holds and wherever it is cut.
  @Test(arguments: [
    ("short <x>", 6, 3, "short <x>", 6, 3),
    ("漢字\t<x> end", 7, 3, "漢字 <x> end", 5, 3),
    ("e\u{301}<x>", 3, 3, "e\u{301}<x>", 1, 3),
    ("\u{1B}<x>", 1, 3, "\\u{1B}<x>", 6, 3),
    (
      String(repeating: "x", count: 100) + "<y>", 100, 3,
      "…" + String(repeating: "x", count: 20) + "<y>", 21, 3
    ),
    (
      "<y>" + String(repeating: "x", count: 100), 0, 3,
      "<y>" + String(repeating: "x", count: 70) + "…", 0, 3
    ),
    (
      String(repeating: "x", count: 300) + "<y>" + String(repeating: "x", count: 300), 300, 3,
      "…" + String(repeating: "x", count: 60) + "<y>" + String(repeating: "x", count: 10) + "…", 61,
      3
    ),
  ])
  func marks(
    _ line: String, _ offset: Int, _ length: Int, _ shown: String, _ margin: Int, _ marks: Int
  ) {
    let source = Source(name: "x", bytes: Bytes(line.utf8))
    let problem = Diagnostic(.brokenLink, "m", at: source.place(at: offset..<offset + length))
    let lines = Samples.text(.full, Report([ReportedDocument(name: "x", diagnostics: [problem])]))
      .split(separator: "\n")
    #expect(lines[1] == " 1 | \(shown)")
    #expect(
      lines[2]
        == "   | \(String(repeating: " ", count: margin))^\(String(repeating: "~", count: marks - 1))"
    )
  }
}
