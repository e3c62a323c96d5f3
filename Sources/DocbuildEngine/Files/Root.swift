import CKernel
package import DocbuildCore
import Glibc

/// The folder that nothing is read outside of, held open, so that no rename or link can change what it is.
///
/// The kernel keeps the bounds: `openat2` with `RESOLVE_BENEATH` (Linux 5.6), else one component after the other
/// with `O_NOFOLLOW`. Paths are never compared to decide.
package final class Root: Sendable {
  /// The real path.
  package let path: Bytes
  private let descriptor: Descriptor
  private let secrets: Secrets
  private let walks: Bool

  /// Opens the folder at `path`, which must exist.
  ///
  /// - Parameter walks: go component by component even where the kernel could do it, as on an old one.
  package init(_ path: Bytes, secrets: Secrets = Secrets(), walks: Bool = false) throws(SystemError)
  {
    let real: Bytes
    switch path.findReal() {
    case .success(let found): real = found
    case .failure(let error): throw SystemError("cannot open the root", path.text, error.code)
    }
    switch Descriptor.open(real, flags: O_RDONLY | O_DIRECTORY) {
    case .success(let opened): descriptor = opened
    case .failure(let error): throw SystemError("cannot open the root", path.text, error.code)
    }
    self.path = real
    self.secrets = secrets
    self.walks = walks
  }

  /// The same folder with other rules for what holds secrets.
  package func with(_ secrets: Secrets) throws(SystemError) -> Root {
    try Root(path, secrets: secrets, walks: walks)
  }

  /// The root for a document in `base`: the nearest folder upwards with a `docbuild.toml`, else the nearest
  /// with a `.git`, else `base` itself.
  package static func find(from base: Bytes) throws(SystemError) -> Bytes {
    let start: Bytes
    switch base.findReal() {
    case .success(let found): start = found
    case .failure(let error) where error.code == ENOENT: return base
    case .failure(let error): throw SystemError("cannot find", base.text, error.code)
    }
    for name in ["docbuild.toml", ".git"] {
      var folder = start
      while true {
        let place = folder.joined(Bytes(name.utf8))
        if place.withCString({ access($0, F_OK) }) == 0 { return folder }
        let code = errno
        // What lies in a folder that the user has no right to look into is not the user's.
        let isClosed = code == EACCES && folder.withCString { access($0, X_OK) } != 0
        if !isClosed, ![ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(code) {
          throw SystemError("cannot look for", place.text, code)
        }
        let above = folder.folder
        if above.isEmpty || above == folder { break }
        folder = above
      }
    }
    return start
  }

  /// Reads the regular file at `path`, which is relative to the root.
  package func read(_ path: Bytes, limit: Int) -> Result<Bytes, FileTrouble> {
    readFile(path, limit: limit).map(\.bytes)
  }

  /// The same, with the file's real path below the root.
  func readFile(_ path: Bytes, limit: Int) -> Result<(bytes: Bytes, path: Bytes), FileTrouble> {
    switch open(path) {
    case .failure(let trouble): return .failure(trouble)
    case .success(let found):
      if let reason = secrets.reason(toRefuse: found.path) { return .failure(.refused(reason)) }
      guard let status = found.descriptor.status else { return .failure(.unreadable(errno)) }
      if let kind = FileTrouble.Kind(mode: status.st_mode) { return .failure(.notRegular(kind)) }
      guard status.st_size <= limit else { return .failure(.tooLarge(Int(status.st_size))) }
      return read(found, size: Int(status.st_size), limit: limit).map { ($0, found.path) }
    }
  }

  /// Why a file at `path` (real, below the root) is refused by its name; nil when it is not.
  func reason(toRefuse path: Bytes) -> String? { secrets.reason(toRefuse: path) }

  /// The same for what it holds.
  func reason(toRefuse bytes: Bytes, at path: Bytes) -> String? {
    secrets.reason(toRefuse: bytes, at: path)
  }

  /// Makes the folder at `path`, relative to the root, with those above it; returns its real path, absolute.
  func makeFolder(_ path: Bytes) -> Result<Bytes, FileTrouble> {
    var at = Found(descriptor: descriptor, path: [])
    var below: Bytes = []
    for component in path.folded.components {
      below = below.joined(component)
      switch open(below) {
      case .success(let found):
        guard let status = found.descriptor.status else { return .failure(.unreadable(errno)) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return .failure(.notFound) }
        at = found
      case .failure(.notFound):
        switch FilePlace(component, in: at.descriptor).makeFolder() {
        case .success(let made): at = Found(descriptor: made, path: at.path.joined(component))
        case .failure(let error): return .failure(.unreadable(error.code))
        }
      case .failure(let trouble): return .failure(trouble)
      }
    }
    return .success(self.path.joined(at.path))
  }

  /// Where a file at `path`, relative to the root, is written: its real path below the root. Links are followed, also
  /// where they lead to nothing yet, but none out.
  func place(of path: Bytes) -> Result<Bytes, FileTrouble> {
    var path = path
    for _ in 0..<40 {
      let name = path.fileName
      guard !name.isEmpty, name != Bytes(".".utf8), name != Bytes("..".utf8) else {
        return .failure(.notRegular(.folder))
      }
      switch open(path.folder.isEmpty ? Bytes(".".utf8) : path.folder) {
      case .failure(let trouble): return .failure(trouble)
      case .success(let found):
        let folder = found.path == Bytes(".".utf8) ? [] : found.path
        guard let target = name.linkTarget(at: found.descriptor.number) else {
          return .success(folder.joined(name))
        }
        if target.first == Bytes.slash { return .failure(.outside) }
        path = folder.joined(target)
      }
    }
    return .failure(.notFound)
  }

  /// The names of the files in the folder at `path`, relative to the root, for guesses; those that can be listed.
  package func names(in path: Bytes) -> [String] {
    guard case .success(let found) = open(path.isEmpty ? Bytes(".".utf8) : path),
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

  /// The stamp of the file at `path`, relative to the root; nil when there is none. Tells nothing else of it, so links
  /// may lead anywhere.
  func stamp(of path: Bytes) -> Stamp? { path.withCString { stamp(of: $0) } }

  /// The same for a C string.
  func stamp(of path: UnsafePointer<CChar>) -> Stamp? { Stamp(of: path, at: descriptor.number) }

  // MARK: opening

  /// A file held by `O_PATH`: its kind can be asked for without opening what would block or act.
  private struct Found {
    let descriptor: Descriptor
    /// The real path below the root.
    let path: Bytes
  }

  private func open(_ path: Bytes) -> Result<Found, FileTrouble> {
    guard !path.contains(0) else { return .failure(.notFound) }
    if !walks {
      // Without a link on the way, the real path need not be asked for.
      let plain = openBeneath(path, plain: true)
      if plain >= 0 {
        return .success(Found(descriptor: Descriptor(plain), path: path.folded))
      }
      let made = plain == -ELOOP ? openBeneath(path, plain: false) : plain
      if made >= 0 {
        let opened = Descriptor(made)
        if let real = realPath(of: opened) {
          return .success(Found(descriptor: opened, path: real))
        }
      } else if made != -ENOSYS, made != -EPERM {
        return .failure(FileTrouble(openError: -made))
      }
    }
    return walk(path)
  }

  private func openBeneath(_ path: Bytes, plain: Bool) -> Int32 {
    path.withCString {
      docbuild_open_beneath(descriptor.number, $0, docbuild_o_path | O_CLOEXEC, plain ? 1 : 0)
    }
  }

  /// Where an open file really is, below the root; nil without `/proc`.
  private func realPath(of opened: Descriptor) -> Bytes? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { room in
      guard let start = room.baseAddress else { return nil }
      let count = readlink("/proc/self/fd/\(opened.number)", start, room.count)
      guard count > 0 else { return nil }
      return Bytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count]))
        .below(path)
    }
  }

  /// Goes component by component and follows links by hand, never above the root.
  private func walk(_ path: Bytes) -> Result<Found, FileTrouble> {
    guard path.first != Bytes.slash else { return .failure(.outside) }
    guard path.count < Int(PATH_MAX) else { return .failure(.notFound) }
    // An empty component or a `.` is kept: what stands before it must be a folder.
    func parts(_ path: Bytes) -> [Bytes] {
      path.split(separator: Bytes.slash, omittingEmptySubsequences: false).map(Bytes.init)
    }
    var folders = [descriptor]
    var names: [Bytes] = []
    var rest = Array(parts(path).reversed())
    var links = 0
    var current = descriptor
    while let name = rest.popLast() {
      if name.isEmpty || name == Bytes(".".utf8) { continue }
      if name == Bytes("..".utf8) {
        guard folders.count > 1 else { return .failure(.outside) }
        folders.removeLast()
        names.removeLast()
        current = folders[folders.count - 1]
        continue
      }
      switch Descriptor.open(
        name, flags: docbuild_o_path | O_NOFOLLOW, at: folders[folders.count - 1].number)
      {
      case .failure(let error): return .failure(FileTrouble(openError: error.code))
      case .success(let opened):
        guard let status = opened.status else { return .failure(.unreadable(errno)) }
        if status.st_mode & S_IFMT == S_IFLNK {
          links += 1
          guard links <= 40 else { return .failure(FileTrouble(openError: ELOOP)) }
          var room = [CChar](repeating: 0, count: Int(PATH_MAX))
          let count = readlinkat(opened.number, "", &room, room.count)
          guard count >= 0 else { return .failure(.unreadable(errno)) }
          let target = room.prefix(count).map { UInt8(bitPattern: $0) }
          guard target.first != Bytes.slash else { return .failure(.outside) }
          rest += parts(target).reversed()
        } else if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(opened)
          names.append(name)
          current = opened
        } else {
          guard rest.isEmpty else { return .failure(.notFound) }
          names.append(name)
          current = opened
        }
      }
    }
    return .success(Found(descriptor: current, path: Bytes(names.joined(separator: [Bytes.slash]))))
  }

  private func read(_ found: Found, size: Int, limit: Int) -> Result<Bytes, FileTrouble> {
    switch reopen(found, flags: O_RDONLY | O_NOCTTY | O_NONBLOCK) {
    case .failure(let error): return .failure(.unreadable(error.code))
    case .success(let readable):
      switch readable.readAll(limit: limit, sizeHint: size) {
      case .failure(let error): return .failure(.unreadable(error.code))
      case .success(nil): return .failure(.tooLarge(limit + 1))
      case .success(let bytes?):
        if let reason = secrets.reason(toRefuse: bytes, at: found.path) {
          return .failure(.refused(reason))
        }
        return .success(bytes)
      }
    }
  }

  /// The same file opened for reading: by the kernel's link to the descriptor, which can't be exchanged.
  /// Where `/proc` is not mounted, by its real path, and what is there must still be the same.
  private func reopen(_ found: Found, flags: Int32) -> Result<Descriptor, Errno> {
    let link = Bytes("/proc/self/fd/\(found.descriptor.number)".utf8)
    let opened = Descriptor.open(link, flags: flags)
    guard case .failure(let error) = opened, error.code == ENOENT else { return opened }
    var folder = descriptor
    let names = found.path.isEmpty ? [Bytes(".".utf8)] : found.path.components
    for (index, name) in names.enumerated() {
      let isLast = index == names.count - 1
      switch Descriptor.open(
        name, flags: O_NOFOLLOW | (isLast ? flags | O_NONBLOCK : docbuild_o_path | O_DIRECTORY),
        at: folder.number)
      {
      case .failure(let error): return .failure(error)
      case .success(let next): folder = next
      }
    }
    guard let old = found.descriptor.status, let new = folder.status, old.st_ino == new.st_ino,
      old.st_dev == new.st_dev
    else { return .failure(Errno(code: ESTALE)) }
    return .success(folder)
  }
}
