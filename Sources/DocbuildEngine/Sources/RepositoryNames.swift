import DocbuildCore

/// What files are called from the top of a repository, where programs that show problems beside the code look for them.
package struct RepositoryNames: Sendable {
  private let folder: AbsolutePath
  private let top: AbsolutePath

  /// The repository that `folder`, a real path, lies in; nil when there is none.
  package init?(around folder: AbsolutePath) {
    guard let top = folder.workTree else { return nil }
    self.folder = folder
    self.top = top
  }

  /// A file's name from the top, as `name` is how a user in the folder would write it. What lies elsewhere, or is no
  /// file, keeps its name.
  package func name(of name: String) -> String {
    if name.utf8.first == UInt8(ascii: "<") { return name }
    return folder.joined(Bytes(shownAs: name)).folded.below(top)?.text ?? name
  }
}
