import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Chapters that a book's `SUMMARY.md` names and nobody has written: mdBook makes them, unless `create-missing` is false.
@Suite struct ReaderChapterTests {
  private func findings(book: String, settings: String = "[check]\nreader = \"mdbook\"\n") throws
    -> [String]
  {
    try CheckedTree([
      "docbuild.toml": settings, "book.toml": book,
      "src/SUMMARY.md": "# Summary\n\n- [One](one.md)\n- [Two](part/two.md)\n- [Three]()\n",
      "src/one.md":
        "# One\n\n[a](part/two.md#two) [b](part/two.html)\n[c](part/too.md)\n![d](part/two.md)\n",
    ]).findings()
  }

  @Test func theBuildMakesThem() throws {
    #expect(
      try findings(book: "[book]\ntitle = \"Boats\"\n") == [
        "src/SUMMARY.md:4 empty-chapter", "src/one.md:4 broken-link", "src/one.md:5 broken-image",
      ])
  }

  @Test func theBookHasFilesOfItsOwn() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"mdbook\"\n", "book.toml": "[book]\n",
      "src/SUMMARY.md": "- [One](one.md)\n- [Two](part/two.md)\n",
      "src/one.md":
        "[a](index.html) [b](./) [c](print.html) [d](/index.html)\n[e](404.html) [f](toc.html)\n![g](favicon.png) ![h](favicon.svg)\n",
      "src/part/two.md": "[a](../index.html)\n[b](index.html)\n",
    ])
    #expect(try tree.findings() == ["src/part/two.md:2 broken-link"])
  }

  @Test func unlessItIsToldNotTo() throws {
    #expect(
      try findings(book: "[build]\ncreate-missing = false\n") == [
        "src/SUMMARY.md:4 broken-link", "src/one.md:3 broken-link", "src/one.md:3 broken-link",
        "src/one.md:4 broken-link", "src/one.md:5 broken-image",
      ])
  }

  @Test func aBookNeedsNoSettings() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"mdbook\"\n",
      "book/src/SUMMARY.md": "- [A](a.md)\n- [B]()\n- [C](c.md)\n",
      "book/src/a.md": "[c](c.html) [d](d.html)\n",
    ])
    #expect(
      try tree.findings() == ["book/src/SUMMARY.md:3 empty-chapter", "book/src/a.md:1 broken-link"])
  }

  @Test func whereNobodySaysWhoReadsIt() throws {
    #expect(
      try findings(book: "[book]\n", settings: "") == [
        "src/SUMMARY.md:4 site-link", "src/one.md:3 site-link", "src/one.md:4 broken-link",
        "src/one.md:5 broken-image",
      ])
  }

  @Test func onGitHubNobodyMakesThem() throws {
    #expect(
      try findings(book: "[book]\n", settings: "[check]\nreader = \"github\"\n") == [
        "src/SUMMARY.md:4 broken-link", "src/SUMMARY.md:5 broken-link", "src/one.md:3 broken-link",
        "src/one.md:3 broken-link", "src/one.md:4 broken-link", "src/one.md:5 broken-image",
      ])
  }
}
