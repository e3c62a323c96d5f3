import DocbuildCore
import Glibc

/// The folder `.docbuild` at the root: the build log, the lock against a second build, and outputs that are not in their
/// place yet. It ignores itself for git.
///
/// A checkout may bring such a folder along, so nothing in it is followed or opened to be written to: links lead elsewhere,
/// hard links are another file's, and a FIFO waits for ever. Its files are made anew, and renamed over what is there.
final class Workspace: Sendable {
  private let root: Root
  /// Its path, for messages.
  let folder: Bytes
  private let opened: OpenFolder
  /// Held as long as the build runs.
  private let lock: FileLock
  /// When the build began by the clock of the file system, in nanoseconds since 1970: a server may have another.
  var started: Int { lock.taken }
  /// Where new outputs are written.
  private let waiting: OpenFolder

  /// Makes the folder where needed and takes the lock.
  init(root: Root) throws {
    self.root = root
    folder = root.path.joined(Workspace.name)
    opened = try Workspace.open(root)
    let shown = folder.text + "/lock"
    guard let lock = try FileLock.take(at: FilePlace(Bytes("lock".utf8), in: opened), shown) else {
      throw BuildFailure("another build of this project is running; it holds '\(shown)'")
    }
    self.lock = lock
    try Workspace.hide(opened, folder)
    let new = FilePlace(Bytes("new".utf8), in: opened)
    if new.kind.map({ $0 != S_IFDIR }) ?? false { new.remove() }
    switch new.makeFolder() {
    case .success(let made): waiting = made
    case .failure(let error): throw SystemError("cannot make", folder.text + "/new", error.code)
    }
    clear()
  }

  /// Makes the folder where needed, without the lock, for files that are only ever replaced whole.
  static func prepare(_ root: Root) throws { try hide(open(root), root.path.joined(name)) }

  private static let name = Bytes(".docbuild".utf8)

  /// Opens the folder, which is made where there is none.
  private static func open(_ root: Root) throws(SystemError) -> OpenFolder {
    do throws(Errno) { return try root.filePlace(name).makeFolder().get() } catch {
      throw SystemError("cannot make", root.path.joined(name).text, error.code)
    }
  }

  /// Makes git ignore the folder.
  private static func hide(_ folder: OpenFolder, _ path: Bytes) throws(SystemError) {
    let ignore = FilePlace(Bytes(".gitignore".utf8), in: folder)
    if ignore.kind == S_IFREG { return }
    if ignore.kind == S_IFDIR { ignore.remove() }
    try OutputFile.replace(ignore, withBytes: Bytes("*\n".utf8), path.text + "/.gitignore")
  }

  /// Replaces a file in the folder, whatever is there but a folder.
  func replace(_ name: Bytes, withBytes bytes: Bytes) throws(SystemError) {
    let place = FilePlace(name, in: opened)
    try OutputFile.replace(place, withBytes: bytes, folder.joined(name).text)
  }

  /// Takes away a file in the folder.
  func remove(_ name: Bytes) { FilePlace(name, in: opened).remove() }

  private static let logName = Bytes("log".utf8)
  private static let changesName = Bytes("changes".utf8)

  /// Takes away what a build that was killed has left.
  func clear() {
    for name in waiting.names where name.first != UInt8(ascii: ".") {
      FilePlace(name, in: waiting).remove()
    }
  }

  /// The log of the last build; the flag says that there is one which can't be used.
  static func log(of root: Root) throws(SystemError) -> (log: BuildLog?, isDamaged: Bool) {
    var found = try read(logName, of: root)
    let (changes, isDamaged) = try bytes(of: changesName, in: root)
    if isDamaged { return (nil, true) }
    if let changes, found.log?.take(changes: changes) == .damaged { return (nil, true) }
    return found
  }

  private static func read(_ name: Bytes, of root: Root) throws(SystemError) -> (
    log: BuildLog?, isDamaged: Bool
  ) {
    let (bytes, isDamaged) = try bytes(of: name, in: root)
    guard let bytes else { return (nil, isDamaged) }
    let log = BuildLog(bytes, root: root.path)
    return (log, log == nil)
  }

  /// What a file of the folder holds; nil when there is none, or something else in its place.
  static func bytes(of name: Bytes, in root: Root) throws(SystemError) -> (
    bytes: Bytes?, isDamaged: Bool
  ) {
    let path = Workspace.name.joined(name)
    let found: Result<Bytes, FileTrouble>
    do throws(Errno) { found = try root.filePlace(path).read(limit: 1 << 30) } catch {
      found = .failure(.unreadable(error.code))
    }
    switch found {
    case .success(let bytes): return (bytes, false)
    case .failure(.unreadable(let code)):
      if [ENOENT, ENOTDIR, ELOOP, ENXIO].contains(code) { return (nil, false) }
      throw SystemError("cannot read", root.path.joined(path).text, code)
    case .failure: return (nil, true)
    }
  }

  func store(_ log: NextLog) throws {
    switch log {
    case .whole(let log):
      try replace(Workspace.logName, withBytes: log.stored(root: root.path))
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
      digests, at: FilePlace(name, in: opened), folder.joined(name).text)
  }

  /// Writes a document that is to be renamed later; returns where.
  func write(_ document: Document, number: Int, mode: mode_t?, named name: String) throws
    -> FilePlace
  {
    let place = FilePlace(Bytes("\(number)".utf8), in: waiting)
    try OutputFile.make(place, document, mode: mode, name)
    return place
  }

  /// Brings what was written to the disk, with the digests that are noted.
  ///
  /// A few files are brought there one by one: a whole file system may have much to write for other programs. For many
  /// that would take longer than all of it.
  ///
  /// - Parameter files: what `write` has returned.
  func sync(_ files: [FilePlace]) throws {
    let written = FilePlace(WrittenTexts.fileName, in: opened)
    let own = FilePlace(Bytes(".".utf8), in: opened)
    if files.count <= 8, try syncOneByOne(files + [written, own]) { return }
    let code = opened.syncAll()
    if code != 0 { throw SystemError("cannot write to", folder.text, code) }
  }

  /// Returns false when one can't be opened, such as a file that its owner may not read.
  private func syncOneByOne(_ places: [FilePlace]) throws -> Bool {
    for place in places {
      do throws(Errno) {
        if try !place.sync() { return false }
      } catch {
        throw SystemError("cannot write to", folder.text, error.code)
      }
    }
    return true
  }
}

/// Why a build can't run at all.
package struct BuildFailure: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
