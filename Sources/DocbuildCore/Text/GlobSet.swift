/// Patterns of one key of the configuration, asked together: many exact names cost no more than one.
package struct GlobSet: Sendable {
  /// Paths that are named whole, sorted by their bytes.
  private let paths: SortedNames
  /// Names, for the last component of a path, that hold no wildcard, sorted.
  private let names: SortedNames
  private let globs: [Glob]

  /// Reads patterns as `Glob` does.
  package init(_ patterns: [String]) {
    var paths: [Bytes] = []
    var names: [Bytes] = []
    var globs: [Glob] = []
    for pattern in patterns {
      let glob = Glob(pattern)
      switch glob.exact {
      case .path(let path): paths.append(path)
      case .name(let name): names.append(name)
      case nil: globs.append(glob)
      }
    }
    self.paths = SortedNames(paths)
    self.names = SortedNames(names)
    self.globs = globs
  }

  /// Whether one of the patterns fits the whole of `path`, which is relative.
  package func matches(_ path: Bytes) -> Bool {
    if paths.contain(path[...]) { return true }
    if !names.isEmpty {
      let slash = path.lastIndex(of: UInt8(ascii: "/"))
      if names.contain(path[(slash.map { $0 + 1 } ?? 0)...]) { return true }
    }
    for glob in globs where glob.matches(path) { return true }
    return false
  }
}

/// Names in the order of their bytes, found by halving.
private struct SortedNames: Sendable {
  private let sorted: [Bytes]

  init(_ names: [Bytes]) { sorted = names.sorted { $0.lexicographicallyPrecedes($1) } }

  var isEmpty: Bool { sorted.isEmpty }

  func contain(_ name: ArraySlice<UInt8>) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low].elementsEqual(name)
  }
}
