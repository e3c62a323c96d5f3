extension Reader {
  /// Hugo (<https://gohugo.io/content-management/urls/>): `content` and the folders of its languages are roots, `static` and
  /// `assets` too, every page has a folder of its own, sections are listed, and front matter may name routes.
  package static let hugo: Reader = {
    var made = Reader(
      name: "hugo", summary: "a site of Hugo",
      signs: ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/hugo.toml"]
        + [
          "config/_default/hugo.yaml", "config/_default/config.toml", "config/_default/config.yaml",
        ]
        + ["config.toml", "config.yaml"]
    ) { settings in
      let named = settings.settings("contentDir") + settings.settings("source")
      let content = named.filter { $0.hasPrefix("content") }
      return (["content"] + content + ["static", "assets"]).map { ContentRoot(folder: $0) }
        .eachOnce()
    }
    made.leavesOut = [".md", ".html", ".markdown", ".org", ".adoc", "_index", "index"]
    made.givesFolders = true
    made.listsFolders = true
    made.searchesRoots = true
    made.lowersRoutes = true
    made.hasParts = true
    made.hasTermIDs = true
    made.fillsTemplates = true
    made.routeKeys = ["slug", "url", "aliases"]
    made.writtenIDs = ["{#id}", "{ #id }"]
    made.hasAttributeLists = true
    made.shortcodes = ["highlight", "code-toggle", "mermaid", "math", "chem", "raw"]
    made.hidden = [("{{</*", "*/>}}"), ("{{%/*", "*/%}}")]
    made.inclusions = ["{{% ", "{{%\t", "{{< include", "{{< readfile"]
    made.headingIDs = [.github, .trimmed]
    made.made = ["index.xml", "sitemap.xml", "404.html", "robots.txt", "index.json"]
    // <https://gohugo.io/content-management/taxonomies/#default-taxonomies>, and pages of lists.
    made.made += ["/tags/", "/categories/", "/page/"]
    let hooks = ["render-link.html", "render-image.html"]
    made.linkHooks = hooks.flatMap {
      ["layouts/_markup/" + $0, "layouts/_default/_markup/" + $0]
    }
    return made
  }()
}
