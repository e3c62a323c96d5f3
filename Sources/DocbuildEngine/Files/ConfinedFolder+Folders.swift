import CKernel
import DocbuildCore
import Glibc

/// Folders below a confined one: where files are written, and what is there.
extension ConfinedFolder {
  /// Makes the folder at `path` with those above it; returns its real path.
  func makeFolder(_ path: RootPath) -> Result<AbsolutePath, FileTrouble> {
    var at = Found(descriptor: descriptor, path: .root)
    var below = RootPath.root
    for component in path.components {
      below = below.joined(component)
      switch open(below) {
      case .success(let found):
        guard let status = found.descriptor.status else { return .failure(.unreadable(errno)) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return .failure(.notFound) }
        at = found
      case .failure(.notFound):
        switch Descriptor.makeFolder(component, in: at.descriptor) {
        case .success(let made): at = Found(descriptor: made, path: at.path.joined(component))
        case .failure(let error): return .failure(.unreadable(error.code))
        }
      case .failure(let trouble): return .failure(trouble)
      }
    }
    return .success(self.path.joined(at.path))
  }

  /// Where a file at `path` is written: its real path. Links are followed, also where they lead to nothing yet, but none
  /// out.
  func realPath(of path: some PathFromRoot) -> Result<RootPath, FileTrouble> {
    var path = path.bytes
    for _ in 0..<40 {
      let name = path.fileName
      guard !name.isEmpty, name != Bytes(".".utf8), name != Bytes("..".utf8) else {
        return .failure(.notRegular(.folder))
      }
      switch open(WrittenPath(path.folder.isEmpty ? Bytes(".".utf8) : path.folder)) {
      case .failure(let trouble): return .failure(trouble)
      case .success(let found):
        guard let target = name.linkTarget(at: found.descriptor.number) else {
          return .success(found.path.joined(name))
        }
        if target.first == Bytes.slash { return .failure(.outside) }
        path = found.path.bytes.joined(target)
      }
    }
    return .failure(.notFound)
  }

  /// The names of the files in the folder at `path`, for guesses; those that can be listed.
  func names(in path: some PathFromRoot) -> [String] {
    let bytes = path.bytes
    guard case .success(let found) = open(WrittenPath(bytes.isEmpty ? Bytes(".".utf8) : bytes)),
      case .success(let readable) = reopen(found, flags: O_RDONLY | O_DIRECTORY),
      let folder = try? FolderReader(readable)
    else { return [] }
    var names: [String] = []
    while let entry = try? folder.next() {
      let name = entry.name
      if name.first != UInt8(ascii: ".") { names.append(name.text) }
    }
    return names
  }

  /// The status of what is at `path`. Nothing else is said of it, so links may lead anywhere.
  ///
  /// - Parameter followed: whether a link at the end of the path is followed.
  func status(of path: RootPath, followed: Bool) -> Result<stat, Errno> {
    var status = stat()
    let code = (path.isRoot ? Bytes(".".utf8) : path.bytes).withCString {
      fstatat(descriptor.number, $0, &status, followed ? 0 : AT_SYMLINK_NOFOLLOW)
    }
    return code == 0 ? .success(status) : .failure(Errno(code: errno))
  }
}
