import DocbuildCore

/// What git ignores below the root, but for what documents show of it.
struct IgnoredPaths {
  private var ignored: Set<RootPath> = []
  private var shown: Set<RootPath> = []

  /// Nothing.
  init() {}

  /// Asks git, and the log of the last build for what documents show. Where there is no git, nothing is ignored.
  init(in project: Project, _ interrupt: Interrupt) {
    guard case .success(let git) = Git.around(project, interrupt),
      case .success(let done) = git.run(
        ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"],
        in: project.root.path), done.status == 0
    else { return }
    for path in done.output.split(separator: 0) {
      if let path = RootPath(folding: Bytes(path)) { ignored.insert(path) }
    }
    guard let log = try? Workspace.log(of: project.root).log else { return }
    for file in log.files {
      let path = log.path(file.path)
      if isIgnored(path) { shown.insert(path) }
    }
  }

  /// Whether a change of `path` is nobody's business.
  func cover(_ path: RootPath) -> Bool { isIgnored(path) && !shown.contains(path) }

  /// The folders of what is ignored and shown all the same.
  var foldersOfShown: [RootPath] { Array(Set(shown.map(\.folder))) }

  private func isIgnored(_ path: RootPath) -> Bool {
    if ignored.isEmpty { return false }
    var path = path
    while !path.isRoot {
      if ignored.contains(path) { return true }
      path = path.folder
    }
    return false
  }
}
