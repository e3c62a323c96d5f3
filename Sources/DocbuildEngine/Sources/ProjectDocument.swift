package import DocbuildCore

/// A document of a project.
package struct ProjectDocument: Sendable, Hashable {
  /// What becomes of it.
  package let kind: Template.Kind
  /// The template or the in-place document.
  package let path: RootPath
  /// What it is woven into, folded; an in-place document is its own output. Where the configuration says so it leads out of
  /// the root, and nothing is written.
  package let output: WrittenPath
  /// Whether it is Markdown that the configuration does not call a document: it is looked at, and never woven.
  var isPage = false
}

extension ProjectDocument {
  init(page path: RootPath) { self.init(inPlace: path, isPage: true) }

  /// What keeps its own blocks up to date.
  package init(inPlace path: RootPath) { self.init(inPlace: path, isPage: false) }

  private init(inPlace path: RootPath, isPage: Bool) {
    self.init(kind: .inPlace, path: path, output: WrittenPath(path), isPage: isPage)
  }
}
