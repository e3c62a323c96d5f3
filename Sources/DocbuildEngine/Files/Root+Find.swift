package import DocbuildCore
import Glibc

extension Root {
  /// The root for a document in `base`: the nearest folder upwards with a `docbuild.toml`, else the nearest
  /// with a `.git`, else `base` itself.
  ///
  /// - Parameter shown: what `base` is called in messages.
  /// - Returns: its real path; nil when there is no `base`.
  package static func find(from base: AbsolutePath, shown: Bytes? = nil) throws(SystemError)
    -> AbsolutePath?
  {
    let start: AbsolutePath
    switch base.findReal() {
    case .success(let found): start = found
    case .failure(let error) where error.code == ENOENT: return nil
    case .failure(let error):
      throw SystemError("cannot find", (shown ?? base.bytes).text, error.code)
    }
    for name in ["docbuild.toml", ".git"] {
      var folder = start
      while true {
        let candidate = folder.joined(Bytes(name.utf8))
        if candidate.withCString({ access($0, F_OK) }) == 0 { return folder }
        let code = errno
        // What lies in a folder that the user has no right to look into is not the user's.
        let isClosed = code == EACCES && folder.withCString { access($0, X_OK) } != 0
        if !isClosed, ![ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(code) {
          throw SystemError("cannot look for", candidate.text, code)
        }
        let above = folder.folder
        if above == folder { break }
        folder = above
      }
    }
    return start
  }
}
