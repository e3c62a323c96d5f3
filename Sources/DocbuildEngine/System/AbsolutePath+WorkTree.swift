import DocbuildCore

extension AbsolutePath {
  private static let git = Bytes(".git".utf8)

  /// The nearest folder at this one or above it with a `.git`; nil when there is none.
  var workTree: AbsolutePath? {
    var folder = self
    while !folder.joined(AbsolutePath.git).mayExist {
      let above = folder.folder
      if above == folder { return nil }
      folder = above
    }
    return folder
  }

  /// All that a stranger may have filled around this folder, the root of a project: its work tree, with the one that it
  /// is a submodule of; the folder itself where there is none.
  var wholeTree: AbsolutePath {
    guard var top = workTree else { return self }
    while !top.joined(AbsolutePath.git).isFolder, let above = top.folder.workTree { top = above }
    return top
  }
}
