import CKernel
import DocbuildCore
import Glibc

/// The folder `.docbuild` at the root: the build log, the lock against a second build, and outputs that are not in their
/// place yet. It ignores itself for git.
///
/// A checkout may bring such a folder along, so nothing in it is followed or opened to be written to: links lead elsewhere,
/// hard links are another file's, and a FIFO waits for ever. Its files are made anew, and renamed over what is there.
final class Workspace: Sendable {
  private let root: Bytes
  /// Its path, for messages.
  let folder: Bytes
  private let descriptor: Descriptor
  /// Held as long as the build runs; the system lets it go however the process ends.
  private let lock: Descriptor
  /// When the build began by the clock of the file system, in nanoseconds since 1970: a server may have another.
  let started: Int
  /// Where new outputs are written.
  private let waiting: Descriptor

  /// Makes the folder where needed and takes the lock.
  init(root: Bytes) throws {
    self.root = root
    folder = root.joined(Workspace.name)
    descriptor = try Workspace.open(root: root)
    lock = try Workspace.lock(in: descriptor, folder.text + "/lock")
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw SystemError("cannot lock", folder.text + "/lock") }
      throw BuildFailure("another build of this project is running; it holds '\(folder.text)/lock'")
    }
    // Where the lock is somebody else's, the machine's clock must do.
    let isTouched = futimens(lock.number, nil) == 0
    started = (isTouched ? lock.status : nil).map { Stamp($0).changed } ?? .max
    try Workspace.hide(descriptor, folder)
    let new = FilePlace(Bytes("new".utf8), in: descriptor)
    if new.kind.map({ $0 != S_IFDIR }) ?? false { new.remove() }
    switch new.makeFolder() {
    case .success(let made): waiting = made
    case .failure(let error): throw SystemError("cannot make", folder.text + "/new", error.code)
    }
    clear()
  }

  /// Makes the folder where needed, without the lock, for files that are only ever replaced whole.
  static func prepare(root: Bytes) throws {
    try hide(open(root: root), root.joined(name))
  }

  private static let name = Bytes(".docbuild".utf8)

  /// Opens the folder, which is made where there is none.
  private static func open(root: Bytes) throws(SystemError) -> Descriptor {
    let path = root.joined(name)
    do throws(Errno) { return try FilePlace(path).makeFolder().get() } catch {
      throw SystemError("cannot make", path.text, error.code)
    }
  }

  /// Opens the file of the lock. One that is anything but a file of its own is made anew.
  private static func lock(in folder: Descriptor, _ shown: String) throws(SystemError)
    -> Descriptor
  {
    let place = FilePlace(Bytes("lock".utf8), in: folder)
    for _ in 0..<2 {
      switch place.open(O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY, mode: 0o666) {
      case .success(let opened):
        if let status = opened.status, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 {
          return opened
        }
      case .failure(let error):
        guard let kind = place.kind, kind != S_IFREG else {
          throw SystemError("cannot open", shown, error.code)
        }
      }
      place.remove()
    }
    throw SystemError("cannot open", shown, EEXIST)
  }

  /// Makes git ignore the folder.
  private static func hide(_ folder: Descriptor, _ path: Bytes) throws(SystemError) {
    let ignore = FilePlace(Bytes(".gitignore".utf8), in: folder)
    if ignore.kind == S_IFREG { return }
    if ignore.kind == S_IFDIR { ignore.remove() }
    try OutputFile.replace(ignore, withBytes: Bytes("*\n".utf8), path.text + "/.gitignore")
  }

  /// Replaces a file in the folder, whatever is there but a folder.
  func replace(_ name: Bytes, withBytes bytes: Bytes) throws(SystemError) {
    let place = FilePlace(name, in: descriptor)
    try OutputFile.replace(place, withBytes: bytes, folder.joined(name).text)
  }

  /// Takes away a file in the folder.
  func remove(_ name: Bytes) { FilePlace(name, in: descriptor).remove() }

  private static let logName = Bytes("log".utf8)
  private static let changesName = Bytes("changes".utf8)

  /// Takes away what a build that was killed has left.
  func clear() {
    // Opened once more, since listing moves on.
    let again = Descriptor.open(
      Bytes(".".utf8), flags: O_RDONLY | O_DIRECTORY, at: waiting.number)
    guard case .success(let opened) = again, let reader = try? FolderReader(opened) else { return }
    while let entry = try? reader.next() {
      let name = entry.name
      if name.first != UInt8(ascii: ".") { FilePlace(name, in: waiting).remove() }
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
    let path = root.joined(Workspace.name).joined(name)
    let opened: Descriptor
    do throws(Errno) {
      opened = try FilePlace(path).open(O_RDONLY | O_NONBLOCK | O_NOCTTY).get()
    } catch {
      if [ENOENT, ENOTDIR, ELOOP, ENXIO].contains(error.code) { return (nil, false) }
      throw SystemError("cannot read", path.text, error.code)
    }
    guard let status = opened.status else { throw SystemError("cannot read", path.text) }
    guard status.st_mode & S_IFMT == S_IFREG else { return (nil, true) }
    switch opened.readAll(limit: 1 << 30, sizeHint: Int(status.st_size)) {
    case .failure(let error): throw SystemError("cannot read", path.text, error.code)
    case .success(let bytes): return (bytes, bytes == nil)
    }
  }

  func store(_ log: NextLog) throws {
    switch log {
    case .whole(let log):
      try replace(Workspace.logName, withBytes: log.stored(root: root))
      remove(Workspace.changesName)
    case .changes(let made, let whole):
      try replace(Workspace.changesName, withBytes: made.stored(changing: whole))
    }
  }

  /// Notes what decides which files git lists. It only spares work, so what can't be written is left.
  func store(_ listing: KnownListing) {
    guard let bytes = listing.stored else { return }
    _ = try? replace(KnownListing.fileName, withBytes: bytes)
  }

  /// Notes the digests of what is about to be put in place.
  func note(written digests: [Hash]) throws {
    let name = WrittenTexts.fileName
    try WrittenTexts.add(
      digests, at: FilePlace(name, in: descriptor), folder.joined(name).text)
  }

  /// Writes a document that is to be renamed later; returns where.
  func write(_ document: Document, number: Int, mode: mode_t?, named name: String) throws
    -> FilePlace
  {
    let place = FilePlace(Bytes("\(number)".utf8), in: waiting)
    switch place.open(O_WRONLY | O_CREAT | O_EXCL, mode: mode == nil ? 0o666 : 0o600) {
    case .failure(let error): throw SystemError("cannot write to", name, error.code)
    case .success(let opened):
      if let mode, fchmod(opened.number, mode) != 0 {
        throw SystemError("cannot set the permissions of", name)
      }
      try OutputFile.write(document, to: opened.number, named: name)
    }
    return place
  }

  /// Brings what was written to the disk, with the digests that are noted.
  ///
  /// A few files are brought there one by one: a whole file system may have much to write for other programs. For many
  /// that would take longer than all of it.
  ///
  /// - Parameter files: what `write` has returned.
  func sync(_ files: [FilePlace]) throws {
    let written = FilePlace(WrittenTexts.fileName, in: descriptor)
    let own = FilePlace(Bytes(".".utf8), in: descriptor)
    if files.count <= 8, try syncOneByOne(files + [written, own]) { return }
    let code = docbuild_sync(lock.number)
    if code != 0 { throw SystemError("cannot write to", folder.text, code) }
  }

  /// Returns false when one can't be opened, such as a file that its owner may not read.
  private func syncOneByOne(_ places: [FilePlace]) throws -> Bool {
    for place in places {
      guard case .success(let opened) = place.open(O_RDONLY | O_NONBLOCK) else { return false }
      if fsync(opened.number) != 0 { throw SystemError("cannot write to", folder.text) }
    }
    return true
  }
}

/// Why a build can't run at all.
package struct BuildFailure: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
