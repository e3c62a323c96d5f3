package import DocbuildCore

/// What a build has seen, for the next one of the same process: what nobody has reported as changed since is not looked at
/// again.
///
/// It holds as long as the log that it rests on is the stored one, and the files of the project are the same, whatever is in
/// them. What the reports can't name (a file that has two names, or lies elsewhere) is seen only by a build that looks at
/// everything.
package struct EarlierBuild: Sendable {
  /// Of the stored log, without its changes.
  let log: Stamp
  let settings: Hash
  /// What had become of the log's files and of its documents' outputs, at their indices.
  let files: [StalenessPlanner.FileState]
  let outputs: [StalenessPlanner.FileState]
  let found: ProjectDocuments
  /// What the build wrote, as it was then.
  private let written: [Bytes: Stamp]
  /// What has changed since, below the root.
  private var changed: [Bytes] = []

  /// How many changes are looked at one by one; where there are more, a look at everything costs less.
  private static let most = 64

  init(
    log: Stamp, settings: Hash, files: [StalenessPlanner.FileState],
    outputs: [StalenessPlanner.FileState], found: ProjectDocuments, written: [Bytes: Stamp]
  ) {
    self.log = log
    self.settings = settings
    self.files = files
    self.outputs = outputs
    self.found = found
    self.written = written
  }

  /// Whether a file is as the build left it, so that a report of a change is one of its own writing.
  package func wrote(_ path: Bytes, in root: Root) -> Bool {
    guard let stamp = written[path] else { return false }
    return root.stamp(of: path) == stamp
  }

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
  private static func isSmall(_ path: Bytes, _ table: DocumentTable, _ project: Project) -> Bool {
    let name = path.fileName
    guard name != Configuration.name, !name.starts(with: Bytes(".git".utf8)),
      !path.lies(at: Bytes(".git".utf8))
    else { return false }
    guard project.rules.kind(of: path) != nil || path.isNameOfPage else { return true }
    if table.index(of: path) != nil { return project.root.isThere(path) }
    return table.index(making: path) != nil
  }

  /// Whether it holds for a build of `project` now.
  func holds(for project: Project) -> Bool {
    project.root.stamp(of: StateFile.log.path) == log
      && StalenessPlanner.settings(of: project) == settings
  }

  /// Whether a path has changed.
  func names(_ path: UnsafeRawBufferPointer) -> Bool {
    changed.contains { $0.count == path.count && path.elementsEqual($0) }
  }
}
