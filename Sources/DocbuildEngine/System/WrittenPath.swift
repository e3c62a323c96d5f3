package import DocbuildCore

/// A path from the root of a project on, as a directive or a page has it there: `..` may still stand in it and lead through
/// a link, and it may lead out of the root. `Root` finds out what it names; until then it is never taken for a `RootPath`.
package struct WrittenPath: PathFromRoot, Hashable {
  /// As it was written, behind the folder that it was written in.
  package let bytes: Bytes

  /// A path that may lead anywhere.
  package init(_ bytes: Bytes) { self.bytes = bytes }

  /// What lies below the root.
  package init(_ path: RootPath) { bytes = path.bytes }

  /// What it names by its text; nil where that leads out of the root. Behind a `..` another file may be meant, where it leads
  /// through a link.
  package var folded: RootPath? { RootPath(folding: bytes) }

  /// Whether a `..` stands in it.
  var climbs: Bool {
    var start = 0
    while start < bytes.count {
      let end = bytes.firstOffset(of: Bytes.slash, in: start..<bytes.count) ?? bytes.count
      if end == start + 2, bytes[start] == Bytes.dot, bytes[start + 1] == Bytes.dot { return true }
      start = end + 1
    }
    return false
  }
}
