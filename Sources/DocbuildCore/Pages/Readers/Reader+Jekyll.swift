extension Reader {
  /// Jekyll (<https://jekyllrb.com/docs/permalinks/>): the folder of `_config.yml`, or its `source`, is the root,
  /// collections lose the `_` of their folders, front matter may name routes, and kramdown makes the ids.
  package static let jekyll: Reader = {
    var made = Reader(
      name: "jekyll", summary: "a site of Jekyll", signs: ["_config.yml", "_config.yaml"]
    ) { settings in
      let source = settings.settings("source").first ?? ""
      let inside = source.isEmpty || source == "." ? "" : source + "/"
      // Collections may have any names; a folder that is not there is none.
      let names = ["docs", "pages", "posts", "drafts"] + settings.collections
      return [ContentRoot(folder: source == "." ? "" : source)]
        + names.map { ContentRoot(route: $0, folder: inside + "_" + $0) }
        + names.map { ContentRoot(folder: inside + "_" + $0) }
    }
    made.givesFolders = true
    made.datedFolder = "_posts"
    made.routeKeys = ["permalink", "redirect_from", "slug"]
    made.headingIDs = [.github, .kramdown]
    made.writtenIDs = ["{#id}", "{: #id}", "{:#id}"]
    made.hasAttributeLists = true
    made.fillsTemplates = true
    made.endsHTMLAtTags = true
    made.shortcodes = ["highlight", "comment"]
    made.inclusions = ["{% include", "{% render", "{% for "]
    made.made = ["feed.xml", "sitemap.xml", "404.html", "robots.txt"]
    return made
  }()
}

extension String {
  /// The names below `collections:` in a configuration of Jekyll, each on a line of its own.
  fileprivate var collections: [String] {
    var found: [String] = []
    var isInside = false
    for line in split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.hasPrefix("collections:") {
        isInside = true
      } else if isInside, let first = line.first, first != " ", first != "-", first != "#" {
        break
      } else if isInside {
        let name = line.drop { $0 == " " || $0 == "-" }.prefix { $0 != ":" && $0 != "#" }
        if !name.isEmpty, !name.contains(" ") { found.append(String(name)) }
      }
    }
    return found
  }
}
