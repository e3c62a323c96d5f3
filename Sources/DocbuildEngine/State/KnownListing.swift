import CKernel
import DocbuildCore
import Glibc

/// What decides which files git lists (`StateFile.folders`): as long as all of it has the stamps that are noted here, the
/// documents are those of the log, and git need not be asked.
///
/// A folder's stamp changes when a file in it comes, goes or gets another name, so there is one for each folder that
/// git looks into, and for each that it might leave out as well. Beside them stand git's index and the files that say
/// what to ignore. It is noted by builds that have nothing to do, and only where that is all that decides: not with
/// repositories in one another, a configuration that names further files, or file systems whose folders may not show it.
///
/// Format, as `StateReader` has it: the root's path, as a byte string; the stamp of the log itself; the list of files and
/// folders, of each its path, relative to the root or absolute, and its stamp, whose size is -3 for what must not be
/// there.
struct KnownListing {
  private let root: Root
  /// When the listing began, in nanoseconds since 1970.
  private let started: Int
  private var files: [(path: Bytes, stamp: Stamp)] = []

  // MARK: asking

  /// Whether git would list what it listed when the log's documents were found.
  static func holds(in root: Root) -> Bool {
    guard case .bytes(let bytes)? = try? StateFolder.read(.folders, in: root) else {
      return false
    }
    return bytes.withUnsafeBytes { buffer in
      guard bytes.count < Int32.max, var reader = StateReader(buffer, of: .folders),
        let stored = reader.string(), root.path.bytes.elementsEqual(stored),
        let log = reader.stamp(), root.stamp(of: StateFile.log.path) == log,
        let count = reader.count(ofAtLeast: StateReader.leastPathSize + StateReader.stampSize)
      else { return false }
      for _ in 0..<count {
        guard let path = reader.path(), let stamp = reader.stamp(),
          let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
          root.stamp(of: start + Int(path.start)) ?? .absent == stamp
        else { return false }
      }
      return reader.isAtEnd
    }
  }

  // MARK: noting

  /// What there is to note after git has listed files of the project; nil where it would not decide all.
  ///
  /// - Parameters:
  ///   - most: how many folders may be looked at; where there are more, asking git costs less.
  ///   - started: the time before git was asked, in nanoseconds since 1970: what changed later, or right before, may not
  ///     be in its list.
  init?(in root: Root, most: Int, started: Int) {
    self.root = root
    self.started = started
    guard noteRepository(), noteFolders(most: most), note(StateFile.ignore.path.bytes),
      case .success(let ignored) = root.read(StateFile.ignore.path, limit: 100),
      ignored == StateFolder.ignored
    else { return nil }
  }

  /// As it is stored; nil without a log that is old enough.
  var stored: Bytes? {
    guard let log = root.stamp(of: StateFile.log.path), log.isOlder(than: started) else {
      return nil
    }
    var writer = StateWriter(.folders)
    writer.string(root.path.bytes)
    writer.stamp(log)
    writer.list(files) { writer, file in
      writer.path(file.path[...])
      writer.stamp(file.stamp)
    }
    return writer.sealed()
  }

  /// Notes a file or folder, or that there is none; false when it is too new.
  ///
  /// - Parameter path: below the root, `.` for that itself, or absolute.
  private mutating func note(_ path: Bytes) -> Bool {
    let stamp = path.withCString { root.stamp(of: $0) } ?? .absent
    guard stamp.isOlder(than: started) else { return false }
    files.append((path, stamp))
    return true
  }

  /// Notes the repository's own files, and what lies between its top and the root.
  private mutating func noteRepository() -> Bool {
    guard root.memory == nil else { return false }
    var top = root.path
    while !top.joined(Bytes(".git".utf8)).exists {
      let above = top.folder
      guard above != top, note(above.bytes), note(above.joined(Bytes(".gitignore".utf8)).bytes)
      else { return false }
      top = above
    }
    let git = top.joined(Bytes(".git".utf8))
    // A file leads elsewhere, as in a work tree that was added or a submodule.
    guard git.isFolder, !git.joined(Bytes("commondir".utf8)).exists else { return false }
    for name in ["index", "config", "info/exclude", "commondir"] {
      guard note(git.joined(Bytes(name.utf8)).bytes) else { return false }
    }
    guard
      case .success(let opened) = Descriptor.open(
        git.joined(Bytes("config".utf8)), flags: O_RDONLY | O_NONBLOCK),
      case .success(let bytes?) = opened.readAll(limit: 1 << 16)
    else { return false }
    let text = bytes.text.lowercased()
    return !["include", "excludesfile", "worktree"].contains { text.contains($0) }
  }

  /// Notes all folders below the root, and what they say is to be ignored.
  private mutating func noteFolders(most: Int) -> Bool {
    guard let device = KnownListing.device(of: root.path) else { return false }
    var folders = [RootPath.root]
    while let folder = folders.popLast() {
      let whole = root.path.joined(folder)
      guard files.count < most * 2, KnownListing.device(of: whole) == device,
        note(folder.isRoot ? Bytes(".".utf8) : folder.bytes),
        let reader = try? FolderReader(whole)
      else { return false }
      while true {
        let next: UnsafeMutablePointer<dirent>?
        do throws(Errno) { next = try reader.next() } catch { return false }
        guard let entry = next else { break }
        var type = Int32(entry.pointee.d_type)
        guard type != Int32(DT_REG) || entry.pointee.d_name.0 == CChar(bitPattern: 0x2E) else {
          continue
        }
        let name = entry.name
        if name == Bytes(".git".utf8) || name == StateFile.folder.bytes {
          if folder.isRoot { continue }
          // Another repository, or another project's own files, which change.
          return false
        }
        if name == Bytes(".gitignore".utf8) {
          guard note(folder.joined(name).bytes) else { return false }
        }
        if type == Int32(DT_UNKNOWN) {
          var status = stat()
          guard whole.joined(name).withCString({ lstat($0, &status) }) == 0 else { return false }
          type = status.st_mode & S_IFMT == S_IFDIR ? Int32(DT_DIR) : Int32(DT_REG)
        }
        if type == Int32(DT_DIR) { folders.append(folder.joined(name)) }
        if folders.count > most { return false }
      }
    }
    return true
  }

  /// The device of a folder, when its file system is one whose folders show what becomes of their files.
  private static func device(of folder: AbsolutePath) -> dev_t? {
    var status = stat()
    guard folder.withCString({ stat($0, &status) }) == 0,
      folder.withCString({ docbuild_folders_tell($0) }) == 1
    else { return nil }
    return status.st_dev
  }
}
