import DocbuildCore
import Glibc

/// What a build has `.docbuild` for as long as it runs: the lock against a second build, and outputs that are not in
/// their places yet.
final class Workspace: Sendable {
  private let root: Root
  private let folder: StateFolder
  /// Held as long as the build runs.
  private let lock: FileLock
  /// When the build began by the clock of the file system, in nanoseconds since 1970: a server may have another.
  var started: Int { lock.taken }
  /// Where new outputs are written.
  private let waiting: OpenFolder

  /// Makes the folder where needed and takes the lock.
  ///
  /// - Parameter waits: called when another build holds it, which is then waited for; nil to fail at once.
  init(
    root: Root, _ interrupt: Interrupt = Interrupt(), waits: (() -> Void)? = nil
  ) throws {
    self.root = root
    folder = try StateFolder.make(in: root)
    let name = folder.name(of: .lock)
    var taken = try FileLock.take(at: folder.slot(of: .lock), name)
    if taken == nil, let waits {
      waits()
      while taken == nil {
        try interrupt.wait(milliseconds: 50)
        taken = try FileLock.take(at: folder.slot(of: .lock), name)
      }
    }
    guard let lock = taken else {
      throw CannotRun("another build of this project is running; it holds '\(name)'")
    }
    self.lock = lock
    let new = folder.slot(of: .new)
    if let kind = new.kind, kind != S_IFDIR { new.remove() }
    waiting = try folder.makeFolder(.new)
    clear()
  }

  /// Takes away what a build that was killed has left.
  func clear() {
    for name in waiting.names where name.first != UInt8(ascii: ".") {
      FileSlot(name, in: waiting).remove()
    }
  }

  /// The log of the last build; the flag says that there is one which can't be used.
  static func log(of root: Root) throws(SystemError) -> (log: BuildLog?, isDamaged: Bool) {
    let stored = try StateFolder.read(.log, in: root)
    let changes = try StateFolder.read(.changes, in: root)
    var log: BuildLog?
    switch stored {
    case .nothing: break
    case .damaged: return (nil, true)
    case .bytes(let bytes):
      log = BuildLog(bytes, root: root.path)
      if log == nil { return (nil, true) }
    }
    switch changes {
    case .nothing: break
    case .damaged: return (nil, true)
    case .bytes(let bytes): if log?.take(changes: bytes) == .damaged { return (nil, true) }
    }
    return (log, false)
  }

  /// Stores a log, instead of what changed of the one before.
  func store(_ log: BuildLog) throws(SystemError) {
    try folder.replace(.log, withBytes: log.stored(root: root.path))
    folder.remove(.changes)
  }

  /// Stores what differs from the log that is stored.
  func store(_ changes: BuildLog, changing whole: BuildLog) throws(SystemError) {
    try folder.replace(.changes, withBytes: changes.stored(changing: whole))
  }

  /// The warnings that earlier builds reported; nil when they are damaged.
  static func remarks(of root: Root) throws(SystemError) -> KeptRemarks? {
    switch try StateFolder.read(.remarks, in: root) {
    case .nothing: KeptRemarks()
    case .damaged: nil
    case .bytes(let bytes): KeptRemarks(bytes)
    }
  }

  /// Stores the warnings of documents that are up to date.
  func store(_ remarks: KeptRemarks) throws(SystemError) {
    if remarks.isEmpty {
      folder.remove(.remarks)
    } else {
      try folder.replace(.remarks, withBytes: remarks.stored)
    }
  }

  /// Notes what decides which files git lists. It only spares work, so what can't be written is left.
  func store(_ listing: KnownListing) {
    guard let bytes = listing.stored else { return }
    try? folder.replace(.folders, withBytes: bytes)
  }

  /// Notes the digests of what is about to be put in place.
  func note(written digests: [Hash]) throws(SystemError) {
    try DigestList.add(digests, to: .written, in: folder)
  }

  /// Writes a document that is to be renamed later; returns where.
  func write(_ document: Document, number: Int, mode: mode_t?, named name: String) throws
    -> FileSlot
  {
    let slot = FileSlot(Bytes("\(number)".utf8), in: waiting)
    try OutputFile.make(slot, document, mode: mode, name)
    return slot
  }

  /// Brings what was written to the disk, with the digests that are noted.
  ///
  /// A few files are brought there one by one: a whole file system may have much to write for other programs. For many
  /// that would take longer than all of it.
  ///
  /// - Parameter files: what `write` has returned.
  func sync(_ files: [FileSlot]) throws {
    let written = folder.slot(of: .written)
    let own = FileSlot(Bytes(".".utf8), in: folder.opened)
    if files.count <= 8, try syncOneByOne(files + [written, own]) { return }
    let code = folder.opened.syncAll()
    if code != 0 { throw SystemError("cannot write to", folder.path.text, code) }
  }

  /// Returns false when one can't be opened, such as a file that its owner may not read.
  private func syncOneByOne(_ slots: [FileSlot]) throws -> Bool {
    for slot in slots {
      do throws(Errno) {
        if try !slot.sync() { return false }
      } catch {
        throw SystemError("cannot write to", folder.path.text, error.code)
      }
    }
    return true
  }
}
