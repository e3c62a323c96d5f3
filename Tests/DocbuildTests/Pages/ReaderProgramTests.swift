import DocbuildCore
import Testing

@testable import DocbuildEngine

/// What only a generator's program makes, as far as its files show it: no finding, but for what nothing makes.
@Suite struct ReaderProgramTests {
  @Test func hugosHooksTakeLinksForThemselves() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"hugo\"\n", "hugo.toml": "title = 'Boats'\n",
      "layouts/_markup/render-link.html":
        "{{ if eq .Destination \"term\" }}{{ partial \"glossary\" . }}{{ end }}\n",
      "content/a.md": "[reef](term)\n[reef](terms)\n[feed](/index.xml)\n[feed](/other.xml)\n",
    ])
    #expect(
      try tree.findings() == ["content/a.md:2 broken-link", "content/a.md:4 broken-link"])
  }

  @Test func mkdocsThemesHooksAndSharedDefinitions() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"mkdocs\"\n",
      "mkdocs.yml":
        "site_name: Boats\nmarkdown_extensions:\n  - pymdownx.snippets:\n      auto_append:\n        - parts/links.md\n  - toc\n",
      "parts/links.md": "[The Sea]: https://example.org\n",
      "docs/a.md":
        "# A\n\n[x](b.md#sail.reefs) [y](b.md#+rig:mast) [icon](img/favicon.ico) [our sea][the sea]\n[x](b.md#sail.none)\n[icon](img/none.ico)\n[our land][the-land]\n",
      "docs/b.md":
        "# B\n\n## <!-- md:setting sail.reefs -->\n\n<!-- md:option rig:mast -->\n\n<!-- see sail.none -->\n",
    ])
    #expect(
      try tree.findings() == [
        "docs/a.md:4 broken-anchor", "docs/a.md:5 broken-link", "docs/a.md:6 undefined-reference",
      ])
  }

  @Test func pagesOfComponentsHaveAnchorsThatNobodyKnows() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = { \"docs/\" = \"vitepress\" }\n",
      "docs/.vitepress/config.ts": "export default {}\n",
      "docs/index.md": "[a](/api/#reef)\n[b](/plain#reef)\n[c](/mixed#reef)\n",
      "docs/api/index.md": "<script setup>\nimport Api from './Api.vue'\n</script>\n\n<Api />\n",
      "docs/plain.md": "Nothing but <b>text</b>.\n", "docs/mixed.md": "# Mixed\n\n<Api />\n",
    ])
    #expect(
      try tree.findings() == ["docs/index.md:2 broken-anchor", "docs/index.md:3 broken-anchor"])
  }

  @Test func anEndTagEndsABlockOfHTMLToKramdown() throws {
    let page = "<div>\n[a](/none/)\n</div>\n```md\n[b](none)\n\n[c](none)\n```\n"
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = { \"site/\" = \"jekyll\" }\n",
      "site/_config.yml": "title: Boats\n", "site/a.md": page, "b.md": page,
    ])
    // To GitHub's visitors, the last line opens a fence.
    #expect(
      try tree.findings() == [
        "b.md:7 broken-link", "b.md:8 open-fence",
      ])
  }

  @Test func anIDInAnExpressionMayHaveABlankBeforeIt() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"docusaurus\"\n",
      "docusaurus.config.js": "module.exports = {};\n",
      "docs/a.md":
        "# A\n\n## Reef { /*#step-1:-reef*/ }\n\n[a](#step-1:-reef) [b](/blog/rss.xml)\n[c](#reef)\n",
    ])
    #expect(try tree.findings() == ["docs/a.md:6 broken-anchor"])
  }

  @Test func aPostsTitleMayBeAVersion() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"docusaurus\"\n",
      "docusaurus.config.js": "module.exports = {};\n",
      "docs/a.md": "[a](/blog/2015/10/29/6.0.0) [b](/blog/2016/01/02/0.7-links)\n",
      "blog/2015-10-29-6.0.0.md": "[a](/blog/2015/10/29/6.0.1)\n",
      "blog/2016-01-02-0.7-links.md": "",
    ])
    #expect(try tree.findings() == ["blog/2015-10-29-6.0.0.md:1 broken-link"])
  }

  @Test func listsByTagAndByNumber() throws {
    func found(_ reader: String, _ settings: String, _ path: String, _ links: String) throws
      -> [String]
    {
      try CheckedTree([
        "docbuild.toml": "[check]\nreader = \"\(reader)\"\n", settings: "title: x\n", path: links,
      ]).findings()
    }
    #expect(
      try found(
        "docusaurus", "docusaurus.config.js", "docs/a.md",
        "[a](/docs/category/rig) [b](/blog/tags/x) [c](/docs/tags) [d](/blog/page/2) [e](/blog/authors/x)\n[f](/docs/tag/x)\n"
      ) == ["docs/a.md:2 broken-link"])
    #expect(
      try found(
        "hugo", "hugo.toml", "content/a.md",
        "[a](/tags/) [b](/categories/x/) [c](/page/2/)\n[d](/tag/x/)\n")
        == ["content/a.md:2 broken-link"])
  }

  @Test func theBlogOfMaterial() throws {
    func found(_ plugins: String) throws -> [String] {
      try CheckedTree([
        "docbuild.toml": "[check]\nreader = \"mkdocs\"\n",
        "mkdocs.yml": "site_name: x\nplugins:\n\(plugins)nav:\n  - a.md\n",
        "docs/a.md": "[a](blog/index.md) [b](/blog/category/x/)\n[c](blog/none.md)\n",
      ]).findings()
    }
    #expect(
      try found("  - search\n  - blog:\n      blog_dir: blog\n") == ["docs/a.md:2 broken-link"])
    #expect(
      try found("  - search\n") == [
        "docs/a.md:1 broken-link", "docs/a.md:1 broken-link", "docs/a.md:2 broken-link",
      ])
  }

  @Test func linesMayEndAsWindowsHasThem() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = { \"site/\" = \"docusaurus\", \"book/\" = \"mkdocs\" }\n",
      "site/docusaurus.config.js":
        "module.exports = {\r\n  docs: {\r\n    path: 'pages',\r\n  },\r\n};\r\n",
      "site/pages/a.md":
        "---\r\ntitle: A\r\nslug: reef\r\n---\r\n\r\n[a](/docs/reef)\r\n[b](/docs/none)\r\n",
      "book/mkdocs.yml":
        "site_name: Boats\r\ndocs_dir: text\r\nmarkdown_extensions:\r\n  - pymdownx.tabbed:\r\n      slugify: x\r\n",
      "book/text/b.md": "=== \"Mast\"\r\n\r\n    x\r\n\r\n[a](#mast)\r\n[b](#none)\r\n",
    ])
    #expect(
      try tree.findings() == ["book/text/b.md:6 broken-anchor", "site/pages/a.md:7 broken-link"])
  }

  @Test func aPathFromTheRootOnLacksItsSlash() throws {
    let found = try CheckedTree([
      "a/b.md": "[c](c/d.md)\n", "c/d.md": "# D\n",
    ]).report().results.flatMap(\.diagnostics)
    #expect(found.map(\.message) == ["nothing is at 'c/d.md'"])
    #expect(found.first?.notes.map(\.message) == ["from the root on there is '/c/d.md'"])
  }
}
