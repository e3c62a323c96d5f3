/// What a page may link to, as the files around it are.
///
/// Paths are those of links with percent-encoding resolved: relative to the page's folder, or, with a slash at the
/// start, to the root, as GitHub takes them. `.` and `..` are still in them. Calls come from several threads.
package protocol PageSite: Sendable {
  /// What is at `path`, names compared exactly, case included.
  func kind(of path: Bytes) -> PageTargetKind
  /// What fragments may name in the Markdown page at `path`; nil when that is not a page of Markdown or can't be read.
  func anchors(in path: Bytes) -> PageAnchors?
  /// How many lines the text file at `path` has; nil when it can't be read.
  func lineCount(of path: Bytes) -> Int?
  /// The names of what is in the folder at `path`, which is empty for the page's own, without hidden ones.
  func names(in path: Bytes) -> [String]
  /// The template that the file at `path` was woven from, and that is gone; nil for all other files.
  func goneTemplate(of path: Bytes) -> String?
}

extension PageSite {
  /// No file is left over where nothing is known of templates.
  package func goneTemplate(of path: Bytes) -> String? { nil }
}

/// What is at a path.
package enum PageTargetKind: Sendable {
  case file, folder, missing
  /// Behind the root's bounds: nothing is said of what is there.
  case outside
}
