package import DocbuildCore

/// What files hold that problems were found in, by their names as the user in a folder would write them; nothing outside the
/// root.
package struct ReportedTexts: Sendable {
  private let root: Root
  private let folder: AbsolutePath

  /// - Parameter folder: the real path of the folder that names are relative to.
  package init(of root: Root, from folder: AbsolutePath) {
    self.root = root
    self.folder = folder
  }

  /// Nil for what can't be read, or is larger than anybody would report on.
  package func text(_ name: String) -> Bytes? {
    guard let below = AbsolutePath(Bytes(shownAs: name), in: folder).folded.path(below: root.path),
      !below.isRoot
    else { return nil }
    return try? root.read(below, limit: 16 << 20).get()
  }
}
