extension Reader {
  /// MkDocs (<https://www.mkdocs.org/user-guide/writing-your-docs/>) and its themes: `docs_dir` is the root, every page has
  /// a folder of its own unless `use_directory_urls` says otherwise, links to `.md` files are mapped, and Python-Markdown
  /// makes the ids (<https://python-markdown.github.io/extensions/toc/>).
  package static let mkdocs: Reader = {
    var made = Reader(
      name: "mkdocs", summary: "a site of MkDocs", signs: ["mkdocs.yml", "mkdocs.yaml"]
    ) { settings in
      [ContentRoot(folder: settings.settings("docs_dir").first ?? "docs")]
    }
    made.givesFolders = true
    made.isClosed = true
    made.headingIDs = [.python, .pythonUnicode, .pymdown]
    made.writtenIDs = ["{#id}", "{: #id}"]
    made.hasAttributeLists = true
    made.indentsContent = true
    made.keepsLastDefinition = true
    made.findsIdentifiers = true
    // Snippets, mkdocstrings, macros.
    made.inclusions = ["--8<--", "\n::: ", "{% include", "{{ "]
    // The shortcodes of Material for MkDocs' own manual, which other manuals have taken over.
    made.hasCommandComments = true
    made.made = ["img/favicon.ico", "assets/images/favicon.png", "sitemap.xml", "404.html"]
    made.made += ["search.html", "feed_rss_created.xml", "feed_rss_updated.xml"]
    made.sharedKey = "auto_append"
    made.adapt = { reader, settings in
      reader.tabIDs = TabIDs(settings)
      // <https://squidfunk.github.io/mkdocs-material/plugins/blog/>
      if settings.listedNames("plugins").contains(where: { $0 == "blog" || $0 == "material/blog" })
      {
        reader.made += ["/blog", "/blog/index.md"]
        reader.made += ["archive", "author", "category", "page"].map { "/blog/\($0)/" }
      }
    }
    return made
  }()
}
