import DocbuildCore
import Glibc

/// A lock against a second build, held as long as the value lives; the system lets it go however the process ends.
final class FileLock: Sendable {
  private enum Held: Sendable {
    case disk(Descriptor)
    case memory(MemoryFiles, RootPath)
  }

  private let held: Held
  /// When it was taken by the clock of the file system, in nanoseconds since 1970: a server may have another. The latest
  /// time there is where the file is somebody else's and can't be touched.
  let taken: Int

  /// Takes the lock of the file at `slot`, which is made where there is none. What is anything but a file of its own is
  /// made anew.
  ///
  /// - Parameter shown: the file's path for messages.
  /// - Returns: nil when another build holds it.
  static func take(at slot: FileSlot, _ shown: String) throws(SystemError) -> FileLock? {
    switch slot.folder {
    case .memory(let files, let above):
      let path = above.joined(slot.name)
      guard files.lock(path) else { return nil }
      return FileLock(.memory(files, path), taken: files.now)
    case .disk(let folder):
      let opened = try open(slot, in: folder, shown)
      guard flock(opened.number, LOCK_EX | LOCK_NB) == 0 else {
        guard errno == EWOULDBLOCK else { throw SystemError("cannot lock", shown) }
        return nil
      }
      let isTouched = futimens(opened.number, nil) == 0
      let status = isTouched ? opened.status : nil
      return FileLock(.disk(opened), taken: status.map { Stamp($0).changed } ?? .max)
    }
  }

  private init(_ held: Held, taken: Int) {
    self.held = held
    self.taken = taken
  }

  deinit {
    if case .memory(let files, let path) = held { files.unlock(path) }
  }

  private static func open(_ slot: FileSlot, in folder: Descriptor, _ shown: String)
    throws(SystemError) -> Descriptor
  {
    for _ in 0..<2 {
      switch slot.open(O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY, in: folder, mode: 0o666) {
      case .success(let opened):
        if let status = opened.status, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 {
          return opened
        }
      case .failure(let error):
        guard let kind = slot.kind, kind != S_IFREG else {
          throw SystemError("cannot open", shown, error.code)
        }
      }
      slot.remove()
    }
    throw SystemError("cannot open", shown, EEXIST)
  }
}
