import CSupervisor
import DocbuildCore
import Glibc

/// The folder that a document's transcripts run in: a copy of what its own folder holds under version control, beside an
/// empty home folder and one for temporary files. It goes away with the value; or with the supervisor of the processes in
/// it, when docbuild is killed.
final class FreshFolder {
  let top: AbsolutePath
  /// Where the commands start.
  let work: AbsolutePath
  let home: AbsolutePath
  let temporary: AbsolutePath

  /// Copies `files`, which are below `folder`.
  init(copying files: [RootPath], of folder: RootPath, in project: Project) throws(SystemError) {
    let root = project.root
    let parent = project.environment["TMPDIR"] ?? ""
    var template = ((parent.hasPrefix("/") ? parent : "/tmp") + "/docbuild-test-XXXXXX").utf8CString
      .map { $0 }
    guard mkdtemp(&template) != nil else {
      throw SystemError("cannot make a folder in", parent.isEmpty ? "/tmp" : parent)
    }
    top = AbsolutePath(trusted: Bytes(template.dropLast().map { UInt8(bitPattern: $0) }))
    let name = folder.isRoot ? root.path.fileName : folder.fileName
    work = top.joined(Bytes("work".utf8)).joined(name.isEmpty ? Bytes("root".utf8) : name)
    home = top.joined(Bytes("home".utf8))
    temporary = top.joined(Bytes("tmp".utf8))
    // Other users, such as those of test hosts, may have to come through.
    _ = top.withCString { chmod($0, 0o755) }
    for (path, mode) in [(work.folder, 0o755), (work, 0o755), (home, 0o700), (temporary, 0o1777)]
      as [(AbsolutePath, mode_t)]
    {
      guard path.withCString({ mkdir($0, mode) }) == 0 else {
        throw SystemError("cannot make", path.text)
      }
    }
    _ = temporary.withCString { chmod($0, 0o1777) }
    let made = ByteTable<Bool>()
    for file in files where root.reason(toRefuse: file) == nil {
      guard let below = file.below(folder) else { continue }
      // A repository in this one is listed as a folder.
      let isFolder = root.isFolder(file) && !root.isLink(file)
      try makeFolders(of: isFolder ? below.joined(Bytes("any".utf8)) : below, made)
      try copy(root.path.joined(file), to: work.joined(below))
    }
  }

  deinit { _ = remove() }

  /// Takes it away; says what stays, which is what something is mounted in.
  func remove() -> String? {
    let code = top.withCString { docbuild_remove_tree($0) }
    return code == 0
      ? nil
      : "'\(top.text)' can't be removed (\(systemMessage(code))); what is mounted there is left alone"
  }

  private func makeFolders(of file: RootPath, _ made: ByteTable<Bool>) throws(SystemError) {
    var path = RootPath.root
    for component in file.folder.components {
      path = path.joined(component)
      if made[path] != nil { continue }
      made[path] = true
      let folder = work.joined(path)
      guard folder.withCString({ mkdir($0, 0o755) }) == 0 || errno == EEXIST else {
        throw SystemError("cannot make", folder.text)
      }
    }
  }

  /// Copies a regular file or a link; what is gone meanwhile, or is something else, is left out.
  private func copy(_ file: AbsolutePath, to target: AbsolutePath) throws(SystemError) {
    var status = stat()
    guard file.withCString({ lstat($0, &status) }) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFLNK {
      var room = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      guard file.withCString({ readlink($0, &room, Int(PATH_MAX)) }) >= 0 else { return }
      guard target.withCString({ symlink(room, $0) }) == 0 else {
        throw SystemError("cannot make", target.text)
      }
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return }
    guard
      case .success(let from) = Descriptor.open(file, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
      case .success(let bytes?) = from.readAll(limit: 1 << 30, sizeHint: Int(status.st_size))
    else { throw SystemError("cannot read", file.text) }
    let flags = O_WRONLY | O_CREAT | O_EXCL
    switch Descriptor.open(target, flags: flags, mode: UInt32(status.st_mode & 0o777 | 0o200)) {
    case .failure(let error): throw SystemError("cannot write to", target.text, error.code)
    case .success(let to):
      try OutputFile.write(bytes, to: to.number, named: target.text)
      fchmod(to.number, status.st_mode & 0o777)
    }
  }
}
