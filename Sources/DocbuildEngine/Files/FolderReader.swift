import DocbuildCore
import Glibc

/// An open folder whose entries are read one after another, `.` and `..` left out.
///
/// `readdir` says with the same null pointer that there is nothing more and that the disk failed half-way; a list that is
/// too short must not pass for a whole one.
final class FolderReader {
  private let handle: OpaquePointer

  /// Opens the folder at `path`.
  init(_ path: AbsolutePath) throws(Errno) {
    guard let opened = path.withCString({ opendir($0) }) else { throw Errno(code: errno) }
    handle = opened
  }

  /// Reads a folder that is open already; the descriptor goes on belonging to the caller.
  init(_ opened: Descriptor) throws(Errno) {
    let copy = dup(opened.number)
    guard copy >= 0 else { throw Errno(code: errno) }
    guard let folder = fdopendir(copy) else {
      let code = errno
      close(copy)
      throw Errno(code: code)
    }
    handle = folder
  }

  deinit { closedir(handle) }

  /// The next entry, valid until the one after is asked for; nil at the end.
  func next() throws(Errno) -> UnsafeMutablePointer<dirent>? {
    while true {
      errno = 0
      guard let entry = readdir(handle) else {
        if errno != 0 { throw Errno(code: errno) }
        return nil
      }
      let name = entry.pointee.d_name
      let dot = CChar(bitPattern: UInt8(ascii: "."))
      if name.0 == dot, name.1 == 0 || name.1 == dot && name.2 == 0 { continue }
      return entry
    }
  }
}

extension UnsafeMutablePointer<dirent> {
  /// The entry's name.
  var name: Bytes { withUnsafeBytes(of: pointee.d_name) { Bytes($0.prefix { $0 != 0 }) } }
}
