import CKernel
import DocbuildCore
import Glibc

/// The folder `.docbuild` at the root: the build log, the lock against a second build, and outputs that are not in their
/// place yet. It ignores itself for git.
///
/// A checkout may bring such a folder along, so nothing in it is followed: links lead elsewhere.
final class Workspace: Sendable {
  private let root: Bytes
  let folder: Bytes
  /// Held as long as the build runs; the system lets it go however the process ends.
  private let lock: Descriptor
  /// When the build began by the clock of the file system, in nanoseconds since 1970: a server may have another.
  let started: Int
  /// Where new outputs are written.
  private let waiting: Bytes

  /// Makes the folder where needed and takes the lock.
  init(root: Bytes) throws {
    self.root = root
    folder = root.joined(Bytes(".docbuild".utf8))
    waiting = folder.joined(Bytes("new".utf8))
    try Workspace.makeFolder(folder)
    switch Descriptor.open(
      folder.joined(Bytes("lock".utf8)), flags: O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o666)
    {
    case .failure(let error): throw SystemError("cannot open", folder.text + "/lock", error.code)
    case .success(let opened): lock = opened
    }
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw SystemError("cannot lock", folder.text + "/lock") }
      throw BuildFailure("another build of this project is running; it holds '\(folder.text)/lock'")
    }
    // Where the lock is somebody else's, the machine's clock must do.
    let isTouched = futimens(lock.number, nil) == 0
    started = (isTouched ? lock.status : nil).map { Stamp($0).changed } ?? .max
    try Workspace.hide(folder)
    for name in [
      Workspace.logName, Workspace.changesName, WrittenTexts.fileName, KeptRemarks.fileName,
      KnownListing.fileName,
    ] {
      let path = folder.joined(name)
      if path.kind == S_IFLNK { _ = path.withCString { unlink($0) } }
    }
    try Workspace.makeFolder(waiting)
    clear()
  }

  /// Makes the folder where needed, without the lock, for files that are only ever replaced whole.
  static func prepare(root: Bytes) throws {
    let folder = root.joined(Bytes(".docbuild".utf8))
    try makeFolder(folder)
    try hide(folder)
  }

  /// Makes git ignore the folder.
  private static func hide(_ folder: Bytes) throws {
    let ignore = folder.joined(Bytes(".gitignore".utf8))
    if ignore.kind == S_IFLNK { _ = ignore.withCString { unlink($0) } }
    if !ignore.exists { try OutputFile.replace(ignore, withBytes: Bytes("*\n".utf8)) }
  }

  private static let logName = Bytes("log".utf8)
  private static let changesName = Bytes("changes".utf8)

  private static func makeFolder(_ path: Bytes) throws {
    guard path.withCString({ mkdir($0, 0o777) }) != 0 else { return }
    guard errno == EEXIST else { throw SystemError("cannot make", path.text) }
    if path.kind != S_IFDIR { throw SystemError("cannot make", path.text, ENOTDIR) }
  }

  /// Takes away what a build that was killed has left.
  func clear() {
    guard let folder = try? FolderReader(waiting) else { return }
    while let entry = try? folder.next() {
      let name = entry.name
      if name.first != UInt8(ascii: ".") { _ = waiting.joined(name).withCString { unlink($0) } }
    }
  }

  /// The log of the last build; the flag says that there is one which can't be used.
  static func log(at root: Bytes) throws(SystemError) -> (log: BuildLog?, isDamaged: Bool) {
    var found = try read(logName, at: root)
    let (changes, isDamaged) = try bytes(of: changesName, at: root)
    if isDamaged { return (nil, true) }
    if let changes, found.log?.take(changes: changes) == .damaged { return (nil, true) }
    return found
  }

  private static func read(_ name: Bytes, at root: Bytes) throws(SystemError) -> (
    log: BuildLog?, isDamaged: Bool
  ) {
    let (bytes, isDamaged) = try bytes(of: name, at: root)
    guard let bytes else { return (nil, isDamaged) }
    let log = BuildLog(bytes, root: root)
    return (log, log == nil)
  }

  /// What a file of the folder holds; nil when there is none, or something else in its place.
  static func bytes(of name: Bytes, at root: Bytes) throws(SystemError) -> (
    bytes: Bytes?, isDamaged: Bool
  ) {
    let folder = root.joined(Bytes(".docbuild".utf8))
    guard folder.isThere, folder.kind ?? S_IFDIR == S_IFDIR else { return (nil, false) }
    let path = folder.joined(name)
    switch Descriptor.open(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK) {
    case .failure(let error):
      if [ENOENT, ENOTDIR, ELOOP, ENXIO].contains(error.code) { return (nil, false) }
      throw SystemError("cannot read", path.text, error.code)
    case .success(let opened):
      guard let status = opened.status else { throw SystemError("cannot read", path.text) }
      guard status.st_mode & S_IFMT == S_IFREG else { return (nil, true) }
      switch opened.readAll(limit: 1 << 30, sizeHint: Int(status.st_size)) {
      case .failure(let error): throw SystemError("cannot read", path.text, error.code)
      case .success(let bytes): return (bytes, bytes == nil)
      }
    }
  }

  func store(_ log: NextLog) throws {
    let changes = folder.joined(Workspace.changesName)
    switch log {
    case .whole(let log):
      try OutputFile.replace(
        folder.joined(Workspace.logName), withBytes: log.stored(root: root))
      _ = changes.withCString { unlink($0) }
    case .changes(let made, let whole):
      try OutputFile.replace(changes, withBytes: made.stored(changing: whole))
    }
  }

  /// Notes what decides which files git lists. It only spares work, so what can't be written is left.
  func store(_ listing: KnownListing) {
    guard let bytes = listing.stored else { return }
    _ = try? OutputFile.replace(folder.joined(KnownListing.fileName), withBytes: bytes)
  }

  /// Notes the digests of what is about to be put in place.
  func note(written digests: [Hash]) throws {
    try WrittenTexts.add(digests, at: folder.joined(WrittenTexts.fileName))
  }

  /// Writes a document that is to be renamed later; returns where.
  func write(_ document: Document, number: Int, mode: mode_t?, named name: String) throws -> Bytes {
    let path = waiting.joined(Bytes("\(number)".utf8))
    switch Descriptor.open(
      path, flags: O_WRONLY | O_CREAT | O_TRUNC, mode: mode == nil ? 0o666 : 0o600)
    {
    case .failure(let error): throw SystemError("cannot write to", name, error.code)
    case .success(let opened):
      if let mode, fchmod(opened.number, mode) != 0 {
        throw SystemError("cannot set the permissions of", name)
      }
      try OutputFile.write(document, to: opened.number, named: name)
    }
    return path
  }

  /// Brings what was written to the disk, with the digests that are noted.
  ///
  /// A few files are brought there one by one: a whole file system may have much to write for other programs. For many
  /// that would take longer than all of it.
  ///
  /// - Parameter files: what `write` has returned.
  func sync(_ files: [Bytes]) throws {
    if files.count <= 8, try syncOneByOne(files + [folder.joined(WrittenTexts.fileName), folder]) {
      return
    }
    let code = docbuild_sync(lock.number)
    if code != 0 { throw SystemError("cannot write to", folder.text, code) }
  }

  /// Returns false when one can't be opened, such as a file that its owner may not read.
  private func syncOneByOne(_ paths: [Bytes]) throws -> Bool {
    for path in paths {
      guard case .success(let opened) = Descriptor.open(path, flags: O_RDONLY | O_NOFOLLOW) else {
        return false
      }
      if fsync(opened.number) != 0 { throw SystemError("cannot write to", path.text) }
    }
    return true
  }
}

extension Bytes {
  /// The kind of file at the path (`S_IFMT`), links not followed; nil when there is none.
  fileprivate var kind: mode_t? {
    var status = stat()
    return withCString { lstat($0, &status) } == 0 ? status.st_mode & S_IFMT : nil
  }
}

/// Why a build can't run at all.
package struct BuildFailure: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
