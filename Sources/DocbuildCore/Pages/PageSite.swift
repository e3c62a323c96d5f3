/// What a page may link to, as the files around it are.
///
/// Paths are those of links with percent-encoding resolved: relative to the page's folder, or, with a slash at the
/// start, to the root, as GitHub takes them. `.` and `..` are still in them. Calls come from several threads.
package protocol PageSite: Sendable {
  /// Who reads the page.
  var reader: Reader { get }
  /// Whether somebody has said that GitHub's visitors read the page, so that what only a site would show is missing.
  var isGitHubMeant: Bool { get }
  /// Whether the page lists all others of a site, and links of it may lead nowhere yet.
  var isSummary: Bool { get }
  /// Whether a site seems to show the page only as a part of others, whose anchors it may name.
  var isPart: Bool { get }
  /// What is at `path`, names compared exactly, case included.
  func kind(of path: Bytes) -> PageTargetKind
  /// Where `path` leads the page's readers.
  func destination(of path: Bytes, isImage: Bool) -> PageDestination
  /// The path, from the root on, of the file or folder that a URL of the repository itself on its server names, as it is in
  /// the URL; nil for all other URLs.
  func repositoryPath(of url: Bytes) -> Bytes?
  /// What fragments may name in the Markdown page at `path`; nil when that is not a page of Markdown or can't be read.
  func anchors(in path: Bytes) -> PageAnchors?
  /// What fragments may name in the files that the Markdown page at `path`, empty for the page itself, imports, and in what
  /// they import.
  func anchors(shownBy imports: [Bytes], on path: Bytes) -> PageAnchors
  /// How many lines the text file at `path` has; nil when it can't be read.
  func lineCount(of path: Bytes) -> Int?
  /// The names of what is in the folder at `path`, which is empty for the page's own, without hidden ones.
  func names(in path: Bytes) -> [String]
  /// Whether a file whose definitions hold on every page defines the reference.
  func isDefinedForAll(_ label: Bytes) -> Bool
  /// The template that the file at `path` was woven from, and that is gone; nil for all other files.
  func goneTemplate(of path: Bytes) -> String?
}

extension PageSite {
  /// GitHub's visitors.
  package var reader: Reader { .github }
  /// Nobody has said so.
  package var isGitHubMeant: Bool { false }
  /// No page does.
  package var isSummary: Bool { false }
  /// Nobody does.
  package var isPart: Bool { false }
  /// No such file is known.
  package func isDefinedForAll(_ label: Bytes) -> Bool { false }
  /// Nothing is known of files that pages import.
  package func anchors(shownBy imports: [Bytes], on path: Bytes) -> PageAnchors { PageAnchors() }
  /// No file is left over where nothing is known of templates.
  package func goneTemplate(of path: Bytes) -> String? { nil }
  /// No URL is the repository's where nothing is known of one.
  package func repositoryPath(of url: Bytes) -> Bytes? { nil }

  /// What is at the path itself.
  package func destination(of path: Bytes, isImage: Bool) -> PageDestination {
    switch kind(of: path) {
    case .file: .file(path)
    case .folder: .folder(path)
    case .missing: .missing
    case .outside: .outside
    }
  }
}

/// What is at a path.
package enum PageTargetKind: Sendable {
  case file, folder, missing
  /// Behind the root's bounds: nothing is said of what is there.
  case outside
}

/// Where a link leads.
package enum PageDestination: Sendable, Equatable {
  /// To the file at that path, as `anchors` takes it.
  case file(Bytes)
  /// To a folder.
  case folder(Bytes)
  case missing
  /// Behind the root's bounds.
  case outside
  /// To what is there now, and that git ignores: no clone has it.
  case ignored
  /// Nowhere on GitHub; a site would show the file at that path.
  case onSite(Bytes)
  /// To a page that its site's generator makes, with nothing in it, since this page lists it.
  case toBeMade
  /// To another site, or to what only a program knows.
  case unknown
}
