"""Trees of pages as people write them for GitHub and for six generators of sites, with what is wrong in them.

Every line below is written for this corpus, after kinds of lines that were read in real trees. A line that is faulty for
the page's readers says so in its second column; `make(folder)` writes the trees and returns, for each, the faults as
(page, line, kind).
"""

import os

SITES = {}


def site(name, settings, files, pages):
    """files: path -> text; pages: path -> list of lines, each a text or (text, kinds)."""
    SITES[name] = (settings, files, pages)


OK = None
LINK, IMAGE, ANCHOR = "broken-link", "broken-image", "broken-anchor"

site(
    "github", "",
    {"img/logo.png": "x", "src/main.go": "one\ntwo\nthree\n", "docs/deep/README.md": "# Deep\n",
     "LICENSE": "Do as you like.\n", "docs/a b.md": "# A b\n", ".github/x.yml": "x: 1\n"},
    {"README.md": [
        "# A tool", "", "![Logo](img/logo.png)", "[![build](img/logo.png)](docs/guide.md)",
        "[guide](docs/guide.md#set-up) [source](src/main.go#L2) [deep](docs/deep)", "[space](docs/a%20b.md)",
        "[issues](../../issues) [release](../../releases/latest) [licence](LICENSE)",
        "<p align=\"center\"><img src=\"img/logo.png\" width=\"90\" alt=\"\"></p>",
        "<a name=\"own\"></a> [own](#own) [top](#top) [me](#a-tool) [file](.github/x.yml)",
        "- [x] done, [ ] open, see [1] and [NOTE]", "",
        ("[gone](docs/gone.md)", [LINK]), ("![gone](img/gone.png)", [IMAGE]),
        ("[case](docs/Guide.md)", [LINK]), ("[line](src/main.go#L9)", [LINK]),
        ("[anchor](docs/guide.md#setup)", [ANCHOR]), ("[here](#nowhere)", [ANCHOR]),
        ("[folder](docs/deep/none/)", [LINK]), ("![folder](docs/deep)", [IMAGE]),
        ("[outside](../../../x.md)", ["link-outside-root"]), ("[gap] (docs/guide.md)", ["not-a-link"]),
        ("(the guide)[docs/guide.md]", ["not-a-link"]), ("[the text][no-such]", ["undefined-reference"]),
        ("[text](docs/guide.md “Title”)", ["not-a-link"]), "[Case](docs/guide.md#Set-Up)", ("![](img/logo.png)", ["image-without-text"]),
    ], "docs/guide.md": [
        "# Guide", "", "## Set up", "", "[back](../README.md) [self](guide.md#set-up) [root](/README.md)", "",
        "```md", "[not](a-link.md)", "```", "", "<details><summary>More</summary>", "", "[main](../src/main.go)", "",
        "</details>", "", "| a | b |", "| - | - |", "| [x](../README.md) | `[y](none.md)` |", "",
        ("### Three", []), "", ("##### Five", ["skipped-heading"]), "", "Text[^1] and $x[i](t)$ here.", "",
        "[^1]: A note.", ("| [x](none.md) | 1 |", [LINK]),
    ]})

site(
    "mkdocs", "[check]\nreader = \"mkdocs\"\n",
    {"mkdocs.yml": "site_name: X\nmarkdown_extensions:\n  - attr_list\n  - admonition\n  - pymdownx.tabbed:\n"
                   "      combine_header_slug: true\n      slugify: !!python/object/apply:pymdownx.slugs.slugify {}\n",
     "docs/img/a.svg": "x", "docs/_redirects": "/begin/* /guide/:splat\n"},
    {"README.md": ["# X", "", "[docs](docs/index.md)", ("[docs](docs/index.html)", [LINK])],
     "docs/index.md": [
         "---", "title: X", "---", "", "# X", "", "[a](guide/start.md#first-steps) [b](guide/start.md#first-steps_1)",
         "[c](guide/start.md#own) <a href=\"guide/start/\">d</a> ![e](img/a.svg){ width=40 }",
         "[f][guide.start.run] [`g`][os.path]", "", "!!! note \"See\"", "    [h](guide/start.md)", "",
         "=== \"Tab\"", "", "    ## In a tab", "", "[i](#in-a-tab) [q](#x-tab) [r](/begin/start/)", "", "A term { #term }", "", "[j](#term) [k](#__code_1)", "",
         ("[l](guide/begin.md)", [LINK]), ("[m](guide/start.md#first-steps-1)", [ANCHOR]),
         ("![n](img/b.svg)", [IMAGE]), ("[o](../README.md)", [LINK]), ("[p](guide/start.md#gone)", [ANCHOR]),
         ("[s](#tab)", [ANCHOR]), ("[t](/begin/stop/)", [LINK])],
     "docs/guide/start.md": [
         "# Start", "", "## First steps", "", "## First steps", "", "## Named { #own }", "", "## Über alles", "",
         "[a](../index.md) [b](#uber-alles) <img src=\"../../img/a.svg\" alt=\"a\">", "",
         ("[c](index.md)", [LINK]), ("[d](#named)", [ANCHOR])]})

