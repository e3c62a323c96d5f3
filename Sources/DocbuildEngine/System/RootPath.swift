package import DocbuildCore

/// A path below the root of a project, from the root on: what a file or folder is called there, whether it is there or not.
///
/// It is folded: no component is empty, `.` or `..`, so nothing in its text leads out of the root, and each file has one such
/// path but for links. Those are not looked at here: `Root` keeps the bounds wherever it opens one, and the paths that it
/// gives back are real. The root itself is the empty path.
///
/// One comes by it where paths are folded or resolved and what leads outside is refused: `init(folding:)`,
/// `AbsolutePath.path(below:)`, `Root` and `Project.pathBelowRoot`; by `init(listed:)` from what git lists; and by
/// `init(trusted:)`. What somebody wrote is a `WrittenPath`, or bytes, until then.
package struct RootPath: PathFromRoot, Hashable {
  /// As it is asked of the system and shown to people who stand in the root.
  package let bytes: Bytes

  /// A path that is known to be folded and to stay below the root, such as one that stands in this program.
  package init(trusted bytes: Bytes) {
    precondition(!bytes.leadsOut, "not below the root: \(bytes.text)")
    assert(bytes.isFoldedBelow, "not folded: \(bytes.text)")
    self.bytes = bytes
  }

  /// What a path from the root on names by its text; nil where that leads out of the root.
  package init?(folding path: Bytes) {
    let folded = path.folded
    guard !folded.leadsOut else { return nil }
    bytes = folded
  }

  /// A path that git lists; nil for what is not folded or leads out, which only a forged repository has.
  init?(listed bytes: Bytes) {
    guard bytes.isFoldedBelow else { return nil }
    self.bytes = bytes
  }

  /// A path as a file of docbuild's own has it, `.` for the root; nil where that leads out, so that nobody wrote it.
  init?(stored bytes: Bytes) {
    guard !bytes.leadsOut else { return nil }
    self.bytes = bytes == [Bytes.dot] ? [] : bytes
  }

  private init(part bytes: Bytes) { self.bytes = bytes }

  /// The root itself.
  package static let root = RootPath(trusted: [])

  /// Whether it is the root itself.
  package var isRoot: Bool { bytes.isEmpty }

  /// As it is stored, and as C asks for it: `.` for the root.
  var stored: Bytes { isRoot ? [Bytes.dot] : bytes }

  /// Its names, from the root on.
  package var components: [Bytes] { bytes.components }

  /// The folder that it lies in; the root for what lies there, and for the root itself.
  package var folder: RootPath { RootPath(part: bytes.folder) }

  /// What is called `name` in this folder: a name, or a path that is known to be folded and to stay in it.
  package func joined(_ name: Bytes) -> RootPath { RootPath(trusted: bytes.joined(name)) }

  /// What lies at `path` from this folder on.
  package func joined(_ path: RootPath) -> RootPath {
    RootPath(part: bytes.joined(path.bytes))
  }

  /// The same path with more at the end of its last name.
  package func appending(_ ending: Bytes) -> RootPath { RootPath(trusted: bytes + ending) }

  /// What a path that was written in this folder names by its text; nil where that leads out of the root.
  package func resolving(_ path: Bytes) -> RootPath? {
    RootPath(folding: bytes.joined(path))
  }

  /// Whether it is that path, or below it.
  package func lies(at folder: RootPath) -> Bool { folder.isRoot || bytes.lies(at: folder.bytes) }

  /// What is left of the path from `folder` on; nil when it lies elsewhere.
  package func below(_ folder: RootPath) -> RootPath? {
    folder.isRoot ? self : bytes.below(folder.bytes).map { RootPath(part: $0) }
  }

  /// The path as it is written from the folder `base`; empty for the folder itself.
  package func relative(to base: RootPath) -> Bytes { bytes.relative(to: base.bytes) }
}

extension RootPath: Comparable {
  /// Byte by byte.
  package static func < (path: RootPath, other: RootPath) -> Bool {
    path.bytes.comesBefore(other.bytes)
  }
}

extension Bytes {
  /// Whether it is folded and does not lead out.
  fileprivate var isFoldedBelow: Bool {
    var start = 0
    for at in 0...count where at == count || self[at] == Bytes.slash {
      let length = at - start
      if length == 0, count > 0 { return false }
      if length > 0, length < 3, self[start] == Bytes.dot, self[at - 1] == Bytes.dot {
        return false
      }
      start = at + 1
    }
    return true
  }

  /// Whether a folded path begins at the top of the file system, or climbs out of where it begins.
  fileprivate var leadsOut: Bool {
    first == Bytes.slash
      || count >= 2 && self[0] == Bytes.dot && self[1] == Bytes.dot
        && (count == 2 || self[2] == Bytes.slash)
  }
}
