package import DocbuildCore
import Glibc

/// A path from the root of the file system. Only such a path is asked of the disk: what a path is relative to is known to
/// whoever wrote it, so `Environment` and `Root` make absolute what users and documents say, and the current folder of the
/// process counts nowhere.
package struct AbsolutePath: Hashable, Sendable {
  /// As it is written; the first byte is a slash.
  package let bytes: Bytes

  /// Nil for a path that does not begin with a slash.
  package init?(_ bytes: Bytes) {
    guard bytes.first == Bytes.slash else { return nil }
    self.bytes = bytes
  }

  /// A path that is known to begin with a slash.
  package init(trusted bytes: Bytes) {
    precondition(bytes.first == Bytes.slash, "not absolute: \(bytes.text)")
    self.bytes = bytes
  }

  /// What a user calls `path` in the folder `current`.
  ///
  /// - Parameter current: nil where that folder is gone: then a relative path names nothing.
  package init(_ path: Bytes, in current: AbsolutePath?) {
    self = AbsolutePath(path) ?? (current ?? .nowhere).joined(path)
  }

  /// The root of the file system.
  static let top = AbsolutePath(trusted: [Bytes.slash])

  /// A folder that is never there: no process has that number.
  private static let nowhere = AbsolutePath(trusted: Bytes("/proc/0".utf8))

  // MARK: its parts

  /// For people.
  package var text: String { bytes.text }

  /// The path split at its slashes, empty components and `.` left out.
  var components: [Bytes] { bytes.components }

  /// The folder that it lies in; that of `/` is `/`.
  package var folder: AbsolutePath {
    let above = bytes.folder
    return above.isEmpty ? .top : AbsolutePath(trusted: above)
  }

  /// The last component; empty for a path that ends in a slash.
  package var fileName: Bytes { bytes.fileName }

  /// Without `.` and with `name/..` folded; links are not looked at.
  package var folded: AbsolutePath { AbsolutePath(trusted: bytes.folded) }

  /// What `path`, which is relative, names in this folder.
  package func joined(_ path: Bytes) -> AbsolutePath {
    AbsolutePath(trusted: path.isEmpty ? bytes : bytes.joined(path))
  }

  /// What lies at a path below the root of a project, when this is that root.
  package func joined(_ path: RootPath) -> AbsolutePath { joined(path.bytes) }

  /// The path below `root`, the root of a project, both being real; nil when it lies elsewhere.
  package func path(below root: AbsolutePath) -> RootPath? {
    below(root).map { RootPath(trusted: $0) }
  }

  /// What is left of the path below `folder`, both being real paths; nil when it lies elsewhere.
  package func below(_ folder: AbsolutePath) -> Bytes? { bytes.below(folder.bytes) }

  /// The path as it is written from the folder `base`, both being real paths; empty for the folder itself.
  func relative(to base: AbsolutePath) -> Bytes { bytes.relative(to: base.bytes) }

  /// Calls `body` with the path as C has it.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    bytes.withCString(body)
  }

  // MARK: what is there

  /// The real path, links followed; nil when it does not exist.
  package var real: AbsolutePath? { try? findReal().get() }

  /// The same, with the reason why it can't be had.
  func findReal() -> Result<AbsolutePath, Errno> {
    withCString { path in
      guard let found = realpath(path, nil) else { return .failure(Errno(code: errno)) }
      defer { free(found) }
      let real = UnsafeRawBufferPointer(start: found, count: strlen(found))
      return .success(AbsolutePath(trusted: Bytes(real)))
    }
  }

  /// Whether it leads to a folder.
  package var isFolder: Bool {
    var status = stat()
    return withCString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether it leads to something, links followed.
  package var exists: Bool { withCString { access($0, F_OK) == 0 } }

  /// Whether something is there, links not followed. What can't be found out counts as there: whoever reads it then finds out why
  /// it can't be read, and nothing is taken for less than it is.
  var isThere: Bool {
    var status = stat()
    return withCString { lstat($0, &status) } == 0 || errno != ENOENT && errno != ENOTDIR
  }

  /// Whether something is there, or the disk does not say; not what lies where the user has no right to look.
  var mayExist: Bool {
    exists || ![ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG].contains(errno)
  }

  /// What the symbolic link there holds; nil for anything else.
  var linkTarget: Bytes? { bytes.linkTarget(at: AT_FDCWD) }

  /// Where it leads when what it names does not exist: links to it are followed, at most 40.
  var followingLinks: AbsolutePath {
    var path = self
    for _ in 0..<40 {
      guard let target = path.linkTarget else { break }
      path = AbsolutePath(target, in: path.folder)
    }
    return path
  }

  /// Whether it comes through `folder`, a real path, on its way: as it is written or by a link.
  func leads(through folder: AbsolutePath) -> Bool {
    var at = AbsolutePath.top
    var rest: [Bytes] = components.reversed()
    var links = 0
    while let name = rest.popLast() {
      if name == Bytes("..".utf8) {
        at = at.folder
      } else if let target = at.joined(name).linkTarget {
        links += 1
        if links > 40 { return true }
        if target.first == Bytes.slash { at = .top }
        rest += target.components.reversed()
      } else {
        at = at.joined(name)
      }
      if at.below(folder) != nil { return true }
    }
    return false
  }
}
