package import DocbuildCore

/// A document of a project.
package struct ProjectDocument: Sendable, Hashable {
  /// What becomes of it.
  package let kind: Template.Kind
  /// The template or the in-place document, below the root.
  package let path: Bytes
  /// What it is woven into, below the root; an in-place document is its own output.
  package let output: Bytes
  /// Whether it is Markdown that the configuration does not call a document: it is looked at, and never woven.
  var isPage = false
}

extension ProjectDocument {
  init(page path: Bytes) { self.init(kind: .inPlace, path: path, output: path, isPage: true) }
}