site(
    "mdbook", "[check]\nreader = \"mdbook\"\n",
    {"book.toml": "[book]\ntitle = \"X\"\n", "src/img/a.png": "x"},
    {"src/SUMMARY.md": ["# Summary", "", "- [Start](README.md)", "- [One](one.md)", "- [Later]()",
                        ("- [Two](two.md)", ["empty-chapter"])],
     "src/README.md": ["# Start", "", "[a](one.html#a-b) [b](part/index.html) [c](../std/string/index.html)",
                       "{{#include one.md}}", "[d](#a-b) ![e](img/a.png) [i](two.html)", "", ("[f](won.html)", [LINK]),
                       ("[g](../chapter.md)", [LINK]), ("[h](one.md#ab)", [ANCHOR])],
     "src/one.md": ["# One", "", "## A & b", "", "## A `b`", "", "## Own {#own}", "", "[a](#own) [b](part/README.md)",
                    "[c](#a--b)", "", ("![d](img/b.png)", [IMAGE]), ("[e](#owned)", [ANCHOR])],
     "src/part/README.md": ["# Part", "", "[up](../one.md) [up](..) [me](index.html)", ("[x](../part.html)", [LINK])]})

site(
    "docusaurus", "[check]\nreader = \"docusaurus\"\n",
    {"docusaurus.config.js": "module.exports = {title: 'X', baseUrl: '/', plugins: [{id: 'api'}]}\n", "static/img/a.png": "x",
     "static/_redirects": "/start /docs/intro 301\n/lost /docs/lost\n", "api_versions.json": "[\"2.0\", \"1.0\"]\n",
     "api_versioned_docs/version-2.0/use.md": "## Calls\n", "api_versioned_docs/version-1.0/use.md": "## Verbs\n",
     "docs/_part.mdx": "## Of a part\n", "docs/parts.jsx": "import Part from './_part.mdx';\nexport default Part;\n",
     "blog/2023-01-02-news.md": "## Old\n",
     "docs/02-more/_category_.json": "{}", "src/pages/help.js": "x",
     "docs/02-more/deep.mdx": "---\nslug: deeper\n---\n\n# Deep\n\n## Own words {#own}\n"},
    {"docs/01-intro.md": [
        "---", "sidebar_position: 1", "---", "", "import Tabs from '@theme/Tabs';", "", "# Intro", "",
        "[a](./02-more/01-first.md#top-level) [b](/docs/more/first) [c](more/first) [d](/docs/more/deeper#own)",
        "![e](/img/a.png) [f](/help) [g](/blog/2024/05/06/news) [h](@site/docs/01-intro.md) [i](pathname:///x)", "",
        "<Tabs items={[1, 2]}>", "", "[j](./02-more/01-first.md)", "", "</Tabs>", "", "{/* [k](none.md) */}",
        "[l](/docs/more) <img src={require('./x.png').default} alt=\"x\" />", "",
        ("[m](/docs/more/frist)", [LINK]), ("[n](./02-more/1-first.md)", [LINK]),
        ("![o](/img/b.png)", [IMAGE]), ("[p](./02-more/01-first.md#top)", [])],
     "docs/02-more/01-first.md": ["# First", "", "## Top level", "", "[a](../01-intro.md) [b](../intro) [c](01-intro.md)",
                                  "", ("[d](#top-levels)", [ANCHOR]), ("[e](../outro)", [LINK])],
     "blog/2024-05-06-news.md": ["---", "title: News", "---", "", "[a](/docs/intro) [b](/blog)", "",
                                 ("[c](/docs/intro#none)", [ANCHOR]), "",
                                 "[d](/blog/2023/01/02/news#old) [e](/start#intro) [f](/api/use#calls) [g](/api/1.0/use#verbs)",
                                 "", ("[h](/blog/2024/05/06/news#old)", [ANCHOR]), ("[i](/blog/2024/05/07/news)", [LINK]),
                                 ("[j](/lost)", [LINK]), ("[k](/api/use#verbs)", [ANCHOR]), ("[l](/api/3.0/use)", [LINK])],
     "docs/shown.mdx": ["import Parts from './parts';", "", "# Shown", "", "<Parts />", "", "[a](#of-a-part)", "",
                        ("[b](#of-none)", [ANCHOR])]})

