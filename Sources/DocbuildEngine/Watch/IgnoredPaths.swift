import DocbuildCore

/// What git ignores below the root, but for what documents show of it.
struct IgnoredPaths {
  private var ignored: Set<Bytes> = []
  private var shown: Set<Bytes> = []

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
      ignored.insert(Bytes(path.last == Bytes.slash ? path.dropLast() : path))
    }
    guard let log = try? Workspace.log(of: project.root).log else { return }
    for file in log.files {
      let path = log.bytes(file.path)
      if isIgnored(path) { shown.insert(path) }
    }
  }

  /// Whether a change of `path` is nobody's business.
  func cover(_ path: Bytes) -> Bool { isIgnored(path) && !shown.contains(path) }

  /// The folders of what is ignored and shown all the same.
  var foldersOfShown: [Bytes] { Array(Set(shown.map(\.folder))) }

  private func isIgnored(_ path: Bytes) -> Bool {
    if ignored.isEmpty { return false }
    var path = path
    while !path.isEmpty {
      if ignored.contains(path) { return true }
      path = path.folder
    }
    return false
  }
}
