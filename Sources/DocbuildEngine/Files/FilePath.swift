package import DocbuildCore
import Glibc

/// Paths are bytes, compared and cut as bytes: in a `String` a slash before a combining mark is no slash.
extension Bytes {
  static let slash = UInt8(ascii: "/")

  /// The path split at its slashes, empty components and `.` left out.
  package var components: [Bytes] {
    split(separator: Bytes.slash).map(Bytes.init).filter { $0 != [UInt8(ascii: ".")] }
  }

  /// The folder part, empty when there is none.
  package var folder: Bytes {
    guard let slash = lastIndex(of: Bytes.slash) else { return [] }
    return slash == 0 ? [Bytes.slash] : Bytes(self[..<slash])
  }

  /// The last component.
  package var fileName: Bytes { Bytes(self[((lastIndex(of: Bytes.slash) ?? -1) + 1)...]) }

  /// `self` as a folder, then `path`.
  package func joined(_ path: Bytes) -> Bytes {
    if isEmpty || path.first == Bytes.slash { return path }
    return path.isEmpty ? self : self + (last == Bytes.slash ? [] : [Bytes.slash]) + path
  }

  /// Without `.` and with `name/..` folded, as a person would write it; links are not looked at.
  package var folded: Bytes {
    var kept: [Bytes] = []
    let isAbsolute = first == Bytes.slash
    let up = Bytes("..".utf8)
    for component in components {
      if component == up, let last = kept.last, last != up {
        kept.removeLast()
      } else if component != up || !isAbsolute {
        kept.append(component)
      }
    }
    return (isAbsolute ? [Bytes.slash] : []) + Bytes(kept.joined(separator: [Bytes.slash]))
  }

  /// The real path, links followed; nil when it does not exist.
  package var real: Bytes? {
    (isEmpty ? Bytes(".".utf8) : self).withCString { path in
      guard let found = realpath(path, nil) else { return nil }
      defer { free(found) }
      return Bytes(UnsafeRawBufferPointer(start: found, count: strlen(found)))
    }
  }

  /// What is left of the path below `folder`, both being real paths; nil when it lies elsewhere.
  package func below(_ folder: Bytes) -> Bytes? {
    if self == folder { return [] }
    let start = folder == [Bytes.slash] ? folder : folder + [Bytes.slash]
    return starts(with: start) ? Bytes(dropFirst(start.count)) : nil
  }

  /// Where the path leads when what it names does not exist: links to it are followed, at most 40.
  var followingLinks: Bytes {
    var path = self
    for _ in 0..<40 {
      var room = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = path.withCString { readlink($0, &room, room.count) }
      guard count > 0 else { break }
      path = path.folder.joined(room.prefix(count).map { UInt8(bitPattern: $0) })
    }
    return path
  }

  /// The path as it is written from the folder `base`, both being real paths; empty for the folder itself.
  func relative(to base: Bytes) -> Bytes {
    let own = components
    let other = base.components
    var shared = 0
    while shared < own.count, shared < other.count, own[shared] == other[shared] { shared += 1 }
    var parts = [Bytes](repeating: Bytes("..".utf8), count: other.count - shared)
    parts += own[shared...]
    return Bytes(parts.joined(separator: [Bytes.slash]))
  }

  /// Whether it leads to a folder.
  package var isFolder: Bool {
    var status = stat()
    return withCString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  package var exists: Bool { withCString { access($0, F_OK) == 0 } }
}
