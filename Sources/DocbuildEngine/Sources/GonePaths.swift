import DocbuildCore

/// Files that have changed, come or gone.
struct GonePaths {
  /// As they were named, and as they really are where they are there.
  private let paths: [RootPath]
  private let realPaths = ByteTable<RootPath>()

  init(_ named: [RootPath], in project: Project, realPaths known: [(key: Bytes, value: RootPath)]) {
    paths = named.flatMap { [$0] + (project.root.real($0).map { [$0] } ?? []) }
    for (path, real) in known { realPaths[path] = real }
  }

  private func holds(_ path: RootPath) -> Bool { paths.contains { path.lies(at: $0) } }

  /// Whether a path leads to one of them, or into a folder that is.
  func cover(_ path: WrittenPath) -> Bool {
    path.folded.map(holds) ?? false || realPaths[path].map(holds) ?? false
  }

  /// Whether what is kept by that key is forgotten.
  func forgets(key: Bytes) -> Bool {
    if paths.contains(.root) { return true }
    // What a revision is called, such as HEAD, may be another commit now.
    // A file of the tree in another encoding.
    if let end = key.firstIndex(of: 0), end + 1 < key.count, key[end + 1] == 0, end > 0 {
      return cover(WrittenPath(Bytes(key[..<end])))
    }
    if key.contains(0) { return paths.contains { $0.components.first == Bytes(".git".utf8) } }
    return !key.isURL && cover(WrittenPath(key))
  }
}
