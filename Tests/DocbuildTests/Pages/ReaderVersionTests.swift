import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Versions of docs on sites of Docusaurus: which of them a route means.
@Suite struct ReaderVersionTests {
  private let pages = [
    "docbuild.toml": "[check]\nreader = \"docusaurus\"\n",
    "versions.json": "[\n  \"2.0\",\n  \"1.0\"\n]\n",
    "docs/a.md": "## Next\n", "docs/new.md": "x\n",
    "versioned_docs/version-2.0/a.md": "## Two\n",
    "versioned_docs/version-2.0/deep/b.md":
      "[a](../a.md#two) [b](a.md#two) [c](../a#two)\n[d](a.md#next)\n",
    "versioned_docs/version-1.0/a.md": "## One\n",
    "versioned_docs/version-1.0/old.md":
      "---\nid: ancient\n---\n\n[a](./a#one)\n[b](/docs/a#one)\n",
  ]

  private func findings(_ config: String, _ links: String, _ more: [String: String] = [:]) throws
    -> [String]
  {
    try CheckedTree(
      pages.merging(more) { $1 }.merging([
        "docusaurus.config.js": config, "blog/2024-01-02-x.md": links,
      ]) { $1 }
    ).findings().map { String($0.split(separator: "/").last ?? "") }
  }

  @Test func theLatestHasNoNumber() throws {
    #expect(
      try findings(
        "module.exports = {};\n",
        "[a](/docs/a#two) [b](/docs/1.0/a#one) [c](/docs/next/a#next) [d](/docs/1.0/ancient) [e](/docs/next/new)\n[f](/docs/a#next)\n[g](/docs/2.0/a)\n[h](/docs/new)\n[i](/docs/3.0/a)\n[j](/docs/1.0/a#two)\n"
      ) == [
        "2024-01-02-x.md:2 broken-anchor", "2024-01-02-x.md:3 broken-link",
        "2024-01-02-x.md:4 broken-link", "2024-01-02-x.md:5 broken-link",
        "2024-01-02-x.md:6 broken-anchor", "old.md:6 broken-anchor", "b.md:2 broken-anchor",
      ])
  }

  @Test func onlyNumbersThatOrderFilesAreLeftOut() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"docusaurus\"\n",
      "docusaurus.config.js": "module.exports = {};\n", "docs/01-a.md": "x\n",
      "docs/2. b.md": "x\n", "docs/7.0-c.md": "x\n", "docs/2024-05-d.md": "x\n",
      "docs/x.md":
        "[a](/docs/a) [b](/docs/b) [c](/docs/7.0-c) [d](/docs/2024-05-d)\n[e](/docs/c)\n[f](/docs/0-c)\n[g](/docs/d)\n",
    ])
    #expect(
      try tree.findings() == [
        "docs/x.md:2 broken-link", "docs/x.md:3 broken-link", "docs/x.md:4 broken-link",
      ])
  }

  @Test func settingsMayNameTheLatest() throws {
    #expect(
      try findings(
        "module.exports = {docs: {lastVersion: 'current'}};\n",
        "[a](/docs/a#next) [b](/docs/2.0/a#two) [c](/docs/new)\n[d](/docs/a#two)\n"
      ).first == "2024-01-02-x.md:2 broken-anchor")
    #expect(
      try findings(
        "module.exports = {docs: {lastVersion: '1.0', versions: {'2.0': {path: 'edge'}}}};\n",
        "[a](/docs/a#one) [b](/docs/2.0/a#two) [c](/docs/edge/a#two)\n[d](/docs/a#two)\n"
      ).first == "2024-01-02-x.md:2 broken-anchor")
    #expect(
      try findings(
        "module.exports = {docs: {lastVersion: process.env.LAST}};\n",
        "[a](/docs/a#two) [b](/docs/2.0/a#two) [c](/docs/new)\n[d](/docs/none)\n"
      ).first == "2024-01-02-x.md:2 broken-link")
  }

  @Test func aSecondSetOfDocs() throws {
    #expect(
      try findings(
        "module.exports = {plugins: [{id: 'sea', path: 'sea', routeBasePath: 'sea'}]};\n",
        "[a](/sea/a#wave) [b](/sea/next/a#foam) [c](/docs/a#two) [d](/sea/0.9/a#tide)\n[e](/sea/0.8/a)\n",
        [
          "sea_versions.json": "[\"1.1\", \"0.9\"]", "sea/a.md": "## Foam\n",
          "sea_versioned_docs/version-1.1/a.md": "## Wave\n",
          "sea_versioned_docs/version-0.9/a.md": "## Tide\n",
        ]
      ).first == "2024-01-02-x.md:2 broken-link")
  }

  @Test func theFirstDocusaurusKeptWhatHadChanged() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"docusaurus\"\n",
      "website/siteConfig.js": "module.exports = {baseUrl: '/'};\n",
      "website/versions.json": "[\"2.0\", \"1.0\"]", "docs/a.md": "---\nid: a\n---\n",
      "website/versioned_docs/version-2.0/a.md":
        "---\nid: version-2.0-a\noriginal_id: start\n---\n\n## Two\n",
      "website/versioned_docs/version-1.0/b.md":
        "---\nid: version-1.0-b\noriginal_id: b\n---\n\n## One\n",
      "docs/x.md":
        "[a](/docs/start.html#two) [b](/docs/b#one) [c](/docs/next/a)\n[d](/docs/1.0/start)\n",
    ])
    #expect(try tree.findings() == ["docs/x.md:2 broken-link"])
  }

  @Test func allOfThemHaveOnePattern() throws {
    let project = MemoryProject(
      pages.merging(["docusaurus.config.js": "module.exports = {};\n"]) { $1 })
    let session = Session(
      try project.open(), clock: WallClock { 0 }, interrupt: Interrupt())
    #expect(
      try ReaderGuess.sites(in: session).map(\.patterns) == [["docs/", "versioned_docs/"]])
  }
}
