import CKernel
import DocbuildCore
import Glibc

/// What a file's status said when it was read: enough to see that it has changed since.
struct Stamp: Equatable, Sendable {
  /// In bytes; -1 for a file that must be read again, since it was written too short a time before it was read.
  var size: Int
  /// When the status last changed, in nanoseconds since 1970: with each change of the content too, and no program can
  /// set it back, as it can the time of the last modification.
  let changed: Int
  let inode: UInt64

  /// Whether what changes from `started` on, in nanoseconds since 1970, can't have this very stamp.
  ///
  /// The clock that files' times are taken from may be some milliseconds behind. Where a time has no part of a second, the
  /// file system may have none to give (ext4 with small inodes, NFS), or count only every other second (FAT).
  func isOlder(than started: Int) -> Bool {
    changed < started - (isCoarse ? 2_000_000_000 : 20_000_000)
  }

  /// Whether the time may be in whole seconds only.
  var isCoarse: Bool { changed % 1_000_000_000 == 0 }

  static let unknown = Stamp(size: -1, changed: 0, inode: 0)
  /// Of what must not be there, such as what a link leads to that leads nowhere.
  static let absent = Stamp(size: -3, changed: 0, inode: 0)
  /// Of an output that must be made each time.
  static let volatile = Stamp(size: -2, changed: 0, inode: 0)

  /// The file's status now; nil when there is none.
  init?(of path: AbsolutePath) {
    guard let found = path.withCString({ Stamp(of: $0, at: AT_FDCWD) }) else { return nil }
    self = found
  }

  /// The same for a C string, relative to the folder that is open as `folder`.
  init?(of path: UnsafePointer<CChar>, at folder: Int32) {
    var status = stat()
    guard fstatat(folder, path, &status, 0) == 0 else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    self.init(
      size: Int(status.st_size),
      changed: status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec,
      inode: UInt64(status.st_ino))
  }

  init(size: Int, changed: Int, inode: UInt64) {
    self.size = size
    self.changed = changed
    self.inode = inode
  }
}
