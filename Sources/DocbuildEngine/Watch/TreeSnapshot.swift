import DocbuildCore

/// The files below a root at one time, for where nobody reports changes: two of them differ in what has changed between.
struct TreeSnapshot {
  private var files: [RootPath: Stamp] = [:]
  private var folders: Set<RootPath> = []

  /// Looks at all files but those that are ignored.
  init(of root: Root, _ ignored: IgnoredPaths) {
    var pending = ignored.foldersOfShown + [.root]
    let isListed = Set(pending)
    while let folder = pending.popLast() {
      let entries = FolderEntries(of: folder, in: root)
      for path in entries.files where !ignored.cover(path) {
        // What is taken away meanwhile is not there.
        files[path] = root.stamp(of: path)
      }
      if isListed.contains(folder), !folder.isRoot { continue }
      let more = entries.folders.filter { !ignored.cover($0) }
      folders.formUnion(more)
      pending += more
    }
  }

  /// What has come, gone or changed since an earlier time.
  func changes(since earlier: TreeSnapshot) -> TreeChanges {
    var changes = TreeChanges()
    for (path, stamp) in files where earlier.files[path] != stamp { changes.paths.append(path) }
    for path in earlier.files.keys where files[path] == nil { changes.paths.append(path) }
    let moved = folders.symmetricDifference(earlier.folders)
    changes.paths += moved
    changes.hasFolders = !moved.isEmpty
    return changes
  }
}
