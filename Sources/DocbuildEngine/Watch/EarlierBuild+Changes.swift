import DocbuildCore

extension EarlierBuild {
  /// How many changes are looked at one by one; where there are more, a look at everything costs less.
  private static let most = 64

  /// What is known after changes; nil when everything must be looked at.
  package func after(_ changes: TreeChanges, in project: Project) -> EarlierBuild? {
    guard !changes.mayBeMore, !changes.hasFolders, found.isSure,
      changed.count + changes.paths.count <= EarlierBuild.most
    else { return nil }
    let table = DocumentTable(found.documents, rules: project.rules)
    guard changes.paths.allSatisfy({ EarlierBuild.isSmall($0, table, project) }) else { return nil }
    var after = self
    after.changed += changes.paths
    return after
  }

  /// Whether a change can't make other files documents, or ignored ones.
  private static func isSmall(_ path: RootPath, _ table: DocumentTable, _ project: Project) -> Bool
  {
    let name = path.fileName
    guard name != Configuration.name.bytes, !name.starts(with: Bytes(".git".utf8)),
      !path.bytes.lies(at: Bytes(".git".utf8))
    else { return false }
    guard project.rules.kind(of: path) != nil || path.bytes.isNameOfPage else { return true }
    if table.index(of: path) != nil { return project.root.isThere(path) }
    return table.index(making: path) != nil
  }
}
