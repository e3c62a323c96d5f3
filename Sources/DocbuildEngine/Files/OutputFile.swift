import CKernel
package import DocbuildCore
import Glibc

/// Writes documents: all of one or nothing.
package enum OutputFile {
  /// Calls its argument with the bytes to be written, slice after slice.
  private typealias Slices = ((UnsafeRawBufferPointer) -> Void) -> Void

  /// Writes `document` to an open descriptor.
  package static func write(_ document: Document, to descriptor: Int32, named name: String)
    throws(SystemError)
  {
    try write(document.forEachSlice, to: descriptor, named: name)
  }

  /// The same for bytes.
  package static func write(_ bytes: Bytes, to descriptor: Int32, named name: String)
    throws(SystemError)
  {
    try write({ body in bytes.withUnsafeBytes(body) }, to: descriptor, named: name)
  }

  /// Replaces the file at `path` by `document`; see `replace(_:withBytes:)`.
  package static func replace(_ path: AbsolutePath, with document: Document) throws(SystemError)
    -> Bool
  {
    try replace(at(path), count: document.byteCount, document.forEachSlice, path.text)
  }

  /// Replaces the file at `path` by `bytes` with an atomic rename, keeping its permission bits; does nothing when
  /// it holds the same bytes already.
  ///
  /// The path is real. Where a link has come onto the way meanwhile nothing is written; whatever lies at its
  /// end, but a folder, makes way and is not written through.
  ///
  /// - Returns: whether the file was written.
  @discardableResult
  package static func replace(_ path: AbsolutePath, withBytes bytes: Bytes) throws(SystemError)
    -> Bool
  {
    try replace(at(path), withBytes: bytes, path.text)
  }

  /// The same in a folder that is open.
  @discardableResult
  static func replace(_ slot: FileSlot, withBytes bytes: Bytes, _ shown: String)
    throws(SystemError) -> Bool
  {
    try replace(slot, count: bytes.count, { body in bytes.withUnsafeBytes(body) }, shown)
  }

  private static func at(_ path: AbsolutePath) throws(SystemError) -> FileSlot {
    do throws(Errno) { return try FileSlot(path) } catch {
      throw SystemError("cannot write to", path.text, error.code)
    }
  }

  private static func write(_ slices: Slices, to descriptor: Int32, named name: String)
    throws(SystemError)
  {
    try put(slices, to: descriptor, named: name)
    // Some file systems only report a failure when a file is closed.
    let copy = dup(descriptor)
    if copy >= 0, close(copy) != 0, errno != EINTR { throw SystemError("cannot write to", name) }
  }

  private static func put(_ slices: Slices, to descriptor: Int32, named name: String)
    throws(SystemError)
  {
    var writer = BufferedWriter(descriptor)
    slices { writer.add($0) }
    writer.flush()
    if let failure = writer.failure { throw SystemError("cannot write to", name, failure.code) }
  }

  /// Makes the file at `slot`, where there must be nothing.
  ///
  /// - Parameter mode: its permission bits; nil for the usual ones.
  static func make(_ slot: FileSlot, _ document: Document, mode: mode_t?, _ shown: String)
    throws(SystemError)
  {
    switch slot.folder {
    case .memory(let files, let above):
      let path = above.joined(slot.name)
      guard files.status(of: path) == nil,
        files.write(gathered(document.forEachSlice), to: path, permissions: mode)
      else { throw SystemError("cannot write to", shown, EEXIST) }
    case .disk(let folder):
      let opened = slot.open(
        O_WRONLY | O_CREAT | O_EXCL, in: folder, mode: mode == nil ? 0o666 : 0o600)
      switch opened {
      case .failure(let error): throw SystemError("cannot write to", shown, error.code)
      case .success(let file):
        if let mode, fchmod(file.number, mode) != 0 {
          throw SystemError("cannot set the permissions of", shown)
        }
        try put(document.forEachSlice, to: file.number, named: shown)
        if let failure = file.close() { throw SystemError("cannot write to", shown, failure.code) }
      }
    }
  }

  /// Adds bytes to the end of the regular file at `slot`, where its status allows that; false where it does not.
  ///
  /// - Parameter heading: what the file must begin with.
  static func append(
    _ bytes: Bytes, to slot: FileSlot, _ shown: String, behind heading: Bytes,
    where allows: (FileStatus) -> Bool
  ) throws(SystemError) -> Bool {
    switch slot.folder {
    case .memory(let files, let above):
      let path = above.joined(slot.name)
      guard let status = files.status(of: path), status.isFile, allows(status),
        files.read(path)?.starts(with: heading) ?? false
      else { return false }
      files.append(bytes, to: path)
    case .disk(let folder):
      let opened = slot.open(O_RDWR | O_APPEND | O_NONBLOCK | O_NOCTTY, in: folder)
      guard case .success(let file) = opened, let status = file.status.map(FileStatus.init),
        status.isFile, allows(status), file.begins(with: heading)
      else { return false }
      try write(bytes, to: file.number, named: shown)
    }
    return true
  }

  private static func gathered(_ slices: Slices) -> Bytes {
    var bytes: Bytes = []
    slices { bytes += $0 }
    return bytes
  }

  private static func replace(
    _ slot: FileSlot, count: Int, _ slices: Slices, _ shown: String
  ) throws(SystemError) -> Bool {
    switch slot.folder {
    case .disk(let folder): return try replace(slot, in: folder, count: count, slices, shown)
    case .memory(let files, let above):
      let path = above.joined(slot.name)
      let bytes = gathered(slices)
      if files.status(of: path)?.size == count, files.read(path) == bytes { return false }
      guard files.write(bytes, to: path, permissions: nil) else {
        throw SystemError("cannot write to", shown, ENOENT)
      }
      return true
    }
  }

  private static func replace(
    _ slot: FileSlot, in folder: Descriptor, count: Int, _ slices: Slices, _ shown: String
  ) throws(SystemError) -> Bool {
    if holds(slot, in: folder, count, slices) { return false }
    let mode = slot.status.flatMap { $0.isFile ? $0.permissions : nil }
    switch Descriptor.open(
      Bytes(".".utf8), flags: O_WRONLY | docbuild_o_tmpfile, at: folder.number,
      mode: mode == nil ? 0o666 : 0o600)
    {
    case .success(let file):
      // Without a name until it is whole: nothing is left behind however the run ends.
      try fill(file, slices, mode: mode, named: shown)
      if try !name(file, as: slot, in: folder, shown) {
        try replaceByNamedFile(slot, in: folder, slices, mode: mode, shown)
      }
    case .failure(let error) where [EOPNOTSUPP, EISDIR, ENOENT].contains(error.code):
      try replaceByNamedFile(slot, in: folder, slices, mode: mode, shown)
    case .failure(let error): throw SystemError("cannot write to", shown, error.code)
    }
    return true
  }

  private static func fill(_ file: Descriptor, _ slices: Slices, mode: mode_t?, named name: String)
    throws(SystemError)
  {
    if let mode, fchmod(file.number, mode) != 0 {
      throw SystemError("cannot set the permissions of", name)
    }
    try put(slices, to: file.number, named: name)
    if fsync(file.number) != 0 { throw SystemError("cannot write to", name) }
  }

  /// Gives the nameless file a name beside its place and renames it; false where `/proc` is not mounted, which that takes.
  private static func name(
    _ file: Descriptor, as slot: FileSlot, in folder: Descriptor, _ shown: String
  ) throws(SystemError) -> Bool {
    let beside = temporary(for: slot)
    let link = "/proc/self/fd/\(file.number)"
    let code = beside.name.withCString { name in
      linkat(AT_FDCWD, link, folder.number, name, AT_SYMLINK_FOLLOW)
    }
    guard code == 0 else {
      let failure = errno
      if failure == ENOENT, !AbsolutePath(trusted: Bytes("/proc/self/fd".utf8)).exists {
        return false
      }
      throw SystemError("cannot write to", shown, failure)
    }
    try rename(beside, to: slot, shown)
    return true
  }

  private static func replaceByNamedFile(
    _ slot: FileSlot, in folder: Descriptor, _ slices: Slices, mode: mode_t?, _ shown: String
  ) throws(SystemError) {
    let beside = temporary(for: slot)
    let opened = beside.open(
      O_WRONLY | O_CREAT | O_EXCL, in: folder, mode: mode == nil ? 0o666 : 0o600)
    switch opened {
    case .failure(let error): throw SystemError("cannot write to", shown, error.code)
    case .success(let file):
      do throws(SystemError) {
        try fill(file, slices, mode: mode, named: shown)
      } catch {
        beside.remove()
        throw error
      }
    }
    try rename(beside, to: slot, shown)
  }

  private static func rename(_ from: FileSlot, to slot: FileSlot, _ shown: String)
    throws(SystemError)
  {
    guard let failure = from.rename(to: slot) else { return }
    from.remove()
    throw SystemError("cannot write to", shown, failure.code)
  }

  /// Beside the place, by a name that nobody can have foreseen.
  private static func temporary(for slot: FileSlot) -> FileSlot {
    let number = UInt32.random(in: .min ... .max)
    let name = ".\(slot.name.text.prefix(100)).\(String(number, radix: 36)).docbuild"
    return FileSlot(Bytes(name.utf8), in: slot.folder)
  }

  /// Whether the file has just these bytes.
  private static func holds(
    _ slot: FileSlot, in folder: Descriptor, _ count: Int, _ slices: Slices
  ) -> Bool {
    guard
      case .success(let opened) = slot.open(O_RDONLY | O_NONBLOCK | O_NOCTTY, in: folder),
      let status = opened.status, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) == count
    else { return false }
    var room = Bytes(repeating: 0, count: 1 << 16)
    var isSame = true
    slices { slice in
      var at = 0
      while isSame, at < slice.count {
        let want = min(room.count, slice.count - at)
        let got = room.withUnsafeMutableBytes { read(opened.number, $0.baseAddress, want) }
        guard got > 0 else {
          isSame = false
          return
        }
        isSame = room.prefix(got).elementsEqual(slice[at..<at + got])
        at += got
      }
    }
    return isSame
  }
}
