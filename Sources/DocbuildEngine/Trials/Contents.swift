import CKernel
import DocbuildCore
import Glibc
import Synchronization

/// What the files of a project, and the programs on PATH, hold, as digests that results are kept by; each is computed at most once.
final class Contents: Sendable {
  private let root: Root
  /// In the order of their paths.
  let files: [RootPath]
  private let digests = Mutex(ByteTable<Hash>())
  private let trees = Mutex(ByteTable<Hash>())

  init(_ project: Project, _ interrupt: Interrupt) throws {
    root = project.root
    // Commands see what a checkout holds, projects in it included.
    let listed = try ProjectDocuments.files(
      of: project, endings: [[]], holdsNested: true, interrupt)
    let inside = listed.flatMap { Submodule.files(at: $0, in: project, interrupt) }
    files = inside.isEmpty ? listed : (listed + inside).sorted()
  }

  /// The files in the folder and below.
  func files(in folder: RootPath) -> [RootPath] {
    if folder.isRoot { return files }
    let start = folder.bytes + [Bytes.slash]
    return files.filter { $0.bytes.starts(with: start) }
  }

  /// The digest of names, modes and contents of all files in the folder and below.
  func digest(of folder: RootPath) -> Hash {
    if let known = digests.withLock({ $0[folder] }) { return known }
    var key = KeyWriter()
    for file in files(in: folder) {
      let path = root.path.joined(file)
      var status = stat()
      guard path.withCString({ lstat($0, &status) }) == 0 else { continue }
      key.add(file)
      key.add(Bytes("\(status.st_mode)".utf8))
      if status.st_mode & S_IFMT == S_IFREG,
        case .success(let opened) = Descriptor.open(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
        case .success(let bytes?) = opened.readAll(limit: 1 << 30, sizeHint: Int(status.st_size))
      {
        key.add(bytes)
      } else {
        var room = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = path.withCString { readlink($0, &room, Int(PATH_MAX)) }
        key.add(room.prefix(max(0, count)).map { UInt8(bitPattern: $0) })
      }
    }
    let digest = key.hash
    digests.withLock { $0[folder] = digest }
    return digest
  }
}

extension Contents {
  /// What is at `path` and below it, files that git ignores included; all of the project for the root.
  ///
  /// Files that the project lists count by what they hold, so that a new checkout is the same; others, which may be many
  /// and large, by their size and times, unless those are in whole seconds only. `.docbuild` is left out, and
  /// git's objects, which never change.
  func everything(at path: RootPath) -> Hash {
    if let known = trees.withLock({ $0[path] }) { return known }
    var key = KeyWriter()
    var paths = [path]
    while let next = paths.popLast() {
      add(next, to: &key)
      // The last is taken first.
      paths += entries(of: next).reversed()
    }
    let digest = key.hash
    trees.withLock { $0[path] = digest }
    return digest
  }

  private static let hidden = [
    StateFile.folder, RootPath(trusted: Bytes(".git/objects".utf8)),
  ]

  /// What is in a folder, in order; nothing when it is none.
  private func entries(of folder: RootPath) -> [RootPath] {
    let whole = root.path.joined(folder)
    guard
      case .success(let opened) = Descriptor.open(
        whole, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK),
      let handle = fdopendir(dup(opened.number))
    else { return [] }
    defer { closedir(handle) }
    var names: [Bytes] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Bytes($0.prefix { $0 != 0 }) }
      if name != [UInt8(ascii: ".")], name != Bytes("..".utf8) { names.append(name) }
    }
    return names.map { folder.joined($0) }.filter { !Self.hidden.contains($0) }
      .sorted()
  }

  private func isListed(_ file: RootPath) -> Bool {
    var range = files.startIndex..<files.endIndex
    while let middle = range.isEmpty ? nil : (range.lowerBound + range.upperBound) / 2 {
      if files[middle] == file { return true }
      range =
        files[middle] < file
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return false
  }

  private func add(_ file: RootPath, to key: inout KeyWriter) {
    let path = root.path.joined(file)
    var status = stat()
    key.add(file)
    guard path.withCString({ lstat($0, &status) }) == 0 else { return key.add("nothing") }
    key.add("\(status.st_mode)")
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      if access(path.text, R_OK | X_OK) != 0 { key.add("closed") }
    case S_IFLNK:
      var room = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let count = path.withCString { readlink($0, &room, Int(PATH_MAX)) }
      key.add(room.prefix(max(0, count)).map { UInt8(bitPattern: $0) })
      // What it leads to is looked at where it is, unless that is outside.
      var target = stat()
      if let real = path.real, real.below(root.path) == nil,
        real.withCString({ stat($0, &target) }) == 0
      {
        key.add(state: target)
      }
    case S_IFREG:
      let isCoarse = status.st_mtim.tv_nsec == 0 && status.st_ctim.tv_nsec == 0
      if status.st_size <= 1 << 20 && isListed(file) || isCoarse,
        case .success(let opened) = Descriptor.open(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
        case .success(let bytes?) = opened.readAll(limit: 1 << 30, sizeHint: Int(status.st_size))
      {
        key.add(Hash(bytes).bytes)
      } else {
        key.add(state: status)
      }
    default: key.add(state: status)
    }
  }

  /// The programs in the folders of `path`, which is written like PATH.
  func programs(on path: String) -> Hash {
    let name = Bytes(path.utf8)
    // No path below the root begins with a slash.
    let tree = [Bytes.slash] + name
    if let known = trees.withLock({ $0[tree] }) { return known }
    var key = KeyWriter()
    for folder in path.split(separator: ":") where folder.hasPrefix("/") {
      key.add(String(folder))
      guard let handle = opendir(String(folder)) else { continue }
      defer { closedir(handle) }
      var found: [(name: Bytes, state: stat)] = []
      while let entry = readdir(handle) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { Bytes($0.prefix { $0 != 0 }) }
        var status = stat()
        // What a link leads to is what is run.
        if name.withCString({ fstatat(dirfd(handle), $0, &status, 0) }) == 0,
          status.st_mode & S_IFMT == S_IFREG
        {
          found.append((name, status))
        }
      }
      for (name, status) in found.sorted(by: { $0.name.comesBefore($1.name) }) {
        key.add(name)
        key.add(state: status)
      }
    }
    let digest = key.hash
    trees.withLock { $0[tree] = digest }
    return digest
  }
}

/// Puts together what a result depends on; every part with its length, so that no two lists look alike.
struct KeyWriter {
  private var parts: [Bytes] = []

  mutating func add(_ part: Bytes) { parts.append(part) }
  mutating func add(_ path: RootPath) { parts.append(path.bytes) }
  mutating func add(_ part: String) { parts.append(Bytes(part.utf8)) }

  /// A program's path, size and time of change: another version is another program.
  mutating func add(program path: String) {
    var status = stat()
    let known = stat(path, &status) == 0
    add(path)
    if known { add(state: status) }
  }

  /// What changes when a file does: size, times and number.
  mutating func add(state status: stat) {
    let (modified, changed) = (status.st_mtim, status.st_ctim)
    add(
      "\(status.st_mode) \(status.st_size) \(status.st_ino) \(modified.tv_sec).\(modified.tv_nsec) \(changed.tv_sec).\(changed.tv_nsec)"
    )
  }

  var hash: Hash {
    Hash { feed in
      for part in parts {
        withUnsafeBytes(of: part.count, feed)
        part.withUnsafeBytes(feed)
      }
    }
  }
}
