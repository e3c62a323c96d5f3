import DocbuildCore
import Glibc

/// What a folder of the tree holds that is to be watched; one that can't be read holds nothing.
struct FolderEntries {
  private(set) var folders: [RootPath] = []
  /// What is not a folder, links among it.
  private(set) var files: [RootPath] = []

  init(of folder: RootPath, in root: Root) {
    let git = Bytes(".git".utf8)
    guard folder.bytes != git else {
      folders = [folder.joined(Bytes("refs".utf8))]
      files = [Bytes("HEAD".utf8), Bytes("packed-refs".utf8)].map { folder.joined($0) }
      return
    }
    guard let reader = try? FolderReader(root.path.joined(folder)) else { return }
    while let entry = try? reader.next() {
      let (name, path) = (entry.name, folder.joined(entry.name))
      let type = Int32(entry.pointee.d_type)
      guard name != StateFile.folder.bytes, name != git || folder.isRoot else { continue }
      if type == Int32(DT_DIR) || type == Int32(DT_UNKNOWN) && root.path.joined(path).isFolder {
        folders.append(path)
      } else {
        files.append(path)
      }
    }
  }
}
