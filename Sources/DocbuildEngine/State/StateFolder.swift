import DocbuildCore
import Glibc

/// The folder `.docbuild` of a root, held open. What is written there needs no lock, since files are only ever replaced
/// whole; what must not be written twice at a time is `Workspace`'s.
struct StateFolder: Sendable {
  /// Its path, for messages.
  let path: AbsolutePath
  let opened: OpenFolder

  /// What the file says that keeps the folder out of git's sight.
  static let ignored = Bytes("*\n".utf8)

  /// Opens the folder, which is made where there is none; a link in its place is never followed.
  static func make(in root: Root) throws(SystemError) -> StateFolder {
    let path = root.path.joined(StateFile.folder)
    let opened: OpenFolder
    do throws(Errno) { opened = try root.slot(at: StateFile.folder).makeFolder().get() } catch {
      throw SystemError("cannot make", path.text, error.code)
    }
    let folder = StateFolder(path: path, opened: opened)
    let ignore = folder.slot(of: .ignore)
    if ignore.kind == S_IFREG { return folder }
    if ignore.kind == S_IFDIR { ignore.remove() }
    try folder.replace(.ignore, withBytes: ignored)
    return folder
  }

  /// Where one of its files is.
  func slot(of file: StateFile) -> FileSlot { FileSlot(file.name, in: opened) }

  /// The path of one of its files, for messages.
  func name(of file: StateFile) -> String { path.joined(file.name).text }

  /// Replaces a file, whatever is there but a folder.
  func replace(_ file: StateFile, withBytes bytes: Bytes) throws(SystemError) {
    try OutputFile.replace(slot(of: file), withBytes: bytes, name(of: file))
  }

  /// Takes away a file.
  func remove(_ file: StateFile) { slot(of: file).remove() }

  /// Opens a folder in it, which is made where there is none; a file or link in its place is an error.
  func makeFolder(_ file: StateFile) throws(SystemError) -> OpenFolder {
    switch slot(of: file).makeFolder() {
    case .success(let made): return made
    case .failure(let error): throw SystemError("cannot make", name(of: file), error.code)
    }
  }

  /// What is stored in a file.
  enum Stored {
    /// There is no such file, or a link in its place.
    case nothing
    /// What is there is not a file that docbuild writes: a folder, a pipe, more than a gibibyte.
    case damaged
    case bytes(Bytes)
  }

  /// The most that is read of a file, in bytes; no real one comes near.
  private static let most = 1 << 30

  /// Reads a file of the folder in `root`, which need not be there.
  static func read(_ file: StateFile, in root: Root) throws(SystemError) -> Stored {
    let found: Result<Bytes, FileTrouble>
    do throws(Errno) { found = try root.slot(at: file.path).read(limit: most) } catch {
      found = .failure(.unreadable(error.code))
    }
    switch found {
    case .success(let bytes): return .bytes(bytes)
    case .failure(.unreadable(let code)):
      if [ENOENT, ENOTDIR, ELOOP, ENXIO].contains(code) { return .nothing }
      throw SystemError("cannot read", root.path.joined(file.path).text, code)
    case .failure: return .damaged
    }
  }
}
