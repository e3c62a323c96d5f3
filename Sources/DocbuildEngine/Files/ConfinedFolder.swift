import CKernel
import DocbuildCore
import Glibc

/// A folder on the disk that nothing is opened outside of, held open, so that no rename or link can change what it is.
///
/// The kernel keeps the bounds: `openat2` with `RESOLVE_BENEATH` (Linux 5.6), else one component after the other
/// with `O_NOFOLLOW`. Paths are never compared to decide.
final class ConfinedFolder: Sendable {
  /// The real path.
  let path: AbsolutePath
  let descriptor: Descriptor
  private let walks: Bool

  /// Opens the folder at `path`, which must exist.
  ///
  /// - Parameters:
  ///   - walks: go component by component even where the kernel could do it, as on an old one.
  ///   - shown: what it is called in messages.
  init(_ path: AbsolutePath, walks: Bool, shown: Bytes) throws(SystemError) {
    let real: AbsolutePath
    switch path.findReal() {
    case .success(let found): real = found
    case .failure(let error): throw SystemError("cannot open the root", shown.text, error.code)
    }
    switch Descriptor.open(real, flags: O_RDONLY | O_DIRECTORY) {
    case .success(let opened): descriptor = opened
    case .failure(let error): throw SystemError("cannot open the root", shown.text, error.code)
    }
    self.path = real
    self.walks = walks
  }

  /// A file held by `O_PATH`: its kind can be asked for without opening what would block or act.
  struct Found {
    let descriptor: Descriptor
    /// The real path.
    let path: RootPath
  }

  /// Opens what is at `path`, whatever that is: here the bounds are kept, and what comes back lies within them.
  func open(_ path: some PathFromRoot) -> Result<Found, FileTrouble> { open(path.bytes) }

  private func open(_ path: Bytes) -> Result<Found, FileTrouble> {
    guard !path.contains(0) else { return .failure(.notFound) }
    if !walks {
      // Without a link on the way, the real path need not be asked for.
      let plain = openBeneath(path, plain: true)
      if plain >= 0 {
        return .success(
          Found(descriptor: Descriptor(plain), path: RootPath(trusted: path.folded)))
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

  /// Whether the way to `path`, relative to the folder, leads round in a circle of symbolic links; false where the kernel does
  /// not say.
  func loops(_ path: Bytes) -> Bool {
    guard !path.contains(0) else { return false }
    let made = openBeneath(path, plain: false)
    if made >= 0 { _ = Descriptor(made) }
    return made == -ELOOP
  }

  private func openBeneath(_ path: Bytes, plain: Bool) -> Int32 {
    path.withCString {
      docbuild_open_beneath(descriptor.number, $0, docbuild_o_path | O_CLOEXEC, plain ? 1 : 0)
    }
  }

  /// Where an open file really is, below the root; nil without `/proc`.
  private func realPath(of opened: Descriptor) -> RootPath? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { room in
      guard let start = room.baseAddress else { return nil }
      let count = readlink("/proc/self/fd/\(opened.number)", start, room.count)
      guard count > 0 else { return nil }
      return AbsolutePath(
        Bytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count])))?
        .path(below: path)
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
    let path = Bytes(names.joined(separator: [Bytes.slash]))
    return .success(Found(descriptor: current, path: RootPath(trusted: path)))
  }

  /// What an open file holds.
  ///
  /// - Parameter size: how much to expect, in bytes.
  func read(_ found: Found, size: Int, limit: Int) -> Result<Bytes, FileTrouble> {
    switch reopen(found, flags: O_RDONLY | O_NOCTTY | O_NONBLOCK) {
    case .failure(let error): return .failure(.unreadable(error.code))
    case .success(let readable):
      switch readable.readAll(limit: limit, sizeHint: size) {
      case .failure(let error): return .failure(.unreadable(error.code))
      case .success(nil): return .failure(.tooLarge(limit + 1))
      case .success(let bytes?): return .success(bytes)
      }
    }
  }

  /// The same file opened for reading: by the kernel's link to the descriptor, which can't be exchanged.
  /// Where `/proc` is not mounted, by its real path, and what is there must still be the same.
  func reopen(_ found: Found, flags: Int32) -> Result<Descriptor, Errno> {
    let opened = Descriptor.open(found.descriptor.link, flags: flags)
    guard case .failure(let error) = opened, error.code == ENOENT else { return opened }
    var folder = descriptor
    let names = found.path.isRoot ? [Bytes(".".utf8)] : found.path.components
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
