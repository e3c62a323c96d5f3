import DocbuildCore

/// Which folder's copy each console block of a document starts in.
struct StartFolders: Sendable {
  /// For each console block the folder.
  private(set) var folders: [RootPath] = []
  /// Whether a comment or the configuration chose it.
  private(set) var isSaid = false
  /// What is wrong with what is said, by the number of the block.
  private(set) var troubles: [(block: Int, message: String, cure: String)] = []

  /// Finds out for the console blocks of the document at `document`.
  init(of blocks: [PageTests.Block], in document: RootPath, _ project: Project) {
    let own = document.folder
    var usual = own
    if let said = project.configuration.test.folder(of: document) {
      isSaid = true
      usual = RootPath(folding: Bytes(said.utf8)) ?? own
      if !blocks.isEmpty, !project.root.path.joined(usual).isFolder {
        troubles.append(
          (
            0, "there is no folder '\(said)' to start in",
            "'folder' below [test] in docbuild.toml names it"
          ))
      }
    }
    var current = usual
    for (index, block) in blocks.enumerated() {
      let isFirst = index == 0 || block.options.isFresh
      if isFirst { current = usual }
      if let said = block.options.folder {
        isSaid = true
        let named = Self.folder(said, from: own)
        let folder = named ?? current
        if named == nil {
          troubles.append(
            (
              index, "'in=\"\(said)\"' leads outside the root",
              "a path that begins with '/' starts at the root"
            ))
        } else if !isFirst, folder != current {
          troubles.append(
            (
              index, "'in' is for the first console block of a document, or one with 'fresh'",
              "the blocks share a shell: 'fresh' gives this one its own"
            ))
        } else if !project.root.path.joined(folder).isFolder {
          troubles.append(
            (
              index, "there is no folder '\(folder.text)' to start in",
              "'in' counts from the document's folder, with a slash in front from the root"
            ))
        }
        current = folder
      }
      folders.append(current)
    }
  }

  private static func folder(_ said: String, from own: RootPath) -> RootPath? {
    let path = Bytes(said.utf8)
    guard path.first == Bytes.slash else { return own.resolving(path) }
    // Above the root there is nothing.
    return RootPath(folding: Bytes(path.folded.dropFirst()))
  }
}
