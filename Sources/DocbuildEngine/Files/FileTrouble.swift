import DocbuildCore
import Glibc

/// Why a file that a directive names could not be read.
package enum FileTrouble: Error, Equatable, Sendable {
  /// Why a file is not to be had.
  package enum Kind: String, Sendable {
    case folder = "a folder"
    case fifo = "a FIFO"
    case socket = "a socket"
    case device = "a device"

    /// Nil for a regular file.
    init?(mode: mode_t) {
      switch mode & S_IFMT {
      case S_IFREG: return nil
      case S_IFDIR: self = .folder
      case S_IFIFO: self = .fifo
      case S_IFSOCK: self = .socket
      default: self = .device
      }
    }
  }

  case notFound
  /// Nothing is said of what is there, not even whether anything is.
  case outside
  case refused(String)
  case notRegular(Kind)
  /// Its size in bytes.
  case tooLarge(Int)
  /// The `errno`.
  case unreadable(Int32)

  init(openError code: Int32) {
    switch code {
    case EXDEV: self = .outside
    case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: self = .notFound
    default: self = .unreadable(code)
    }
  }
}
