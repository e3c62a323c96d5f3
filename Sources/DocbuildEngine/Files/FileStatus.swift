import DocbuildCore
import Glibc

/// What a file system says of a file, on the disk or in memory.
struct FileStatus: Sendable {
  /// What it is (`S_IFMT`).
  let kind: mode_t
  /// Its permission bits.
  let permissions: mode_t
  /// How many names it has.
  let names: Int
  /// In bytes.
  let size: Int
  /// What it is known again by.
  let stamp: Stamp

  /// Whether it is a regular file.
  var isFile: Bool { kind == S_IFREG }

  init(_ status: stat) {
    kind = status.st_mode & S_IFMT
    permissions = status.st_mode & 0o7777
    names = Int(status.st_nlink)
    size = Int(status.st_size)
    stamp = Stamp(status)
  }

  /// The status of what has only one name.
  init(kind: mode_t, permissions: mode_t, stamp: Stamp) {
    self.kind = kind
    self.permissions = permissions
    names = 1
    size = stamp.size
    self.stamp = stamp
  }
}
