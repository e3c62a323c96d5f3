import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Pages of which nobody says who reads them.
@Suite struct ReaderUnsaidTests {
  private func page(_ files: [String: String]) throws -> [String] {
    try CheckedTree(files).report().results.flatMap(\.diagnostics).map {
      "\($0.severity.rawValue) \($0.id.rawValue): \($0.message)"
    }
  }

  /// The comment by which MDX names a heading says nothing to readers of attribute lists.
  @Test(arguments: [
    ("mkdocs.yml", "docs/a.md"), ("_config.yml", "a.md"), ("hugo.toml", "content/a.md"),
  ])
  func idsInCommentsOfMDX(_ settings: String, _ page: String) throws {
    let preset = ["m": "mkdocs", "_": "jekyll", "h": "hugo"][settings.prefix(1)] ?? ""
    let files = [
      "docbuild.toml": "[check]\nreader = \"\(preset)\"\npages = [\"**\"]\n", settings: "",
      page: "# Words {/* #own */}\n\n[x](#own)\n\n# More {#more}\n\n[y](#more)\n",
    ]
    let report = try CheckedTree(files).report()
    let messages = (report.results.flatMap(\.diagnostics) + report.diagnostics).map(\.message)
    #expect(messages.count == 1, "\(messages)")
    #expect(messages.first?.contains("'#own'") ?? false, "\(messages)")
  }

  @Test func whatOnlyASiteShowsIsToldOnceAPage() throws {
    #expect(
      try page([
        "site/a.md": "[a](b.html) [b](/b) [c](b.html#x)\n\n# Own {#own}\n\n[d](#own)\n",
        "site/b.md": "# B\n",
      ]) == [
        "warning site-link: 'b.html' leads somewhere on a site, and nowhere on GitHub, and so do 3 more links"
      ])
  }

  @Test func whatLeadsNowhereIsBrokenAllTheSame() throws {
    #expect(
      try page(["site/a.md": "[a](c.html)\n"]) == [
        "error broken-link: nothing is at 'c.html'"
      ])
  }

  @Test func whoeverSaysGitHubMeansIt() throws {
    #expect(
      try page([
        "docbuild.toml": "[check]\nreader = \"github\"\n",
        "a.md": "[a](b.html) [b](#own)\n\n# Own {#own}\n", "b.md": "",
      ]) == [
        "error broken-link: nothing is at 'b.html'",
        "error broken-anchor: no heading or anchor is '#own'",
      ])
  }

  @Test func aGeneratorsFilesDecideWhatASiteWouldShow() throws {
    #expect(
      try page([
        "web/docusaurus.config.ts": "", "web/static/img/x.png": "x",
        "web/docs/01-a.md": "![x](/img/x.png) [b](/docs/b)\n", "web/docs/02-b.md": "",
      ]) == [
        "warning site-link: '/img/x.png' leads somewhere on a site, and nowhere on GitHub, and so does 1 more link"
      ])
  }

  @Test func gitHubsScriptFindsIDsInLowerCase() throws {
    let pages = [
      "a.md": "# Set up\n\n<a name=\"Own\"></a>\n\n[a](#Set-Up) [b](b.md#Überall)\n[c](#own)\n",
      "b.md": "# Überall\n",
    ]
    let own = "warning anchor-case: '#own' differs in case from the anchor '#Own'"
    #expect(try page(pages) == [own])
    let book =
      pages.map { ("src/" + $0.key, $0.value) } + [
        ("docbuild.toml", "[check]\nreader = \"mdbook\"\n"), ("book.toml", "[book]\n"),
      ]
    #expect(
      try page(Dictionary(book) { $1 }) == [
        "warning anchor-case: '#Set-Up' differs in case from the anchor '#set-up'",
        "warning anchor-case: '#Überall' differs in case from the anchor '#überall'", own,
      ])
  }

  @Test func pathsAreShownAsTheyAreWritten() throws {
    #expect(
      try page(["a.md": "[a](%%BASE%%/x) [b](b%20c.md) [c](a.md#b%20c)\n"]) == [
        "error broken-link: nothing is at '%%BASE%%/x'",
        "error broken-link: nothing is at 'b%20c.md'",
        "error broken-anchor: no heading or anchor is '#b%20c' in 'a.md'",
      ])
  }
}
