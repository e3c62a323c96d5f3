import CKernel
import DocbuildCore
import Glibc

/// A place for a file: a folder that is held open, and a name in it. Whatever becomes of the folder's path meanwhile, what
/// is done here is done there, and a link at the name itself is never followed.
struct FilePlace: Sendable {
  let folder: Descriptor
  let name: Bytes

  init(_ name: Bytes, in folder: Descriptor) {
    self.folder = folder
    self.name = name
  }

  /// The place of an absolute path without links; where there is one meanwhile, that is an error.
  init(_ path: Bytes) throws(Errno) {
    let above = path.folder
    guard !above.isEmpty, above != path, !path.fileName.isEmpty else { throw Errno(code: EISDIR) }
    switch Descriptor.open(plain: above, flags: docbuild_o_path | O_DIRECTORY) {
    case .success(let opened): self.init(path.fileName, in: opened)
    case .failure(let error): throw error
    }
  }

  /// What is there; nil for nothing.
  var status: stat? {
    var status = stat()
    let code = name.withCString { fstatat(folder.number, $0, &status, AT_SYMLINK_NOFOLLOW) }
    return code == 0 ? status : nil
  }

  /// The kind of what is there (`S_IFMT`); nil for nothing.
  var kind: mode_t? { status.map { $0.st_mode & S_IFMT } }

  func open(_ flags: Int32, mode: mode_t = 0) -> Result<Descriptor, Errno> {
    Descriptor.open(name, flags: flags | O_NOFOLLOW, at: folder.number, mode: mode)
  }

  /// Takes away a file, or whatever is in its place but a folder that is not empty; whether nothing is there any more.
  @discardableResult
  func remove() -> Bool {
    name.withCString { name in
      unlinkat(folder.number, name, 0) == 0 || errno == ENOENT
        || unlinkat(folder.number, name, AT_REMOVEDIR) == 0
    }
  }

  /// Renames what is there over what is at `place`.
  func rename(to place: FilePlace) -> Errno? {
    let code = name.withCString { from in
      place.name.withCString { renameat(folder.number, from, place.folder.number, $0) }
    }
    return code == 0 ? nil : Errno(code: errno)
  }

  /// The folder there, made where there is nothing; what is no folder is in the way.
  func makeFolder() -> Result<Descriptor, Errno> {
    let code = name.withCString { mkdirat(folder.number, $0, 0o777) }
    guard code == 0 || errno == EEXIST else { return .failure(Errno(code: errno)) }
    return open(O_RDONLY | O_DIRECTORY)
  }
}
