extension Reader {
  /// Docusaurus (<https://docusaurus.io/docs/markdown-features/links>): docs below `routeBasePath`, a blog, pages, and what
  /// lies in `static`; routes leave out numbers that order files, and front matter may name others.
  package static let docusaurus: Reader = {
    var made = Reader(
      name: "docusaurus", summary: "a site of Docusaurus",
      signs: ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"]
        + ["docusaurus.config.cjs", "docusaurus.config.mts", "siteConfig.js"]
    ) { settings in
      let base = settings.settings("baseUrl").first ?? "/"
      let folders = ["docs"] + settings.settings("path")
      // Which route belongs to which folder only the program knows: each may have any of them.
      let routes = ["docs", "docs/next", "/"] + settings.settings("routeBasePath")
      let docs = folders.flatMap { folder in
        routes.map { ContentRoot(route: $0, folder: folder) }
      }.partitioned { $0.isNamedAsRoute }
      let all =
        docs + [
          ContentRoot(folder: "src/pages"), ContentRoot(folder: "src"),
          ContentRoot(folder: "static"),
          ContentRoot(route: "blog", folder: "blog"), ContentRoot(folder: "versioned_docs"),
        ]
      return all.eachOnce()
        + (base == "/" ? [] : all.map { ContentRoot(route: base + $0.route, folder: $0.folder) })
    }
    made.leavesOut += [".js", ".jsx", ".tsx"]
    made.givesFolders = true
    made.searchesRoots = true
    made.indexesByFolder = true
    made.datedFolder = ""
    made.dropsNumbers = true
    made.hasParts = true
    made.allRoots = { DocusaurusVersions(settings: $1, read: $2).roots(beside: $0) }
    made.routeKeys = ["slug", "id", "original_id"]
    made.writtenIDs = ["{#id}", "{/* #id */}"]
    made.hidden = [("{/*", "*/}")]
    // Components that may make anything.
    made.importsParts = true
    made.hasComponents = true
    made.made = ["sitemap.xml", "404.html", "rss.xml", "atom.xml", "feed.json", "/search"]
    made.made += ["/blog/archive", "/blog/authors/", "/tags/", "/category/", "/page/"]
    return made
  }()
}

extension ContentRoot {
  /// Whether the folder has the name of the route, as most have: then it is likely the route's.
  fileprivate var isNamedAsRoute: Bool {
    folder.split(separator: "/").last == route.split(separator: "/").last
  }
}

extension [ContentRoot] {
  /// Those of which `isFirst` is true, then the others.
  fileprivate func partitioned(_ isFirst: (ContentRoot) -> Bool) -> [ContentRoot] {
    filter(isFirst) + filter { !isFirst($0) }
  }
}
