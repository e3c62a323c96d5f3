package import DocbuildCore

/// Which documents of a project a command is asked for.
package struct Scope: Sendable {
  /// Documents, outputs, folders, pages, and sources, which stand for the documents that show them; none
  /// for all.
  package var paths: [RootPath] = []
  /// The K-th of N parts of the tree; nil for all of it.
  package var shard: Shard?

  /// A revision of git: only what can be touched by what has changed since then; nil for all.
  package var since: Bytes?

  /// All documents of a project.
  package init() {}

  /// The documents that paths stand for.
  package init(paths: [RootPath]) { self.paths = paths }

  /// Whether it is the whole project.
  var isAll: Bool { paths.isEmpty && shard == nil && since == nil }
}
