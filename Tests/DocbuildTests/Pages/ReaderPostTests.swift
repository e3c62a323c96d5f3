import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Posts: the route of one has its day and its title, so that two of one title are told apart.
@Suite struct ReaderPostTests {
  @Test func docusaurusPostsOfOneTitleOnTwoDays() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"docusaurus\"\n",
      "docusaurus.config.js": "module.exports = {};\n",
      "blog/2023-01-02-news.md": "## Reefs\n", "blog/2024-03-04-news.mdx": "## Masts\n",
      "blog/2024-5-6/tide.md": "## Ebb\n", "blog/2024/07/08/lee.md": "## Luv\n",
      "blog/more/2024-09-10-rope/index.md": "## Hemp\n",
      "blog/2024-11-12-own.md": "---\nslug: own-words\n---\n\n## Words\n",
      "docs/a.md":
        "[a](/blog/2023/01/02/news#reefs) [b](/blog/2024/03/04/news#masts) [c](/blog/2024/5/6/tide#ebb)\n[d](/blog/2024/07/08/lee#luv) [e](/blog/2024/09/10/more/rope#hemp) [f](/blog/own-words#words)\n[g](/blog/2023/01/02/news#masts)\n[h](/blog/2024/03/05/news)\n[i](/blog/news)\n[j](/docs/news)\n",
    ])
    #expect(
      try tree.findings() == [
        "docs/a.md:3 broken-anchor", "docs/a.md:4 broken-link", "docs/a.md:5 broken-link",
        "docs/a.md:6 broken-link",
      ])
  }

  @Test func linksOfPostsStartAtTheirRoutes() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"docusaurus\"\n",
      "docusaurus.config.js": "module.exports = {};\n",
      "blog/2023-01-02-news.md":
        "[a](../../../2024/03/04/tide) [b](./calm) [c](2024-03-04-tide.md)\n[d](./clam)\n",
      "docs/a.md": "x\n", "blog/2023-01-02-calm.md": "x\n", "blog/2024-03-04-tide.md": "x\n",
    ])
    #expect(try tree.findings() == ["blog/2023-01-02-news.md:2 broken-link"])
  }

  @Test func jekyllsFrontMatterMayNameAnotherDay() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = { \"site/\" = \"jekyll\" }\n",
      "site/_config.yml": "title: Boats\n",
      "site/_posts/2023-01-02-news.md": "---\n---\n\n## Reefs\n",
      "site/_posts/2024-03-04-news.md": "---\n---\n\n## Masts\n",
      "site/_posts/2024-05-06-tide.md": "---\ndate: 2024-05-07 01:00:00 +0200\n---\n\n## Ebb\n",
      "site/notes/2024-07-08-lee.md": "---\n---\n",
      "site/a.md":
        "---\n---\n\n[a](/2023/01/02/news.html#reefs) [b](/sea/2024/03/04/news#masts) [c](/2024/05/06/tide/#ebb) [d](/posts/news/)\n[e](/2023/01/02/news.html#masts)\n[f](/2023/01/03/news.html)\n[g](/2024/07/08/lee.html)\n",
    ])
    #expect(
      try tree.findings() == [
        "site/a.md:5 broken-anchor", "site/a.md:6 broken-link", "site/a.md:7 broken-link",
      ])
  }
}
