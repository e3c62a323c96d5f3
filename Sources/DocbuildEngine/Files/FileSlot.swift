import CKernel
import DocbuildCore
import Glibc

/// A folder that is held open, on the disk or in memory.
enum OpenFolder: Sendable {
  case disk(Descriptor)
  case memory(MemoryFiles, RootPath)

  /// The names of what it holds, `.` and `..` left out; those that can be listed.
  var names: [Bytes] {
    switch self {
    case .memory(let files, let path): return files.names(in: path)
    case .disk(let folder):
      // Opened once more, since listing moves on.
      let again = Descriptor.open(
        Bytes(".".utf8), flags: O_RDONLY | O_DIRECTORY, at: folder.number)
      guard case .success(let opened) = again, let reader = try? FolderReader(opened) else {
        return []
      }
      var names: [Bytes] = []
      while let entry = try? reader.next() { names.append(entry.name) }
      return names
    }
  }

  /// Brings everything of its file system to the disk; 0, or an errno.
  func syncAll() -> Int32 {
    switch self {
    case .memory: 0
    case .disk(let folder): docbuild_sync(folder.number)
    }
  }
}

/// Where a file is or would be: a folder that is held open, and a name in it. Whatever becomes of the folder's path meanwhile, what
/// is done here is done there, and a link at the name itself is never followed.
struct FileSlot: Sendable {
  let folder: OpenFolder
  let name: Bytes

  /// The slot of that name; `.` stands for the folder itself.
  init(_ name: Bytes, in folder: OpenFolder) {
    self.folder = folder
    self.name = name
  }

  /// The slot of a path on the disk without links; where there is one meanwhile, that is an error.
  init(_ path: AbsolutePath) throws(Errno) {
    let above = path.folder
    guard above != path, !path.fileName.isEmpty else { throw Errno(code: EISDIR) }
    switch Descriptor.open(plain: above, flags: docbuild_o_path | O_DIRECTORY) {
    case .success(let opened): self.init(path.fileName, in: .disk(opened))
    case .failure(let error): throw error
    }
  }

  /// The path in memory, where that is what it is a slot of.
  private func path(below folder: RootPath) -> RootPath {
    name == Bytes(".".utf8) ? folder : folder.joined(name)
  }

  /// What is there; nil for nothing.
  var status: FileStatus? {
    switch folder {
    case .memory(let files, let above): return files.status(of: path(below: above))
    case .disk(let folder):
      var status = stat()
      let code = name.withCString { fstatat(folder.number, $0, &status, AT_SYMLINK_NOFOLLOW) }
      return code == 0 ? FileStatus(status) : nil
    }
  }

  /// The kind of what is there (`S_IFMT`); nil for nothing.
  var kind: mode_t? { status?.kind }

  /// What the regular file there holds; the errno says why it can't be opened or read.
  ///
  /// - Parameter limit: the most that is read, in bytes.
  func read(limit: Int) -> Result<Bytes, FileTrouble> {
    switch folder {
    case .memory(let files, let above):
      let path = path(below: above)
      guard let status = files.status(of: path) else { return .failure(.unreadable(ENOENT)) }
      guard status.size <= limit else { return .failure(.tooLarge(status.size)) }
      return files.read(path).map { .success($0) } ?? .failure(.notRegular(.folder))
    case .disk(let folder):
      switch open(O_RDONLY | O_NONBLOCK | O_NOCTTY, in: folder) {
      case .failure(let error): return .failure(.unreadable(error.code))
      case .success(let opened):
        guard let status = opened.status else { return .failure(.unreadable(errno)) }
        if let kind = FileTrouble.Kind(mode: status.st_mode) { return .failure(.notRegular(kind)) }
        // A file may have any size without taking room on the disk.
        guard status.st_size <= limit else { return .failure(.tooLarge(Int(status.st_size))) }
        switch opened.readAll(limit: limit, sizeHint: Int(status.st_size)) {
        case .failure(let error): return .failure(.unreadable(error.code))
        case .success(nil): return .failure(.tooLarge(limit + 1))
        case .success(let bytes?): return .success(bytes)
        }
      }
    }
  }

  /// Brings what is there to the disk; false where it can't be opened.
  func sync() throws(Errno) -> Bool {
    guard case .disk(let folder) = folder else { return true }
    guard case .success(let opened) = open(O_RDONLY | O_NONBLOCK, in: folder) else { return false }
    if fsync(opened.number) != 0 { throw Errno(code: errno) }
    return true
  }

  /// Opens what is there, on the disk.
  func open(_ flags: Int32, in folder: Descriptor, mode: mode_t = 0) -> Result<Descriptor, Errno> {
    Descriptor.open(name, flags: flags | O_NOFOLLOW, at: folder.number, mode: mode)
  }

  /// Takes away a file, or whatever is there but a folder that is not empty; whether nothing is there any more.
  @discardableResult
  func remove() -> Bool {
    switch folder {
    case .memory(let files, let above): files.remove(path(below: above))
    case .disk(let folder):
      name.withCString { name in
        unlinkat(folder.number, name, 0) == 0 || errno == ENOENT
          || unlinkat(folder.number, name, AT_REMOVEDIR) == 0
      }
    }
  }

  /// Renames what is there over what is at `slot`.
  func rename(to slot: FileSlot) -> Errno? {
    switch (folder, slot.folder) {
    case (.memory(let files, let above), .memory(_, let other)):
      let isDone = files.rename(path(below: above), to: slot.path(below: other))
      return isDone ? nil : Errno(code: ENOENT)
    case (.disk(let from), .disk(let to)):
      let code = name.withCString { name in
        slot.name.withCString { renameat(from.number, name, to.number, $0) }
      }
      return code == 0 ? nil : Errno(code: errno)
    default: return Errno(code: EXDEV)
    }
  }

  /// The folder there, made where there is nothing; anything but a folder is in the way.
  func makeFolder() -> Result<OpenFolder, Errno> {
    switch folder {
    case .memory(let files, let above):
      let path = path(below: above)
      return files.makeFolder(path)
        ? .success(.memory(files, path)) : .failure(Errno(code: ENOTDIR))
    case .disk(let folder): return Descriptor.makeFolder(name, in: folder).map { .disk($0) }
    }
  }
}

extension Descriptor {
  /// The folder of that name in an open one, made where there is nothing.
  static func makeFolder(_ name: Bytes, in folder: Descriptor) -> Result<Descriptor, Errno> {
    let code = name.withCString { mkdirat(folder.number, $0, 0o777) }
    guard code == 0 || errno == EEXIST else { return .failure(Errno(code: errno)) }
    return open(name, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW, at: folder.number)
  }
}
