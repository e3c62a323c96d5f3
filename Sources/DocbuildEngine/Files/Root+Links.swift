import DocbuildCore

extension Root {
  /// Those of `paths` that are no file of their own: symbolic links to another of them, or to where an earlier
  /// one of the links leads.
  func links(among paths: [RootPath]) -> Set<RootPath> {
    let links = paths.filter { isLink($0) }
    guard !links.isEmpty else { return [] }
    var known = Set(paths).subtracting(links)
    return Set(links.filter { link in real(link).map { !known.insert($0).inserted } ?? false })
  }
}
