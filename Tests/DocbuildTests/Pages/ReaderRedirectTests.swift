import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Routes that a site's host leads elsewhere, by the rules in `_redirects` and `netlify.toml`.
@Suite struct ReaderRedirectTests {
  private let list = """
    # what was moved
    /old            /docs/new
    /old/:part/:id/ /docs/:id  301!  # two parts
    /wiki/*         /docs/:splat 200
    /rig-*          /docs/rig/:splat
    /twice          /old
    /circle         /circle/
    /ring/a         /ring/b
    /ring/b         /ring/a
    /gone           /docs/gone
    /far            https://example.org/far
    /by  id=:id     /docs/new
    /deep           /docs/new#deep
    /*              /404.html    404

    """

  private func findings(_ files: [String: String], _ links: String) throws -> [String] {
    try CheckedTree(
      files.merging([
        "docbuild.toml": "[check]\nreader = { \"site/\" = \"docusaurus\" }\n",
        "site/docusaurus.config.js": "module.exports = {};\n", "site/docs/new.md": "## Reefs\n",
        "site/docs/rig/mast.md": "x\n", "site/docs/a.md": links,
      ]) { $1 }
    ).findings()
  }

  @Test(arguments: ["site/static/_redirects", "site/_redirects", "_redirects"])
  func rulesOfAList(_ path: String) throws {
    #expect(
      try findings(
        [path: list],
        "[a](/old) [b](/old/) [c](/old/x/new) [d](/wiki/rig/mast) [e](/rig-mast) [f](/twice#reefs)\n[g](/far) [h](/by) [i](/deep#deep) [j](../old)\n[k](/old#masts)\n[l](/circle)\n[m](/ring/a)\n[n](/gone)\n[o](/old/x)\n[p](/wiki/none)\n[q](/none)\n"
      ) == [
        "site/docs/a.md:3 broken-anchor", "site/docs/a.md:4 broken-link",
        "site/docs/a.md:5 broken-link", "site/docs/a.md:6 broken-link",
        "site/docs/a.md:7 broken-link", "site/docs/a.md:8 broken-link",
        "site/docs/a.md:9 broken-link",
      ])
  }

  @Test func rulesOfSettings() throws {
    let settings =
      "[build]\n  publish = \"build\"\n\n[[redirects]]\n  from = \"/old/*\"\n  to = \"/docs/:splat\"\n  status = 301\n\n[[redirects]]\nfrom = \"/*\"\nto = \"/404\"\nstatus = 404\n[[headers]]\nfor = \"/x\"\n"
    #expect(
      try findings(["netlify.toml": settings], "[a](/old/new#reefs)\n[b](/old/none)\n") == [
        "site/docs/a.md:2 broken-link"
      ])
  }

  @Test func everyGeneratorsSites() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = { \"docs/\" = \"vitepress\" }\n",
      "docs/.vitepress/config.ts": "export default {}\n",
      "docs/public/_redirects": "/old/*\t/guide/:splat\n", "docs/guide/a.md": "# A\n",
      "docs/index.md": "[a](/old/a)\n[b](/old/b)\n",
    ])
    #expect(try tree.findings() == ["docs/index.md:2 broken-link"])
  }

  @Test func pagesThatOnlyAComponentShows() throws {
    let files = [
      "web/docusaurus.config.js": "module.exports = {docs: {path: '../docs'}};\n",
      "web/static/_redirects": "/old /docs/reef\n", "docs/x.md": "---\nid: reef\n---\n",
      "docs/y.md": "---\nslug: mast\n---\n",
    ]
    let page =
      "[a](/docs/reef) [b](/docs/mast) [c](/old)\n[d](/docs/x)\n[e](/docs/none) [f](#step)\n"
    func found(_ path: String) throws -> [String] {
      try CheckedTree(files.merging([path: page]) { $1 }).findings().filter { $0.hasPrefix(path) }
    }
    #expect(
      try found("web/data/tools/a.md") == [
        "web/data/tools/a.md:1 site-link", "web/data/tools/a.md:3 broken-link",
      ])
    // What lies beside the site's settings is for those who work on it.
    let readme = try found("web/README.md")
    #expect(readme.contains("web/README.md:1 broken-link"))
    #expect(readme.contains("web/README.md:3 broken-anchor"))
  }
}
