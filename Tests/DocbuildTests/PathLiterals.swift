import DocbuildCore
import DocbuildEngine

extension RootPath {
  /// A path that a test names.
  init(_ path: String) { self.init(trusted: Bytes(path.utf8)) }
}

extension WrittenPath {
  /// A path as a test writes it.
  init(_ path: String) { self.init(Bytes(path.utf8)) }
}
