/// Who reads a page: GitHub, or the visitors of a site that a generator makes of it. It decides which ids the headings
/// get, what else names a place on the page, what of it is no Markdown, and how routes lead to files.
///
/// A generator is one value in a file of its own, named in `all`.
package struct Reader: Sendable {
  /// What the configuration calls it.
  package let name: String
  /// A few words for people.
  package let summary: String
  /// Files by which its sites are known, relative to a site's folder; those that end in a slash are folders.
  package let signs: [String]
  /// The content roots of a site, made of the text of the first of its signs that is a file; empty for a reader without
  /// sites.
  package let roots: @Sendable (_ settings: String) -> [ContentRoot]
  /// What a route may leave out of a file's path: endings such as `.md`, and names such as `index`.
  package var leavesOut: [String] = [".md", ".mdx", ".markdown", ".html", "index", "README"]
  /// Whether a page has a folder of its own on the site, from which relative routes start, as `a/` for `a.md`.
  package var givesFolders = false
  /// Whether the generator makes a page for a folder without an index.
  package var listsFolders = false
  /// Whether nothing but what lies in the content roots is copied to the site.
  package var isClosed = false
  /// Whether folders and files may begin with a number, as `01-intro.md`, that routes leave out.
  package var dropsNumbers = false
  /// Whether what is not found from the page's folder is looked for from the content roots, too.
  package var searchesRoots = false
  /// Whether a page that is named like its folder is the folder's index.
  package var indexesByFolder = false
  /// Where names may begin with a date that routes turn into folders, `2024-05-06-title.md`: a folder's name, or an empty
  /// one for anywhere; nil for nowhere.
  package var datedFolder: String?
  /// Whether routes are in lower case, whatever the files' names are.
  package var lowersRoutes = false
  /// Whether a file or folder whose name begins with `_` is a part of other pages, `_index` apart.
  var hasParts = false
  /// The page in a content root that lists all others, whose links may lead nowhere yet; nil without one.
  package var summaryPage: String?
  /// Whether the generator makes the pages that `summaryPage` names and that are not there.
  package var makesListed = false
  /// The keys of front matter that give a page another route, or one more.
  package var routeKeys: [String] = []
  /// How headings without an id of their own get theirs; a heading has all of them, for generators of which a setting
  /// decides.
  var headingIDs: [HeadingIDs] = [.github]
  /// How an id may be written at the end of a heading.
  package var writtenIDs: [String] = []
  /// Whether such ids may stand anywhere on a page, as attribute lists may.
  var hasAttributeLists = false
  /// Whether the terms of definition lists (`: ` below a term) have ids.
  var hasTermIDs = false
  /// Whether an end tag on a line of its own ends a block of HTML, with no blank line behind it.
  var endsHTMLAtTags = false
  /// Whether `{{ … }}` and `{% … %}` are filled in before Markdown is read.
  var fillsTemplates = false
  /// Whether a reference may be the name of something in code, which a plug-in finds.
  var findsIdentifiers = false
  /// Whether indented blocks may hold Markdown, as the content of tabs and admonitions.
  var indentsContent = false
  /// Whether the last of several definitions of a reference counts, not the first.
  var keepsLastDefinition = false
  /// Shortcodes and tags with an end whose content is not Markdown.
  package var shortcodes: [String] = []
  /// What begins and what ends text that readers never see.
  var hidden: [(open: String, close: String)] = []
  /// What puts text from elsewhere into a page, so that nobody knows all of its anchors.
  var inclusions: [String] = []
  /// Whether a page shows the pages and components that it imports.
  package var importsParts = false
  /// Whether elements with a capital letter are components, which may bring headings of their own.
  var hasComponents = false
  /// Whether the last word of a comment such as `<!-- md:setting NAME -->` is an anchor, which a hook makes of it.
  var hasCommandComments = false
  /// The ends of routes that the generator, its theme or a usual plug-in makes without a file of the site's; with a slash at
  /// its end, a part of them, below which there is a page for each tag, or whatever it is.
  package var made: [String] = []
  /// Whether the generator makes the site's own index of its first page.
  package var makesIndex = false
  /// Files of a site, relative to its folder, that say what a link means before it is looked for: a destination that
  /// stands in quotes there is theirs.
  package var linkHooks: [String] = []
  /// The ids that tabs get; nil where they get none that anybody would link to.
  var tabIDs: TabIDs?
  /// The roots of a site where other files than its settings have a say, too.
  ///
  /// - Parameters:
  ///   - roots: what is there of `roots`.
  ///   - read: what a file in the site's folder holds; nil where there is none.
  package var allRoots:
    (
      @Sendable (
        _ roots: [ContentRoot], _ settings: String, _ read: @escaping (String) -> String?
      ) -> [ContentRoot]
    )?
  /// What the settings of a site say of its readers beside the roots.
  var adapt: (@Sendable (_ reader: inout Reader, _ settings: String) -> Void)?
  /// The key of the settings that names files whose definitions hold on every page; nil without one.
  package var sharedKey: String?

  init(
    name: String, summary: String, signs: [String],
    roots: @escaping @Sendable (_ settings: String) -> [ContentRoot] = { _ in [] }
  ) {
    self.name = name
    self.summary = summary
    self.signs = signs
    self.roots = roots
  }

  /// The readers that the configuration can name, in the manual's order.
  package static let all: [Reader] = [
    .github, .site, .mkdocs, .mdbook, .docusaurus, .vitepress, .hugo, .jekyll,
  ]

  /// The readers of the site that has these settings.
  package func adapted(to settings: String) -> Reader {
    var made = self
    adapt?(&made, settings)
    return made
  }

  /// The ends of the names of files that say of a site which routes it has, beside its settings.
  package static let routeFiles = ["_redirects", "netlify.toml", "versions.json", "SUMMARY.md"]

  /// Whether it is a site's.
  package var isSite: Bool { name != Reader.github.name }

  /// The reader that the configuration calls so.
  package static func named(_ name: String) -> Reader? { all.first { $0.name == name } }
}

/// A folder whose files a site shows, and the route that leads to it.
package struct ContentRoot: Sendable, Hashable {
  /// With a slash at both ends.
  package let route: String
  /// Relative to the site's folder.
  package let folder: String

  /// The files of `folder` below `route`, whose slashes may be missing.
  package init(route: String = "/", folder: String) {
    let inside = route.split(separator: "/").joined(separator: "/")
    self.route = inside.isEmpty ? "/" : "/\(inside)/"
    self.folder = folder
  }
}

extension Reader {
  /// As GitHub shows a page of a repository.
  package static let github = Reader(
    name: "github", summary: "a page of a repository, as GitHub shows it", signs: [])

  /// A site of which nothing else is said.
  package static let site: Reader = {
    var made = Reader(
      name: "site", summary: "a site of a generator that has no name here", signs: []
    ) { _ in [ContentRoot(folder: "")] }
    made.writtenIDs = WrittenIDs.forms
    return made
  }()
}