site(
    "vitepress", "[check]\nreader = { \"docs/\" = \"vitepress\" }\n",
    {"docs/.vitepress/config.mts": "export default {}\n", "docs/public/a.svg": "x"},
    {"README.md": ["# X", "", "[docs](docs/guide/index.md)", ("[docs](docs/guide/start)", ["site-link"])],
     "docs/index.md": ["---", "layout: home", "---", "", "[a](/guide/) [b](/guide/start) [c](./guide/start.html#_1-first)",
                       "![d](/a.svg) [e](guide/start#what-s-new)", "", "::: tip", "[f](/guide/start)", ":::", "",
                       ("[g](/guide/stat)", [LINK]), ("[h](/guide/start#what-is-new)", [ANCHOR]),
                       ("![i](/b.svg)", [IMAGE])],
     "docs/guide/index.md": ["# Guide", "", "[a](./start) [b](../) [c](start.md#own)", ("[d](begin)", [LINK])],
     "docs/guide/start.md": ["# Start", "", "## 1. First", "", "## What's new? <Badge text=\"x\" />", "",
                             "## Long {#own}", "", "[a](#_1-first) [b](#own)", ("[c](#1-first)", [ANCHOR]),
                             ("[d](#long)", [ANCHOR])]})

site(
    "hugo", "[check]\nreader = \"hugo\"\n",
    {"hugo.toml": "title = 'X'\n", "static/a.png": "x"},
    {"README.md": ["# X", "", "[content](content/_index.md)"],
     "content/_index.md": ["+++", "title = 'X'", "+++", "", "[a](/posts/one/) [b](/posts/) [c](/old/) [d](/posts/Two)",
                           "[e]({{< ref \"posts/one\" >}}) {{< figure src=\"/a.png\" >}} ![f](/a.png) [g](posts/one#lists)",
                           "", ("[h](/posts/three/)", [LINK]), ("![i](/b.png)", [IMAGE]),
                           ("[j](/posts/one/#list)", [ANCHOR])],
     "content/posts/one.md": ["---", "title: One", "aliases: [/old/]", "---", "", "## Lists", "", "Term", ": Its meaning", "",
                              "[a](#term) [b](../two/) [c](/posts/two/) [d](posts/two)", "",
                              "{{< highlight md >}}", "[e](none.md)", "{{< /highlight >}}", "",
                              "{{< code-toggle file=hugo />}}", "", ("[f](../four/)", [LINK])],
     "content/posts/Two.md": ["---", "title: Two", "---", "", "## Own {#own}", "", "[a](#own) [b](/posts/one/#lists)", "",
                              ("[c](#own-2)", [ANCHOR])]})

site(
    "jekyll", "[check]\nreader = { \"docs/\" = \"jekyll\" }\n",
    {"docs/_config.yml": "title: X\ncollections:\n  guides:\n    output: true\n", "docs/img/a.png": "x"},
    {"README.md": ["# X", "", "[site](docs/index.md)"],
     "docs/index.md": ["---", "title: X", "---", "", "[a](/guides/one/) [b]({% link _guides/one.md %}) [c](/about/)",
                       "[d][e] ![f](/img/a.png) [g](guides/one.html#set-up) [h](/2024/05/06/news.html)", "",
                       "[e]: {{ site.url }}/x", "", ("[i](/guides/two/)", [LINK]), ("![j](/img/b.png)", [IMAGE]),
                       ("[k](/guides/one/#setup)", [ANCHOR])],
     "docs/_guides/one.md": ["---", "title: One", "---", "", "## Set up", "", "Text.", "{: #text}", "", "[a](#text)", "",
                             "{% highlight md %}", "[b](none.md)", "{% endhighlight %}", "", ("[c](#txt)", [ANCHOR])],
     "docs/about-us.md": ["---", "permalink: /about/", "---", "", "[a](/) [b](/guides/one)"],
     "docs/_posts/2024-05-06-news.md": ["---", "title: News", "---", "", "[a](/about/)", ("[b](/abut/)", [LINK])]})


def make(folder):
    """Writes the trees below `folder`; returns name -> set of (page, line, kind)."""
    truth = {}
    for name, (settings, files, pages) in SITES.items():
        top = os.path.join(folder, name)
        faults = set()
        texts = dict(files)
        if settings:
            texts["docbuild.toml"] = settings
        for page, lines in pages.items():
            rows = [line if isinstance(line, tuple) else (line, []) for line in lines]
            texts[page] = "\n".join(text for text, _ in rows) + "\n"
            for number, (_, kinds) in enumerate(rows, 1):
                faults |= {(page, number, kind) for kind in kinds}
        for path, text in texts.items():
            whole = os.path.join(top, path)
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            with open(whole, "w", encoding="utf-8") as file:
                file.write(text)
        truth[name] = faults
    return truth
