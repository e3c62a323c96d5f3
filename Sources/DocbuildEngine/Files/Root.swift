package import DocbuildCore
import Glibc

/// The files of a project: all below a folder that nothing is read outside of, and texts that stand for some of them.
///
/// On the disk the bounds are those of `ConfinedFolder`; in memory there is nothing outside. What somebody wrote, a
/// `WrittenPath`, comes in where something is opened (`read`, `real`, `realPath`, `names`), and what leads outside is refused
/// there; the paths that come back are real, and all else takes a `RootPath`.
package final class Root: Sendable {
  private enum Backing: Sendable {
    case disk(ConfinedFolder)
    case memory(MemoryFiles)
  }

  /// The real path.
  package let path: AbsolutePath
  /// Texts that are not saved, which stand for files; nil where there never are any.
  private let overlay: Overlay?
  private let secrets: Secrets
  private let backing: Backing

  /// Opens the folder at `path`, which must exist.
  ///
  /// - Parameters:
  ///   - walks: go component by component even where the kernel could do it, as on an old one.
  ///   - overlay: texts that stand for files.
  ///   - shown: what the folder is called in messages; nil for its path.
  package init(
    _ path: AbsolutePath, secrets: Secrets = Secrets(), walks: Bool = false,
    overlay: Overlay? = nil,
    shown: Bytes? = nil
  ) throws(SystemError) {
    let folder = try ConfinedFolder(path, walks: walks, shown: shown ?? path.bytes)
    self.path = folder.path
    self.secrets = secrets
    self.overlay = overlay
    backing = .disk(folder)
  }

  /// Files in memory that are said to lie at an absolute path.
  package init(_ path: AbsolutePath, holding files: MemoryFiles, overlay: Overlay? = nil) {
    self.path = path
    self.overlay = overlay
    secrets = Secrets()
    backing = .memory(files)
  }

  private init(_ other: Root, _ secrets: Secrets, _ overlay: Overlay?) {
    path = other.path
    self.overlay = overlay
    backing = other.backing
    self.secrets = secrets
  }

  /// The same folder with other rules for what holds secrets.
  package func with(_ secrets: Secrets) -> Root { Root(self, secrets, overlay) }

  /// The same folder, in which texts may stand for files.
  func overlaid() -> Root { overlay == nil ? Root(self, secrets, Overlay()) : self }

  /// The files, where they are in memory.
  var memory: MemoryFiles? {
    if case .memory(let files) = backing { files } else { nil }
  }

  // MARK: reading

  /// Reads the regular file at `path`.
  package func read(_ path: some PathFromRoot, limit: Int) -> Result<Bytes, FileTrouble> {
    readFile(path, limit: limit).map(\.bytes)
  }

  /// The same, with the file's real path.
  func readFile(
    _ path: some PathFromRoot, limit: Int
  ) -> Result<(bytes: Bytes, path: RootPath), FileTrouble> {
    guard let (text, real) = overlaid(path) else { return readSaved(path, limit: limit) }
    if let reason = secrets.reason(toRefuse: real) { return .failure(.refused(reason)) }
    guard text.bytes.count <= limit else { return .failure(.tooLarge(text.bytes.count)) }
    if let reason = secrets.reason(toRefuse: text.bytes, at: real) {
      return .failure(.refused(reason))
    }
    return .success((text.bytes, real))
  }

  /// The same for what is saved, whatever text stands for it: what would be replaced.
  func readSaved(
    _ path: some PathFromRoot, limit: Int
  ) -> Result<(bytes: Bytes, path: RootPath), FileTrouble> {
    let bytes: Bytes
    let real: RootPath
    switch backing {
    case .memory(let files):
      guard let below = RootPath(folding: path.bytes) else { return .failure(.outside) }
      guard let status = files.status(of: below) else { return .failure(.notFound) }
      if let reason = secrets.reason(toRefuse: below) { return .failure(.refused(reason)) }
      guard status.isFile else { return .failure(.notRegular(.folder)) }
      guard status.size <= limit else { return .failure(.tooLarge(status.size)) }
      guard let found = files.read(below) else { return .failure(.notFound) }
      (bytes, real) = (found, below)
    case .disk(let folder):
      switch folder.open(path) {
      case .failure(let trouble): return .failure(trouble)
      case .success(let found):
        if let reason = secrets.reason(toRefuse: found.path) { return .failure(.refused(reason)) }
        guard let status = found.descriptor.status else { return .failure(.unreadable(errno)) }
        if let kind = FileTrouble.Kind(mode: status.st_mode) { return .failure(.notRegular(kind)) }
        guard status.st_size <= limit else { return .failure(.tooLarge(Int(status.st_size))) }
        switch folder.read(found, size: Int(status.st_size), limit: limit) {
        case .failure(let trouble): return .failure(trouble)
        case .success(let read): (bytes, real) = (read, found.path)
        }
      }
    }
    if let reason = secrets.reason(toRefuse: bytes, at: real) { return .failure(.refused(reason)) }
    return .success((bytes, real))
  }

  /// Why a file at `path`, a real one, is refused by its name; nil when it is not.
  func reason(toRefuse path: RootPath) -> String? { secrets.reason(toRefuse: path) }

  /// The same for what it holds.
  func reason(toRefuse bytes: Bytes, at path: RootPath) -> String? {
    secrets.reason(toRefuse: bytes, at: path)
  }

  // MARK: texts that stand for files

  /// Lets a text that is not saved stand for the file at `path`, there or not; nil for what is saved. Only where the root has an
  /// overlay.
  ///
  /// - Returns: whether it does; not where a link leads out of the root.
  @discardableResult
  package func overlay(_ bytes: Bytes?, at path: RootPath) -> Bool {
    guard let overlay, let real = name(of: path) else { return false }
    overlay.set(bytes, at: real)
    return true
  }

  /// The text that stands for the file at `path`, with the file's real path.
  private func overlaid(_ path: some PathFromRoot) -> (text: Overlay.Text, path: RootPath)? {
    guard let overlay, !overlay.isEmpty, let real = name(of: path) else { return nil }
    return overlay[real].map { ($0, real) }
  }

  /// The real path of what is at `path`, or would be; nil where that leads out.
  private func name(of path: some PathFromRoot) -> RootPath? {
    guard case .disk(let folder) = backing else { return RootPath(folding: path.bytes) }
    switch folder.open(path) {
    case .success(let found): return found.path
    case .failure(.notFound): break
    case .failure: return nil
    }
    switch folder.realPath(of: path) {
    case .success(let real): return real
    case .failure(.notFound): return RootPath(folding: path.bytes)
    case .failure: return nil
    }
  }

  // MARK: what is there

  /// Whether something is there, links followed, below the root or elsewhere.
  package func exists(_ path: RootPath) -> Bool {
    if overlaid(path) != nil { return true }
    return (try? saved(path).get()) != nil
  }

  /// Whether something is there, links not followed. What can't be found out counts as there: whoever reads it then finds out
  /// why it can't be read, and nothing is taken for less than it is.
  func isThere(_ path: RootPath) -> Bool {
    if overlaid(path) != nil { return true }
    switch saved(path, followed: false) {
    case .success: return true
    case .failure(let error): return error.code != ENOENT && error.code != ENOTDIR
    }
  }

  /// Whether it leads to a folder.
  package func isFolder(_ path: RootPath) -> Bool { (try? saved(path).get())?.kind == S_IFDIR }

  /// Whether it is a symbolic link.
  func isLink(_ path: RootPath) -> Bool {
    (try? saved(path, followed: false).get())?.kind == S_IFLNK
  }

  /// The status of what is saved at `path`.
  ///
  /// - Parameter followed: whether a link at its end is followed, wherever it leads.
  func saved(_ path: RootPath, followed: Bool = true) -> Result<FileStatus, Errno> {
    switch backing {
    case .disk(let folder): folder.status(of: path, followed: followed).map { FileStatus($0) }
    case .memory(let files):
      files.status(of: path).map { .success($0) } ?? .failure(Errno(code: ENOENT))
    }
  }

  /// The stamp of the file at `path`; nil when there is none. Tells nothing else of it, so links may lead anywhere.
  func stamp(of path: RootPath) -> Stamp? { path.stored.withCString { stamp(of: $0) } }

  /// The same for a path as state files have it, a C string: below the root, `.` for the root itself, or absolute.
  func stamp(of path: UnsafePointer<CChar>) -> Stamp? {
    if overlay == nil, case .disk(let folder) = backing {
      return Stamp(of: path, at: folder.descriptor.number)
    }
    let bytes = Bytes(UnsafeRawBufferPointer(start: path, count: strlen(path)))
    guard let path = RootPath(folding: bytes) else {
      return memory == nil ? AbsolutePath(bytes).flatMap { Stamp(of: $0) } : nil
    }
    return overlaid(path)?.text.stamp ?? (try? saved(path).get())?.stamp
  }

  /// The first symbolic link on the way to `path` that leads round in a circle; nil where there is none.
  func loop(onWayTo path: some PathFromRoot) -> WrittenPath? {
    guard case .disk(let folder) = backing, folder.loops(path.bytes) else { return nil }
    let parts = path.bytes.components
    return (1...max(1, parts.count)).lazy
      .map { Bytes(parts.prefix($0).joined(separator: [Bytes.slash])) }
      .first { folder.loops($0) }.map { WrittenPath($0) }
  }

  /// The real path of what is at `path`; nil where there is nothing, or what is there lies elsewhere.
  func real(_ path: some PathFromRoot) -> RootPath? {
    switch backing {
    case .disk: return self.path.joined(path.bytes).real?.path(below: self.path)
    case .memory(let files):
      return RootPath(folding: path.bytes).flatMap { files.status(of: $0) == nil ? nil : $0 }
    }
  }

  /// The same for a path of the file system, with the reason why it can't be had.
  func real(_ path: AbsolutePath) -> Result<RootPath?, Errno> {
    switch backing {
    case .disk: return path.findReal().map { $0.path(below: self.path) }
    case .memory(let files):
      guard let below = path.folded.path(below: self.path) else { return .success(nil) }
      return files.status(of: below) == nil ? .failure(Errno(code: ENOENT)) : .success(below)
    }
  }

  /// The names of the files in the folder at `path`, for guesses; those that can be listed.
  package func names(in path: some PathFromRoot) -> [String] {
    switch backing {
    case .disk(let folder): return folder.names(in: path)
    case .memory(let files):
      guard let below = RootPath(folding: path.bytes) else { return [] }
      return files.names(in: below).filter { $0.first != UInt8(ascii: ".") }.map(\.text)
    }
  }

  // MARK: writing

  /// Makes the folder at `path` with those above it; returns its real path.
  func makeFolder(_ path: RootPath) -> Result<AbsolutePath, FileTrouble> {
    switch backing {
    case .disk(let folder): return folder.makeFolder(path)
    case .memory(let files):
      var made = RootPath.root
      for component in path.components {
        made = made.joined(component)
        guard files.makeFolder(made) else { return .failure(.notFound) }
      }
      return .success(self.path.joined(path))
    }
  }

  /// Where a file at `path` is written: its real path. Links are followed, also where they lead to nothing yet, but none out.
  func realPath(of path: some PathFromRoot) -> Result<RootPath, FileTrouble> {
    switch backing {
    case .disk(let folder): folder.realPath(of: path)
    case .memory: RootPath(folding: path.bytes).map { .success($0) } ?? .failure(.outside)
    }
  }

  /// The slot of a real path; where there is a link on its way meanwhile, that is an error.
  func slot(at path: RootPath) throws(Errno) -> FileSlot {
    switch backing {
    case .disk: return try FileSlot(self.path.joined(path))
    case .memory(let files): return FileSlot(path.fileName, in: .memory(files, path.folder))
    }
  }
}
