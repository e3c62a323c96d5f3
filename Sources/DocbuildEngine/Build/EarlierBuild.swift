import DocbuildCore

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
  private let written: [RootPath: Stamp]
  /// What has changed since.
  var changed: [RootPath] = []

  init(
    log: Stamp, settings: Hash, files: [StalenessPlanner.FileState],
    outputs: [StalenessPlanner.FileState], found: ProjectDocuments, written: [RootPath: Stamp]
  ) {
    self.log = log
    self.settings = settings
    self.files = files
    self.outputs = outputs
    self.found = found
    self.written = written
  }

  /// Whether a file is as the build left it, so that a report of a change is one of its own writing.
  package func wrote(_ path: RootPath, in root: Root) -> Bool {
    guard let stamp = written[path] else { return false }
    return root.stamp(of: path) == stamp
  }

  /// Whether it holds for a build of `project` now.
  func holds(for project: Project) -> Bool {
    project.root.stamp(of: StateFile.log.path) == log
      && StalenessPlanner.settings(of: project) == settings
  }

  /// Whether a path has changed.
  func names(_ path: UnsafeRawBufferPointer) -> Bool {
    changed.contains { $0.bytes.count == path.count && path.elementsEqual($0.bytes) }
  }
}
