import DocbuildCore
import DocbuildEngine

/// Regions that no document asks for: found once all documents are known, for the sources that are open.
extension ServedProject {
  /// Takes note that documents or sources are others now.
  func regionsMayHaveChanged() {
    guard let edited else { return }
    guard edited.reportsUnusedRegions else {
      unreported.formUnion(unusedRegions.keys.map { WrittenPath($0) })
      (regionsDue, unusedRegions) = ([], [:])
      return
    }
    regionsDue.formUnion(open.keys.filter { edited.document(at: $0) == nil })
  }

  /// Looks at one source.
  ///
  /// - Throws: when it is asked to end; then that source is left.
  func lookAtRegions() throws(Interrupted) {
    guard let edited, let path = regionsDue.first else { return regionsDue = [] }
    try lookAtRegions(of: path, edited)
  }

  /// Looks at a source.
  ///
  /// - Throws: when it is asked to end.
  func lookAtRegions(of path: RootPath, _ edited: EditedProject) throws(Interrupted) {
    let found = try edited.unusedRegions(of: path)
    regionsDue.remove(path)
    if unusedRegions[path] ?? [] != found { unreported.insert(WrittenPath(path)) }
    unusedRegions[path] = found
  }
}
