import DocbuildCore

/// Files that have changed, come or gone.
struct GonePaths {
  /// Folded, below the root: as they were named, and as they really are where they are there.
  private let paths: [Bytes]
  private let realPaths = ByteTable<Bytes>()

  init(_ named: [Bytes], in project: Project, realPaths known: [(key: Bytes, value: Bytes)]) {
    paths = named.flatMap { [$0.folded] + (project.root.real($0).map { [$0] } ?? []) }
    for (path, real) in known { realPaths[path] = real }
  }

  private func holds(_ path: Bytes) -> Bool {
    paths.contains { $0.isEmpty || path.lies(at: $0) }
  }

  /// Whether a path below the root leads to one of them, or into a folder that is.
  func cover(_ path: Bytes) -> Bool {
    holds(path.folded) || realPaths[path].map(holds) ?? false
  }

  /// Whether what is kept by that key is forgotten.
  func forgets(key: Bytes) -> Bool {
    if paths.contains([]) { return true }
    // What a revision is called, such as HEAD, may be another commit now.
    // A file of the tree in another encoding.
    if let end = key.firstIndex(of: 0), end + 1 < key.count, key[end + 1] == 0, end > 0 {
      return cover(Bytes(key[..<end]))
    }
    if key.contains(0) { return paths.contains { $0.components.first == Bytes(".git".utf8) } }
    return !key.isURL && cover(key)
  }
}
