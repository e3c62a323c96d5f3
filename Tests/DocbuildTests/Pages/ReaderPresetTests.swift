import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Trees laid out as each generator has them: every link that leads somewhere on the site, and some that don't.
@Suite struct ReaderPresetTests {
  @Test func mkdocs() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"mkdocs\"\n",
      "mkdocs.yml": "site_name: Boats\ndocs_dir: manual  # not docs\n",
      "README.md": "# Boats\n\n[manual](manual/index.md) [no](manual/) [site](manual/sail.html)\n",
      "manual/index.md":
        "# Boats\n\n[sail](sail.md#reefing) [gear](gear/README.md) [own](#own) [two](sail.md#reefing_1)\n\n## Own words {#own}\n",
      "manual/sail.md":
        "# Sail\n\n## Reefing\n\n## Reefing\n\n<a href=\"../gear/\">gear</a> <a href=\"../gear/rope/#knots\">rope</a>\n\n![mast](img/mast.png)\n",
      "manual/gear/README.md": "# Gear\n\n[rope](rope.md) [up](../sail.md)\n",
      "manual/gear/rope.md":
        "# Rope\n\n=== \"Hemp\"\n\n    ## Knots\n\n[k](#knots) [a](#splice)\n\nA splice.\n{: #splice }\n",
      "manual/img/mast.png": "x",
      "manual/wrong.md":
        "# Wrong\n\n[a](rope.md)\n[b](sail.md#reefing-1)\n[c](../README.md)\n![d](img)\n[e](#own-words)\n",
    ])
    #expect(
      try tree.findings() == [
        "README.md:3 broken-link", "manual/wrong.md:3 broken-link",
        "manual/wrong.md:4 broken-anchor", "manual/wrong.md:5 broken-link",
        "manual/wrong.md:6 broken-image", "manual/wrong.md:7 broken-anchor",
      ])
  }

  @Test func mdbook() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"mdbook\"\n",
      "book/book.toml": "[book]\ntitle = \"Boats\"\nsrc = \"text\"\n",
      "book/text/SUMMARY.md": "# Summary\n\n- [Start](README.md)\n- [Sail](sail/README.md)\n",
      "book/text/README.md":
        "# Start\n\n[sail](sail/index.html) [reef](sail/reef.html#two-reefs) [std](../std/vec/struct.Vec.html)\n",
      "book/text/sail/README.md": "# Sail\n\n[reef](reef.md) [top](../README.md) [top](../)\n",
      "book/text/sail/reef.md": "# Reef\n\n## Two *reefs*\n\n### Three {#third}\n\n[x](#third)\n",
      "book/text/wrong.md":
        "# Wrong\n\n[a](reef.html)\n[b](sail/reef.md#three)\n[c](../book.md)\n[d](sail/)\n",
    ])
    #expect(
      try tree.findings() == [
        "book/text/wrong.md:3 broken-link", "book/text/wrong.md:4 broken-anchor",
        "book/text/wrong.md:5 broken-link",
      ])
  }

  @Test func docusaurus() throws {
    let tree = CheckedTree([
      "docbuild.toml":
        "[check.reader.\"site/**\"]\npreset = \"docusaurus\"\nsiblings = [\"/api/\"]\n",
      "site/docusaurus.config.js": "module.exports = {baseUrl: '/', title: 'Boats'};\n",
      "README.md": "# Boats\n\n[docs](site/docs/01-start.md)\n",
      "site/docs/01-start.md":
        "# Start\n\n[a](./02-sail/reef.mdx#own) [b](/docs/sail/reef) [c](sail/reef#more-words) [d](/hello) [e](/api/x)\n![m](/img/mast.png) [f](/docs/moved) [g](@site/docs/01-start.md) [h](/docs/sail)\n",
      "site/docs/02-sail/_category_.json": "{}",
      "site/docs/02-sail/reef.mdx":
        "---\nid: reefing\n---\n\n# Reef\n\n## Own {#own}\n\n## More words {/* #more-words */}\n\n{/* [x](none.md) */}\n\n<img src={useUrl('/img/x.png')} alt=\"x\" />\n",
      "site/docs/old.md": "---\nslug: moved\n---\n\n[start](01-start.md) [up](../start)\n",
      "site/blog/2024-01-02-hello.md": "---\nslug: /hello\n---\n\n[x](/docs/start)\n",
      "site/static/img/mast.png": "x",
      "site/docs/wrong.md": "# Wrong\n\n[a](/docs/strat)\n[b](./01-strat.md)\n![c](/img/no.png)\n",
    ])
    #expect(
      try tree.findings() == [
        "site/docs/wrong.md:3 broken-link", "site/docs/wrong.md:4 broken-link",
        "site/docs/wrong.md:5 broken-image",
      ])
  }

  @Test func vitepress() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = { \"docs/\" = \"vitepress\" }\n",
      "docs/.vitepress/config.ts": "export default { title: 'Boats' }\n",
      "README.md": "# Boats\n\n[docs](docs/guide/index.md)\n",
      "docs/index.md": "# Boats\n\n[a](/guide/) [b](/guide/sail) [c](./guide/sail.html#_2-reefs)\n",
      "docs/guide/index.md": "# Guide\n\n[a](./sail) [b](sail.md#what-s-that) ![m](/mast.png)\n",
      "docs/guide/sail.md":
        "# Sail\n\n## 2 Reefs\n\n## What's *that*?\n\n## Own {#own}\n\n[o](#own) [up](../)\n",
      "docs/public/mast.png": "x",
      "docs/wrong.md": "# Wrong\n\n[a](/guide/sial)\n[b](guide/sail#2-reefs)\n![c](/none.png)\n",
    ])
    #expect(
      try tree.findings() == [
        "docs/wrong.md:3 broken-link", "docs/wrong.md:4 broken-anchor",
        "docs/wrong.md:5 broken-image",
      ])
  }

  @Test func hugo() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = \"hugo\"\n",
      "hugo.toml":
        "title = 'Boats'\n[[module.mounts]]\nsource = 'content/en'\ntarget = 'content'\n",
      "README.md": "# Boats\n\n[start](content/en/_index.md)\n",
      "content/en/_index.md":
        "+++\ntitle = 'Boats'\n+++\n\n[a](/sail/reef/) [b](/sail/#lee) [c](/moved/) [d](/tide/) {{< ref \"none\" >}}\n",
      "content/en/sail/_index.md": "---\ntitle: Sail\n---\n\n## Lee\n\n[r](reef) ![m](/mast.png)\n",
      "content/en/sail/reef.md":
        "---\naliases:\n  - /moved/\n---\n\n[a](../) [b](../reef/) [c](../#lee)\n\n{{< highlight md >}}\n[x](none.md)\n{{< /highlight >}}\n",
      "content/en/log.md": "---\nslug: tide\n---\n\n[l](/sail/reef)\n",
      "content/en/knots/bowline.md": "[list](/knots/)\n",
      "static/mast.png": "x",
      "content/en/wrong.md": "[a](/sail/refe/)\n[b](/sail/#luv)\n![c](/none.png)\n",
    ])
    #expect(
      try tree.findings() == [
        "content/en/wrong.md:1 broken-link", "content/en/wrong.md:2 broken-anchor",
        "content/en/wrong.md:3 broken-image",
      ])
  }

  @Test func jekyll() throws {
    let tree = CheckedTree([
      "docbuild.toml": "[check]\nreader = { \"site/\" = \"jekyll\" }\n",
      "site/_config.yml": "title: Boats\n",
      "README.md": "# Boats\n\n[site](site/index.md)\n",
      "site/index.md":
        "---\n---\n\n[a](/about/) [b](/docs/sail/#reef) [c]({% post_url 2024-01-02-hello %}) [d](/2024/01/02/hello.html) [e](docs/sail.html)\n",
      "site/about-us.md": "---\npermalink: /about/\n---\n\n# About\n\n[i](/)\n",
      "site/_docs/sail.md":
        "---\n---\n\n# Sail\n\n## Reef\n\n{% highlight md %}\n[x](none.md)\n{% endhighlight %}\n\nText\n{: #text}\n\n[t](#text) ![m](/img/mast.png)\n",
      "site/_posts/2024-01-02-hello.md": "---\n---\n\n[a](/docs/sail)\n",
      "site/img/mast.png": "x",
      "site/wrong.md": "---\n---\n\n[a](/docs/sial/)\n[b](/docs/sail/#reff)\n",
    ])
    #expect(
      try tree.findings() == [
        "site/wrong.md:4 broken-link", "site/wrong.md:5 broken-anchor",
      ])
  }

  @Test func aSiteWithoutAPreset() throws {
    let tree = CheckedTree([
      "docbuild.toml":
        """
      [check.reader."web/"]
      roots = { "/" = "web/pages", "/files/" = "web/files" }
      leave-out = [".md", "main"]
      siblings = ["/shop/"]
      heading-ids = ["{: #id}"]
      shortcodes = ["code"]

      """,
      "web/pages/main.md":
        "[a](/sail) [b](/boats/) [c](/files/x.zip) [d](/shop/rope) [e](#own)\n\n# Own words {: #own}\n\n{% code %}\n[x](none.md)\n{% endcode %}\n",
      "web/pages/sail.md": "# Sail\n", "web/pages/boats/main.md": "# Boats\n",
      "web/files/x.zip": "x",
      "web/pages/wrong.md": "[a](/index)\n[b](/files/y.zip)\n[c](sail.html)\n",
    ])
    #expect(
      try tree.findings() == [
        "web/pages/wrong.md:1 broken-link", "web/pages/wrong.md:2 broken-link",
        "web/pages/wrong.md:3 broken-link",
      ])
  }

  @Test func theTableHasNamesAndSigns() {
    let names = Reader.all.map(\.name)
    #expect(Set(names).count == names.count)
    for reader in Reader.all {
      #expect(!reader.summary.isEmpty && !reader.summary.hasSuffix("."))
      #expect(reader.signs.isEmpty == ["github", "site"].contains(reader.name))
      #expect(reader.signs.isEmpty || !reader.roots("").isEmpty)
    }
  }
}
