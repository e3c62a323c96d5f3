import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Findings that somebody does not want, and silence that nobody needs.
@Suite struct SilenceTests {
  private func said(_ files: [String: String]) throws -> [String] {
    let report = try CheckedTree(files).report()
    return (report.results.flatMap(\.diagnostics) + report.diagnostics).map {
      "\($0.place.name):\($0.place.line) \($0.severity.rawValue) \($0.id.rawValue)"
    }
  }

  @Test func patternsOfLinks() throws {
    #expect(
      try said([
        "docbuild.toml": "[check]\nignore-links = [\"/api/**\", \"*.html\", \"%%BASE%%/**\"]\n",
        "a.md": "[a](/api/x#y) [b](made/index.html?q#z) ![c](%%BASE%%/x.png) [d](none.md)\n",
      ]) == ["a.md:1 error broken-link"])
  }

  @Test func patternsThatNothingNeedsAreReported() throws {
    let files = [
      "docbuild.toml": "[check]\nignore-links = [\"/api/**\", \"b.md\"]\n",
      "a.md": "[a](/api/x) [b](b.md)\n", "b.md": "",
    ]
    #expect(try said(files) == ["docbuild.toml:2 warning unused-ignore"])
    // A URL may be broken, though nobody has asked.
    var remote = files
    remote["a.md"] = "[a](/api/x) [b](https://example.org/b.md)\n"
    remote["b.md"] = nil
    #expect(try said(remote).isEmpty)
  }

  @Test func commentsSilenceTheNextBlock() throws {
    let comment = "<!-- check(off=broken-link,broken-image why=\"made later\") -->\n"
    #expect(
      try said([
        "a.md": "\(comment)| a |\n| - |\n| [x](no.md) |\n| ![x](no.png) |\n\n[y](no.md)\n"
      ]) == ["a.md:7 error broken-link"])
    #expect(
      try said(["a.md": "- a\n\n  \(comment)  [x](no.md) ![x](no.png)\n\n- [y](no.md)\n"])
        == ["a.md:6 error broken-link"])
    #expect(
      try said(["a.md": "\(comment)\n[x](no.md)\n"]) == ["a.md:1 warning unused-ignore"])
    #expect(try said(["a.md": "# A\n\n\(comment)"]).count == 2)
  }

  /// A comment goes over as many lines as it likes.
  @Test func commentsOverLines() throws {
    for comment in [
      "<!-- check(off=broken-link\n  why=\"made later\") -->\n",
      "<!-- check(off=broken-link\r\nwhy=\"made later,\r\nbut soon\") -->\r\n",
      "<!--\ncheck(\noff=broken-link\nwhy=\"x\"\n) -->\n",
    ] {
      #expect(try said(["a.md": "\(comment)\n[x](no.md)\n"]).isEmpty, "\(comment)")
    }
    let quoted = "> <!-- check(off=broken-link\n> why=\"made later\") -->\n>\n> [x](no.md)\n"
    #expect(try said(["a.md": quoted]).isEmpty)
    let report = try CheckedTree([
      "a.md": "<!-- check(off=broken-lnk\nwhy=\"x\") -->\n\ntext\n"
    ]).report()
    let messages = (report.results.flatMap(\.diagnostics) + report.diagnostics).map(\.message)
    #expect(
      messages == [
        "this comment silences nothing: no check is called 'broken-lnk'; the nearest is 'broken-link'"
      ])
  }

  @Test func kindsThatAreOffNeedNoReason() throws {
    #expect(
      try said([
        "docbuild.toml": "[checks]\nbroken-link = \"off\"\n",
        "a.md": "<!-- check(off=broken-link why=\"x\") -->\n\n[x](no.md)\n",
      ]).isEmpty)
  }

  @Test func commentsOfMDX() throws {
    #expect(
      try said([
        "docbuild.toml": "[check.reader.\"d/**\"]\npreset = \"docusaurus\"\nroots = [\"d\"]\n",
        "d/a.md":
          "{/* check(off=broken-link why=\"made later\") */}\n\n[x](no.md)\n\n[y](no.md)\n",
      ]) == ["d/a.md:5 error broken-link"])
  }
}
