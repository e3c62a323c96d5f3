package import DocbuildCore
import Glibc

/// Paths are bytes, compared and cut as bytes: in a `String` a slash before a combining mark is not a slash. This is what is
/// done with paths as they are written, below the root and by users alike; nothing here looks at the disk.
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

  /// `self`, the real path of a folder, then `path`, whose first `..` are taken away together with the last components
  /// of `self`: that is where they lead, since there is no link on the way. Where there are too many, all stay.
  package func climbing(_ path: Bytes) -> Bytes {
    var start = 0
    var end = count
    while path.count >= start + 3, path[start] == Bytes.dot, path[start + 1] == Bytes.dot,
      path[start + 2] == Bytes.slash
    {
      guard end > 0 else { return joined(path) }
      while end > 0, self[end - 1] != Bytes.slash { end -= 1 }
      if end > 0 { end -= 1 }
      start += 3
    }
    guard start > 0, start < path.count, path[start] != Bytes.slash else { return joined(path) }
    return Bytes(self[..<end]).joined(Bytes(path[start...]))
  }

  /// What a path that begins with `/` names below the root; nil for another path.
  var rooted: Bytes? {
    guard first == Bytes.slash else { return nil }
    let path = Bytes(drop { $0 == Bytes.slash })
    return path.isEmpty ? [Bytes.dot] : path
  }

  static let dot = UInt8(ascii: ".")

  /// Without `.` and with `name/..` folded, as a person would write it; links are not looked at.
  package var folded: Bytes {
    if holdsOnlyNames { return self }
    let isAbsolute = first == Bytes.slash
    var kept: Bytes = isAbsolute ? [Bytes.slash] : []
    kept.reserveCapacity(count)
    // How many components are there that a `..` may take away, and where the path begins.
    var names = 0
    let root = kept.count
    var start = 0
    while start < count {
      var end = start
      while end < count, self[end] != Bytes.slash { end += 1 }
      let isUp = end - start == 2 && self[start] == Bytes.dot && self[start + 1] == Bytes.dot
      if isUp, names > 0 {
        while kept.count > root, kept[kept.count - 1] != Bytes.slash { kept.removeLast() }
        if kept.count > root { kept.removeLast() }
        names -= 1
      } else if end > start, !(end - start == 1 && self[start] == Bytes.dot), !(isUp && isAbsolute)
      {
        if kept.count > root { kept.append(Bytes.slash) }
        kept += self[start..<end]
        if !isUp { names += 1 }
      }
      start = end + 1
    }
    return kept
  }

  /// Whether every component is a name, as in most paths: nothing is to be folded.
  private var holdsOnlyNames: Bool {
    var start = first == Bytes.slash ? 1 : 0
    while true {
      var end = start
      while end < count, self[end] != Bytes.slash { end += 1 }
      let length = end - start
      if length == 0 { return false }
      if length < 3, self[start] == Bytes.dot, self[end - 1] == Bytes.dot { return false }
      if end == count { return true }
      start = end + 1
    }
  }

  /// What is left of the path below `folder`, both being real paths; nil when it lies elsewhere.
  package func below(_ folder: Bytes) -> Bytes? {
    if self == folder { return [] }
    let start = folder == [Bytes.slash] ? folder : folder + [Bytes.slash]
    return starts(with: start) ? Bytes(dropFirst(start.count)) : nil
  }

  /// Whether it is that path, or below it.
  func lies(at folder: Bytes) -> Bool {
    starts(with: folder) && (count == folder.count || self[folder.count] == Bytes.slash)
  }

  /// What the symbolic link at the path below an open folder holds; nil for anything else.
  func linkTarget(at folder: Int32) -> Bytes? {
    var room = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = withCString { readlinkat(folder, $0, &room, room.count) }
    return count > 0 ? room.prefix(count).map { UInt8(bitPattern: $0) } : nil
  }

  /// The path as it is written from the folder `base`, both being real paths; empty for the folder itself.
  package func relative(to base: Bytes) -> Bytes {
    let own = components
    let other = base.components
    var shared = 0
    while shared < own.count, shared < other.count, own[shared] == other[shared] { shared += 1 }
    var parts = [Bytes](repeating: Bytes("..".utf8), count: other.count - shared)
    parts += own[shared...]
    return Bytes(parts.joined(separator: [Bytes.slash]))
  }
}
